/** `upstream` or `upstreams` of a profile → its upstreams by name, the only one under the empty name. */
import { isObject, member } from '../lib/json.ts'
import { childPointer, type JsonPointer } from '../lib/pointer.ts'
import { UPSTREAM_NAME } from './grammar.ts'
import type { Auth } from './model.ts'
import { atLeastOne, child, invalid, mapOf, type Place, type Read } from './reader.ts'
import { namedUpstream, type UpstreamAddress, type UpstreamOwn } from './upstream.ts'
import type { ProfileUpstream } from './upstream-model.ts'

type Named = ReadonlyMap<string, UpstreamAddress & UpstreamOwn>

/** What a profile has of its upstreams, in either form. */
export interface WrittenUpstreams extends UpstreamOwn {
  readonly upstream?: UpstreamAddress
  readonly upstreams?: Named
}

const FORM = new RegExp(UPSTREAM_NAME)

/** `upstreams`: each under a name that can begin the names of its tools. */
export function upstreamsByName(uri: string): Read<Named> {
  const read = atLeastOne(mapOf(namedUpstream(uri)))
  return (place) => {
    for (const name of isObject(place.value) ? Object.keys(place.value) : []) {
      if (!FORM.test(name)) place.report('UPSTREAM_NAME_ILLEGAL', child(place, name, null), { upstream: name })
    }
    return read(place)
  }
}

/** Undefined where the profile has neither form. */
export function upstreamsOf(
  profile: Place,
  { upstream, upstreams, auth, rateLimit }: WrittenUpstreams,
): ReadonlyMap<string, ProfileUpstream> | undefined {
  const { key, pointer } = profile
  if (upstreams !== undefined) {
    const named = [...upstreams].map(([name, one]): [string, ProfileUpstream] => {
      const at = childPointer(pointer, 'upstreams', name)
      return [name, { auth: noAuth(at), ...one, name, profile: key, pointer: at }]
    })
    return new Map(named)
  }
  if (upstream === undefined) return undefined
  const own = { ...(auth === undefined ? {} : { auth }), ...(rateLimit === undefined ? {} : { rateLimit }) }
  const at = childPointer(pointer, 'upstream')
  return new Map([['', { auth: noAuth(pointer), ...upstream, ...own, name: '', profile: key, pointer: at }]])
}

/** Nothing is sent where the profile gives no credential; what the contract then lacks is found by the check. */
function noAuth(pointer: JsonPointer): Auth {
  return { kind: 'single', credential: { type: 'none', applies: 'declared', pointer } }
}

/** Reports a profile with neither form, and what stands beside `upstreams` and belongs into it. */
export function reportForms(profile: Place): void {
  const value = isObject(profile.value) ? profile.value : {}
  if (member(value, 'upstreams') === undefined) {
    if (member(value, 'upstream') !== undefined) return
    profile.report('PROFILES_INVALID', profile, { detail: '"upstream" is missing' })
    return
  }
  for (const key of ['upstream', 'auth', 'rateLimit']) {
    const given = member(value, key)
    if (given !== undefined) void invalid(child(profile, key, given), 'left out: each of "upstreams" has its own')
  }
}
