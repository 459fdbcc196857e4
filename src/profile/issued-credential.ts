/** Credentials that a server issues for a while, by exchange or by OAuth → their models, which name the secrets to get them. */
import { isArray, isObject, member } from '../lib/json.ts'
import { JSON_POINTER, OAUTH_GRANTS, SCOPE } from './grammar.ts'
import type { ExchangeBody, ExchangeCredential, ExchangeMembers, OAuthCredential, OAuthGrant } from './model.ts'
import {
  invalid,
  list,
  mapOf,
  matching,
  object,
  oneOf,
  optional,
  type Place,
  type Read,
  required,
  text,
} from './reader.ts'
import { secretReference } from './secret.ts'
import { baseUrl } from './url.ts'

const leafOrMore: Read<ExchangeBody> = (place) => {
  const { value } = place
  if (isArray(value)) return list(leafOrMore)(place)
  if (!isObject(value)) return value
  return member(value, 'env') === undefined ? mapOf(leafOrMore)(place) : secretReference(place)
}

const body: Read<ExchangeMembers> = mapOf(leafOrMore)

const pointer = matching(JSON_POINTER, 'a JSON pointer into the answer, such as "/accessToken"')

/** What is sent to renew; `"bearer"` is the token itself. */
const sends: Read<'bearer' | ExchangeMembers> = (place) => {
  if (place.value === 'bearer') return 'bearer'
  return isObject(place.value) ? body(place) : invalid(place, '"bearer" or the body to send')
}

/** The members of an `exchange`, but for those that every credential has. */
export const exchangeMembers = {
  type: required(oneOf(['exchange'])),
  url: required(baseUrl),
  body: required(body),
  accessToken: optional(pointer),
  expiresIn: optional(pointer),
  scopes: optional(pointer),
  refresh: optional(object({ url: required(baseUrl), sends: required(sends) })),
} as const

/** Where an answer has what, unless the profile says otherwise. */
export const EXCHANGE_POINTERS: Pick<ExchangeCredential, 'accessToken' | 'expiresIn' | 'scopes'> = {
  accessToken: '/accessToken',
  expiresIn: '/expiresIn',
  scopes: '/scopes',
}

const discovery: Read<string> = (place) => (place.value === 'upstream' ? 'upstream' : baseUrl(place))

/** The members of an `oauth2`, but for those that every credential has. */
export const oauthMembers = {
  type: required(oneOf(['oauth2'])),
  grant: required(oneOf(OAUTH_GRANTS)),
  discovery: optional(discovery),
  authorizationUrl: optional(baseUrl),
  tokenUrl: optional(baseUrl),
  deviceUrl: optional(baseUrl),
  registrationUrl: optional(baseUrl),
  clientId: optional(text),
  clientSecret: optional(secretReference),
  scopes: optional(list(matching(SCOPE, 'a scope without spaces'))),
  resource: optional(baseUrl),
} as const

type OAuthMember = Exclude<keyof OAuthCredential, 'type' | 'grant'>

/** What each grant can't do without where nothing is discovered; the published schema says the same. */
export const WITHOUT_DISCOVERY: Readonly<Record<OAuthGrant, readonly OAuthMember[]>> = {
  authorization_code: ['authorizationUrl', 'tokenUrl'],
  client_credentials: ['tokenUrl'],
  device_code: ['deviceUrl', 'tokenUrl'],
}

/** Reports what a grant lacks; true where that is nothing. */
export function isComplete(place: Place, read: Omit<OAuthCredential, 'scopes'>): boolean {
  const needed: readonly OAuthMember[] = [
    ...(read.discovery === undefined ? WITHOUT_DISCOVERY[read.grant] : []),
    ...(read.grant === 'client_credentials' ? (['clientId', 'clientSecret'] as const) : []),
  ]
  const missing: readonly OAuthMember[] = needed.filter((name) => read[name as keyof typeof read] === undefined)
  for (const name of missing) {
    place.report('PROFILES_INVALID', place, {
      detail: WITHOUT_DISCOVERY[read.grant].includes(name)
        ? `"${name}" is missing, or "discovery" in its place`
        : `"${name}" is missing`,
    })
  }
  const registers = read.discovery !== undefined || read.registrationUrl !== undefined || read.clientId !== undefined
  if (registers || missing.length > 0) return missing.length === 0
  place.report('PROFILES_INVALID', place, { detail: '"clientId" is missing, or "registrationUrl" in its place' })
  return false
}
