/** Keys of a profile that mean something for a hosted MCP server only, or not for one. */
import { isArray, isObject, type JsonValue, member } from '../lib/json.ts'
import type { Profile } from './model.ts'
import { child, invalid, list, object, type Place, type Read, required, text } from './reader.ts'
import { looksLikeSecret } from './secret.ts'

const resource: Read<string> = (place) => {
  const uri = text(place)
  if (uri === undefined) return undefined
  if (looksLikeSecret(uri)) return invalid(place, 'the URI of a resource')
  if (/[*{}]/.test(uri)) {
    place.report('PROFILES_WILDCARD', place, { value: uri })
    return undefined
  }
  return URL.canParse(uri) ? uri : invalid(place, 'the URI of a resource')
}

const uris = list(resource)

/** `resources` of a profile: each one URI, written whole. */
export const resources: Read<readonly string[]> = (place) => {
  if (isArray(place.value) && place.value.length === 0) return invalid(place, 'a list with at least one URI')
  const read = uris(place)
  return read && new Set(read).size < read.length ? invalid(place, 'a list that has each URI once') : read
}

/** `session` of an allowlist entry. */
export const session = object({ argument: required(text) })

/** Reports what the profile has and its kind of upstream can't have. */
export function reportMisplaced(place: Place, kind: Profile['upstream']['kind']): void {
  const value = isObject(place.value) ? place.value : {}
  const given = member(value, 'resources')
  if (kind === 'openapi' && given !== undefined) void invalid(child(place, 'resources', given), MISPLACED[kind])
  const tools = member(value, 'tools')
  if (tools === undefined || !isArray(tools)) return
  for (const [index, entry] of tools.entries()) {
    for (const key of ENTRY_KEYS[kind]) reportKey(child(child(place, 'tools', tools), index, entry), key, kind)
  }
}

const ENTRY_KEYS: Readonly<Record<Profile['upstream']['kind'], readonly string[]>> = {
  openapi: ['session'],
  mcp: ['idempotencyKey', 'internal'],
}

const MISPLACED: Readonly<Record<Profile['upstream']['kind'], string>> = {
  openapi: 'left out: it is for a hosted MCP server',
  mcp: 'left out: a hosted MCP server has no such thing',
}

function reportKey(entry: Place, key: string, kind: Profile['upstream']['kind']): void {
  const given: JsonValue | undefined = isObject(entry.value) ? member(entry.value, key) : undefined
  if (given !== undefined) void invalid(child(entry, key, given), MISPLACED[kind])
}
