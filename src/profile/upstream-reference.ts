/** An entry of an allowlist → the upstream that it belongs to. */
import { isArray, isObject, type JsonValue, member } from '../lib/json.ts'
import { nearest } from '../lib/nearest.ts'
import { child, invalid, type Place, type Read, text } from './reader.ts'

/** The upstream that an entry says; none where a profile has only the one without a name. */
export function writtenUpstream(entry: JsonValue): string | undefined {
  const name = isObject(entry) ? member(entry, 'upstream') : undefined
  return typeof name === 'string' ? name : undefined
}

/** Reads which upstream of `profile` an entry of its allowlist belongs to: its name, empty for the one without. */
export function upstreamReference(profile: Place): Read<string> {
  const named = isObject(profile.value) ? member(profile.value, 'upstreams') : undefined
  const choices = isObject(named) ? Object.keys(named) : []
  return (entry) => {
    const given = isObject(entry.value) ? member(entry.value, 'upstream') : undefined
    const place = child(entry, 'upstream', given ?? null)
    if (named === undefined) return given === undefined ? '' : invalid(place, 'left out: the profile has only one')
    // that it has none at all is told at "upstreams"
    if (choices.length === 0) return undefined
    if (given === undefined) {
      entry.report('UPSTREAM_UNSAID', entry, { choices })
      return undefined
    }
    const name = text(place)
    if (name === undefined || choices.includes(name)) return name
    place.report('UPSTREAM_UNKNOWN', place, { upstream: name, choices, nearest: nearest(name, choices) })
    return undefined
  }
}

/** Reports every upstream of `upstreams` that no tool and no resource belongs to. */
export function reportUnused(profile: Place): void {
  const value = isObject(profile.value) ? profile.value : {}
  const named = member(value, 'upstreams')
  if (!isObject(named)) return
  const entries = [member(value, 'tools'), member(value, 'resources')].flatMap((one) =>
    isArray(one ?? null) ? one : [],
  )
  const used = new Set(entries.map((entry) => writtenUpstream(entry ?? null)))
  for (const [name, upstream] of Object.entries(named)) {
    if (used.has(name)) continue
    const place = child(child(profile, 'upstreams', named), name, upstream)
    place.report('UPSTREAM_UNUSED', place, { upstream: name })
  }
}
