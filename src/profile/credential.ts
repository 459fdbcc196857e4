/** `auth` of a profile to credentials that name their secrets. */
import { isObject, member } from '../lib/json.ts'
import { API_KEY_PLACES, APPLIES, TOKEN } from './grammar.ts'
import { EXCHANGE_POINTERS, exchangeMembers, isComplete, oauthMembers } from './issued-credential.ts'
import type { Auth, Credential } from './model.ts'
import {
  atLeastOne,
  child,
  invalid,
  mapOf,
  matching,
  object,
  oneOf,
  optional,
  type Read,
  required,
  text,
  visibleText,
} from './reader.ts'
import { secretReference } from './secret.ts'

/** One credential, or one for each security scheme. */
export const auth: Read<Auth> = (place) => {
  if (!isObject(place.value) || member(place.value, 'schemes') === undefined) {
    const credential = readCredential(place)
    return credential && { kind: 'single', credential }
  }
  const read = bySchemes(place)
  return read && { kind: 'schemes', schemes: read.schemes }
}

const readCredential: Read<Credential> = (place) => {
  if (!isObject(place.value)) return invalid(place, 'an object with a "type"')
  const type = TYPES.find((known) => isObject(place.value) && known === member(place.value, 'type'))
  if (type !== undefined) return CREDENTIALS[type](place)
  const expected = `one of ${TYPES.map((known) => `"${known}"`).join(', ')}`
  return invalid(child(place, 'type', null), expected)
}

const bySchemes = object({ schemes: required(atLeastOne(mapOf(readCredential))) })

const common = { applies: optional(oneOf(APPLIES)), renew: optional(visibleText) }
const prefix = optional(matching('^[!-~]+$', 'visible ASCII characters without spaces'))

const none = object({ type: required(oneOf(['none'])), ...common })
const bearer = object({ type: required(oneOf(['bearer'])), token: required(secretReference), prefix, ...common })
const apiKey = object({
  type: required(oneOf(['apiKey'])),
  in: required(oneOf(API_KEY_PLACES)),
  name: required(text),
  token: required(secretReference),
  prefix,
  ...common,
})
const basic = object({
  type: required(oneOf(['basic'])),
  username: required(secretReference),
  password: required(secretReference),
  ...common,
})

const exchange = object({ ...exchangeMembers, ...common })
const oauth2 = object({ ...oauthMembers, ...common })

/** Header fields that belong to the connection: a credential there would break it. @see RFC 9110 section 7.6.1 */
const CONNECTION_FIELDS: ReadonlySet<string> = new Set(
  'connection content-length content-type expect host keep-alive proxy-connection te trailer transfer-encoding upgrade'.split(
    ' ',
  ),
)

const CREDENTIALS: { readonly [T in Credential['type']]: Read<Credential> } = {
  none: (place) => withDefaults(none(place), place.pointer),
  bearer: (place) => withDefaults(bearer(place), place.pointer),
  basic: (place) => withDefaults(basic(place), place.pointer),
  apiKey: (place) => {
    const read = apiKey(place)
    if (read === undefined) return undefined
    const name = child(place, 'name', read.name)
    if (read.in === 'query') return withDefaults(read, place.pointer)
    if (!new RegExp(TOKEN).test(read.name)) return invalid(name, `a ${read.in} name (letters, digits and - or _)`)
    if (read.in === 'header' && CONNECTION_FIELDS.has(read.name.toLowerCase())) {
      return invalid(name, 'a header that is not part of the connection itself')
    }
    return withDefaults(read, place.pointer)
  },
  exchange: (place) => {
    const read = exchange(place)
    return withDefaults(read && { ...EXCHANGE_POINTERS, ...read }, place.pointer)
  },
  oauth2: (place) => {
    const read = oauth2(place)
    return read && isComplete(place, read) ? withDefaults(read, place.pointer) : undefined
  },
}

const TYPES = [
  'none',
  'bearer',
  'apiKey',
  'basic',
  'exchange',
  'oauth2',
] as const satisfies readonly Credential['type'][]

function withDefaults<C extends { readonly applies?: Credential['applies'] }>(read: C | undefined, pointer: string) {
  return read && { ...read, applies: read.applies ?? 'declared', pointer }
}
