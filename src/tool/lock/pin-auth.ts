/** A profile's credentials → what of them is pinned: their kind, which variables hold their secrets, and where those go. */
import type { JsonObject, JsonValue } from '../../lib/json.ts'
import type { CredentialUse } from '../../plan/model.ts'
import type { Auth, Credential, ExchangeBody } from '../../profile/model.ts'
import { isList, isMembers, isReference, secretsOf } from '../../profile/secrets-of.ts'

export function pinAuth(auth: Auth): JsonObject {
  if (auth.kind === 'single') return pinCredential(auth.credential)
  return { schemes: Object.fromEntries([...auth.schemes].map(([name, one]) => [name, pinCredential(one)])) }
}

/** What is sent with the requests of one operation. */
export function pinUse({ credential, in: place, name }: CredentialUse): JsonObject {
  return { type: credential.type, in: place, name }
}

function pinCredential(credential: Credential): JsonObject {
  const { type, applies } = credential
  // another variable is another secret on the way to the same place
  const secrets = secretsOf(credential).map(({ env }) => env)
  return { type, applies, ...(secrets.length === 0 ? {} : { secrets }), ...PLACES[type](credential) }
}

const nowhereElse = (): JsonObject => ({})

/** Where the client secret, the code and the token go, and what the token is good for. */
const OAUTH_PLACES = [
  'discovery',
  'authorizationUrl',
  'tokenUrl',
  'deviceUrl',
  'registrationUrl',
  'clientId',
  'resource',
] as const

/** Whatever says where a credential goes. */
const PLACES: Readonly<Record<Credential['type'], (credential: Credential) => JsonObject>> = {
  none: nowhereElse,
  bearer: nowhereElse,
  basic: nowhereElse,
  apiKey: (credential) => (credential.type === 'apiKey' ? { in: credential.in, name: credential.name } : {}),
  exchange: (credential) => {
    if (credential.type !== 'exchange') return {}
    const { url, body, refresh } = credential
    const renewed = refresh === undefined ? {} : { refreshUrl: refresh.url, refreshSends: pinSent(refresh.sends) }
    return { url, body: pinSent(body), ...renewed }
  },
  oauth2: (credential) => {
    if (credential.type !== 'oauth2') return {}
    const { grant, scopes } = credential
    const written = OAUTH_PLACES.map((name) => [name, credential[name]] as const)
    const places = Object.fromEntries(written.flatMap(([name, one]) => (one === undefined ? [] : [[name, one]])))
    return { grant, ...places, ...(scopes === undefined ? {} : { scopes }) }
  },
}

function pinSent(body: ExchangeBody): JsonValue {
  if (isMembers(body)) return Object.fromEntries([...body].map(([name, one]) => [name, pinSent(one)]))
  if (isList(body)) return body.map(pinSent)
  return isReference(body) ? { env: body.env } : body
}
