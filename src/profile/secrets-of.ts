/** A credential → the environment variables that it names, in the order in which it names them. */
import type { Credential, ExchangeBody, ExchangeMembers, SecretReference } from './model.ts'

type SecretsOf<C> = (credential: C) => readonly SecretReference[]

const SECRETS: { readonly [T in Credential['type']]: SecretsOf<Extract<Credential, { type: T }>> } = {
  none: () => [],
  bearer: ({ token }) => [token],
  apiKey: ({ token }) => [token],
  basic: ({ username, password }) => [username, password],
  exchange: ({ body, refresh }) => [
    ...within(body),
    ...(refresh === undefined || refresh.sends === 'bearer' ? [] : within(refresh.sends)),
  ],
  oauth2: ({ clientSecret }) => (clientSecret === undefined ? [] : [clientSecret]),
}

export function secretsOf(credential: Credential): readonly SecretReference[] {
  // the table has the function of exactly this type, which indexing by a union can't show
  return (SECRETS[credential.type] as SecretsOf<Credential>)(credential)
}

function within(body: ExchangeBody): readonly SecretReference[] {
  if (isMembers(body)) return [...body.values()].flatMap(within)
  if (isList(body)) return body.flatMap(within)
  return isReference(body) ? [body] : []
}

export function isMembers(body: ExchangeBody): body is ExchangeMembers {
  return body instanceof Map
}

export function isList(body: ExchangeBody): body is readonly ExchangeBody[] {
  return Array.isArray(body)
}

export function isReference(body: ExchangeBody): body is SecretReference {
  return typeof body === 'object' && body !== null && 'env' in body
}
