/** Allowlist entries: a name that grants reading, or an object that says more. */
import { isArray, isObject, type JsonObject, member } from '../lib/json.ts'
import { ACCESSES, LIMITS, SCOPE, TOOL_NAMES } from './grammar.ts'
import { session } from './hosted.ts'
import type { ArgumentPolicy, Profile, ToolEntry } from './model.ts'
import {
  flag,
  invalid,
  list,
  mapOf,
  matching,
  number,
  object,
  oneOf,
  optional,
  type Place,
  type Read,
  required,
  text,
} from './reader.ts'
import { looksLikeSecret } from './secret.ts'

interface Context {
  readonly profile: string
  readonly toolNames: Profile['toolNames']
  /** Reads a reference to a permission of the file. */
  readonly permission: Read<string>
  /** Reads the upstream of an entry. */
  readonly belongsTo: Read<string>
}

/** `tools` of a profile. */
export function toolEntries(context: Context): Read<readonly ToolEntry[]> {
  const entries = list(toolEntry(context))
  return (place) => {
    if (isArray(place.value) && place.value.length === 0) {
      place.report('PROFILES_EMPTY_ALLOWLIST', place, { profile: context.profile })
      return undefined
    }
    return entries(place)
  }
}

function toolEntry({ toolNames, permission, belongsTo }: Context): Read<ToolEntry> {
  const entry = object({
    operation: required(reference),
    upstream: optional(text),
    access: optional(oneOf(ACCESSES)),
    name: optional(toolName(toolNames)),
    title: optional(text),
    description: optional(text),
    requires: optional(list(permission)),
    scopes: optional(list(matching(SCOPE, 'a scope without spaces'))),
    internal: optional(flag),
    idempotencyKey: optional(flag),
    confirm: optional(flag),
    arguments: optional(argumentPolicy),
    timeoutSeconds: optional(number(LIMITS.timeoutSeconds)),
    outputSchema: optional(flag),
    session: optional(session),
  })
  return (place) => {
    const inEntry = ofEntry(place)
    if (typeof place.value === 'string') {
      const operation = reference(inEntry)
      const upstream = belongsTo(inEntry)
      if (operation === undefined || upstream === undefined) return undefined
      return { ...DEFAULTS, operation, upstream, pointer: place.pointer }
    }
    if (!isObject(place.value)) return invalid(place, 'a list of operations, each a name or an object with "operation"')
    const read = entry(inEntry)
    const upstream = belongsTo(inEntry)
    return read && upstream !== undefined ? { ...DEFAULTS, ...read, upstream, pointer: place.pointer } : undefined
  }
}

const NO_POLICY: ArgumentPolicy = { pin: {}, forbid: [], max: {} }
const DEFAULTS = { requires: [], internal: false, idempotencyKey: false, arguments: NO_POLICY }

/** Problems of an entry carry its reference, unless that is a secret pasted in the wrong place. */
function ofEntry(place: Place): Place {
  const operation = isObject(place.value) ? member(place.value, 'operation') : place.value
  return typeof operation === 'string' && !looksLikeSecret(operation) ? { ...place, operation } : place
}

const reference: Read<string> = (place) => {
  const operation = text(place)
  if (operation === undefined || !hasWildcard(operation)) return operation
  if (!looksLikeSecret(operation)) place.report('PROFILES_WILDCARD', place, { value: operation })
  return undefined
}

/** In `METHOD /path`, a placeholder may hold any character, and a fixed query has a name and `=`. */
function hasWildcard(operation: string): boolean {
  if (!/^[A-Za-z]+ \//.test(operation)) return /[*?]/.test(operation)
  return /\*|\?(?![\w.-]+=)/.test(operation.replace(/\{[^{}]*\}/g, ''))
}

function toolName(mode: Profile['toolNames']): Read<string> {
  const form = new RegExp(TOOL_NAMES[mode])
  return (place) => {
    const name = text(place)
    if (name === undefined || form.test(name)) return name
    place.report('TOOL_NAME_ILLEGAL', place, { name })
    return undefined
  }
}

const anyNumber: Read<number> = (place) => (typeof place.value === 'number' ? place.value : invalid(place, 'a number'))

const anyObject: Read<JsonObject> = (place) => (isObject(place.value) ? place.value : invalid(place, 'an object'))

const policy = object({ pin: optional(anyObject), forbid: optional(list(text)), max: optional(mapOf(anyNumber)) })

const argumentPolicy: Read<ArgumentPolicy> = (place) => {
  const read = policy(place)
  return read && { ...NO_POLICY, ...read, max: Object.fromEntries(read.max ?? []) }
}
