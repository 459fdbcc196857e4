/** A schema of answers → the little of it that every client's validator reads in the same way. */
import type { JsonSchema } from '../contract/model.ts'
import { type Definitions, isSchema, schemasByName } from '../contract/schema-admits.ts'
import { shortHash } from '../lib/hash.ts'
import { isArray, isObject, type JsonObject, type JsonValue, member } from '../lib/json.ts'
import { isWriteOnly, partsOf } from './read-only.ts'
import { mapSubschemas } from './subschemas.ts'
import { withoutBoolean } from './tidy-schema.ts'

export interface Simplifying {
  readonly definitions: Definitions
  /** The text of a description as it may be shown; undefined to leave it out. */
  readonly describe: (text: string) => string | undefined
}

/**
 * Clients refuse an answer, or all tools, over a pattern, format or keyword that they read differently, so only shapes
 * are kept: what is admitted only ever grows. Properties that requests alone carry are left out.
 */
export function simplify(schema: JsonSchema, simplifying: Simplifying, outer: ReadonlySet<string> = NONE): JsonSchema {
  if (typeof schema === 'boolean') return schema
  const { definitions, describe } = simplifying
  const hidden = new Set([...outer, ...hiddenNames(schema, definitions)])
  const kept = Object.entries(schema).flatMap(([keyword, value]): [string, JsonValue][] => {
    if (!Object.hasOwn(KEPT, keyword)) return []
    const simple = KEPT[keyword]?.({ value, schema, hidden, describe })
    return simple === undefined ? [] : [[keyword === 'oneOf' ? 'anyOf' : keyword, simple]]
  })
  return mapSubschemas(withoutRival(Object.fromEntries(kept), schema), (inner, keyword) => {
    const sameValue = keyword === 'allOf' || keyword === 'anyOf'
    return withoutBoolean(simplify(inner, simplifying, sameValue ? hidden : NONE))
  })
}

/** A name for a definition that needs no escape in a reference. */
export function plainName(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : `${name.replace(/[^\w.-]/g, '_')}_${shortHash(name)}`
}

/** What every object has before it has members: some validators take these for members. */
export function isInherited(name: string): boolean {
  return name in Object.prototype
}

const NONE: ReadonlySet<string> = new Set()

interface Simple {
  readonly value: JsonValue
  readonly schema: JsonObject
  readonly hidden: ReadonlySet<string>
  readonly describe: Simplifying['describe']
}

const asIs = ({ value }: Simple): JsonValue => value

/** Keywords by what becomes of their value. Descriptions are the only words; bounds say little about an answer. */
const KEPT: Readonly<Record<string, (simple: Simple) => JsonValue | undefined>> = {
  type: ({ value }) => (isArray(value) && value.length === 1 ? value[0] : value),
  enum: asIs,
  const: asIs,
  allOf: asIs,
  anyOf: asIs,
  // variants that differ by what is left out would both fit
  oneOf: ({ value, schema }) => (member(schema, 'anyOf') === undefined ? value : undefined),
  // beside leading items the rest has another meaning for older validators
  items: ({ value, schema }) => (member(schema, 'prefixItems') === undefined ? value : undefined),
  additionalProperties: ({ value, schema }) =>
    isSchema(value) && typeof value === 'object' && member(schema, 'patternProperties') === undefined
      ? value
      : undefined,
  $ref: ({ value }) => (typeof value === 'string' ? renamed(value) : undefined),
  description: ({ value, describe }) => (typeof value === 'string' ? describe(value) : undefined),
  properties: ({ value, hidden }) => {
    const shown = isObject(value) ? Object.entries(value).filter(([name]) => isShown(name, hidden)) : []
    return shown.length === 0 ? undefined : Object.fromEntries(shown)
  },
  required: ({ value, hidden }) => {
    const shown = isArray(value) ? value.filter((name) => typeof name === 'string' && isShown(name, hidden)) : []
    return shown.length === 0 ? undefined : shown
  },
}

function isShown(name: string, hidden: ReadonlySet<string>): boolean {
  return !hidden.has(name) && !isInherited(name)
}

/** A member that is no longer named would be judged as an additional one. */
function withoutRival(simple: JsonObject, schema: JsonObject): JsonObject {
  const before = schemasByName(schema, 'properties').size
  if (before === schemasByName(simple, 'properties').size) return simple
  const { additionalProperties: _rival, ...rest } = simple
  return rest
}

const DEFINITION = '#/$defs/'

function renamed(reference: string): string {
  return reference.startsWith(DEFINITION) ? DEFINITION + plainName(reference.slice(DEFINITION.length)) : reference
}

function hiddenNames(schema: JsonSchema, definitions: Definitions): readonly string[] {
  return partsOf(schema, definitions)
    .flatMap((part) => (typeof part === 'object' ? [...schemasByName(part, 'properties')] : []))
    .filter(([, property]) => isWriteOnly(property, definitions))
    .map(([name]) => name)
}
