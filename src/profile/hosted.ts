/** Keys of a profile that mean something for a hosted MCP server only, or not for one. */
import { isArray, isObject, type JsonValue, member } from '../lib/json.ts'
import type { ResourceEntry } from './model.ts'
import { child, invalid, list, object, optional, type Place, type Read, required, text } from './reader.ts'
import { looksLikeSecret } from './secret.ts'
import type { ProfileUpstream } from './upstream-model.ts'
import { writtenUpstream } from './upstream-reference.ts'

const resourceUri: Read<string> = (place) => {
  const uri = text(place)
  if (uri === undefined) return undefined
  if (looksLikeSecret(uri)) return invalid(place, 'the URI of a resource')
  if (/[*{}]/.test(uri)) {
    place.report('PROFILES_WILDCARD', place, { value: uri })
    return undefined
  }
  return URL.canParse(uri) ? uri : invalid(place, 'the URI of a resource')
}

const resourceObject = object({ uri: required(resourceUri), upstream: optional(text) })

/** `resources` of a profile: each one URI, written whole; in an object where it says its upstream. */
export function resources(belongsTo: Read<string>): Read<readonly ResourceEntry[]> {
  const entries = list((place): ResourceEntry | undefined => {
    const uri = isObject(place.value) ? resourceObject(place)?.uri : resourceUri(place)
    const upstream = belongsTo(place)
    return uri === undefined || upstream === undefined ? undefined : { uri, upstream, pointer: place.pointer }
  })
  return (place) => {
    if (isArray(place.value) && place.value.length === 0) return invalid(place, 'a list with at least one URI')
    const read = entries(place)
    // a client names a resource by its URI alone
    const isRepeated = read !== undefined && new Set(read.map(({ uri }) => uri)).size < read.length
    return isRepeated ? invalid(place, 'a list that has each URI once') : read
  }
}

/** `session` of an allowlist entry. */
export const session = object({ argument: required(text) })

type Kind = ProfileUpstream['kind']
type Upstreams = ReadonlyMap<string, ProfileUpstream>

/** Reports what the profile has and the kind of its upstream can't have. */
export function reportMisplaced(place: Place, upstreams: Upstreams): void {
  const value = isObject(place.value) ? place.value : {}
  const resources = member(value, 'resources')
  if (resources !== undefined) reportResources(child(place, 'resources', resources), upstreams)
  const tools = member(value, 'tools')
  if (tools === undefined || !isArray(tools)) return
  for (const [index, entry] of tools.entries()) {
    const kind = kindOf(entry, upstreams)
    if (kind === undefined) continue
    for (const key of ENTRY_KEYS[kind]) reportKey(child(child(place, 'tools', tools), index, entry), key, kind)
  }
}

function reportResources(place: Place, upstreams: Upstreams): void {
  const isNowhere = [...upstreams.values()].every(({ kind }) => kind === 'openapi')
  if (isNowhere) void invalid(place, MISPLACED.openapi)
  for (const [index, entry] of isArray(place.value) && !isNowhere ? place.value.entries() : []) {
    if (kindOf(entry, upstreams) === 'openapi') void invalid(child(place, index, entry), MISPLACED.openapi)
  }
}

/** Undefined where the entry says no upstream, or one that there is not. */
function kindOf(entry: JsonValue, upstreams: Upstreams): Kind | undefined {
  return upstreams.get(writtenUpstream(entry) ?? '')?.kind
}

const ENTRY_KEYS: Readonly<Record<Kind, readonly string[]>> = {
  openapi: ['session'],
  mcp: ['idempotencyKey', 'internal'],
}

const MISPLACED: Readonly<Record<Kind, string>> = {
  openapi: 'left out: it is for a hosted MCP server',
  mcp: 'left out: a hosted MCP server has no such thing',
}

function reportKey(entry: Place, key: string, kind: Kind): void {
  const given: JsonValue | undefined = isObject(entry.value) ? member(entry.value, key) : undefined
  if (given !== undefined) void invalid(child(entry, key, given), MISPLACED[kind])
}
