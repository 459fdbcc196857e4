/** A request and the credentials that its operation asks for → the request that carries each of them exactly once. */
import { textBase64 } from '../lib/base64.ts'
import type { CredentialUse } from '../plan/model.ts'
import { type IssuedCredential, isIssued } from '../profile/issued.ts'
import type { Header, UpstreamRequest } from '../upstream/model.ts'
import type { Secret } from '../upstream/secret.ts'
import type { CredentialSet } from './credentials.ts'

/** Credentials that requests carry themselves. */
type Carried = Exclude<CredentialUse['credential'], IssuedCredential>
type Value<T> = (credential: Extract<Carried, { type: T }>, reveal: Reveal) => string
type Reveal = (reference: { readonly env: string }) => string
type Place = (request: UpstreamRequest, name: string, value: string) => UpstreamRequest

/** What each type of credential sends. */
const VALUES: { readonly [T in Carried['type']]: Value<T> } = {
  bearer: ({ token }, reveal) => `Bearer ${reveal(token)}`,
  basic: ({ username, password }, reveal) => `Basic ${textBase64(`${reveal(username)}:${reveal(password)}`)}`,
  apiKey: ({ token }, reveal) => reveal(token),
}

const PLACES: Readonly<Record<CredentialUse['in'], Place>> = {
  header: (request, name, value) => ({ ...request, headers: [...without(request.headers, name), [name, value]] }),
  query: (request, name, value) => ({
    ...request,
    target: withQuery(request.target, name, value),
    inQuery: [...(request.inQuery ?? []), [name, value]],
  }),
  cookie: (request, name, value) => ({ ...request, headers: withCookie(request.headers, name, value) }),
}

/**
 * Attaches credentials; no use, nothing attached. What the request already has under a credential's name is replaced.
 * Of a credential that a server issues tokens for, the request only says which one: its token is attached when it leaves.
 * @throws where a use names a secret that was never read: plan and credentials are then of different profiles
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-11
 */
export function authorise(
  request: UpstreamRequest,
  uses: readonly CredentialUse[],
  credentials: CredentialSet,
): UpstreamRequest {
  const reveal: Reveal = ({ env }) => {
    const secret = credentials.byVariable.get(env)
    if (secret === undefined) throw new Error(`the secret ${env} was not read`)
    return secret.reveal()
  }
  return uses.reduce((done, { credential, in: place, name }) => {
    if (isIssued(credential)) return naming(credential, done)
    return PLACES[place](done, name, sentValue(credential, reveal))
  }, request)
}

function naming({ pointer }: IssuedCredential, request: UpstreamRequest): UpstreamRequest {
  return { ...request, headers: without(request.headers, 'authorization'), bearerOf: pointer }
}

/** The request with an access token for the credential that it names. */
export function withBearer({ bearerOf: _named, ...request }: UpstreamRequest, token: Secret): UpstreamRequest {
  return PLACES.header(request, ...bearerHeader(token))
}

/** @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1 */
export function bearerHeader(token: Secret): Header {
  return ['Authorization', `Bearer ${token.reveal()}`]
}

function sentValue(credential: Carried, reveal: Reveal): string {
  // the table has the function of exactly this type, which indexing by a union can't show
  return (VALUES[credential.type] as Value<typeof credential.type>)(credential, reveal)
}

function without(headers: readonly Header[], name: string): readonly Header[] {
  return headers.filter(([other]) => other.toLowerCase() !== name.toLowerCase())
}

/** The target with a pair in its query, in place of others of that name. */
export function withQuery(target: string, name: string, value: string): string {
  const start = target.indexOf('?')
  const path = start === -1 ? target : target.slice(0, start)
  const others = start === -1 ? [] : target.slice(start + 1).split('&')
  const kept = others.filter((pair) => pair !== '' && decoded(pair.split('=', 1)[0] ?? '') !== name)
  return `${path}?${[...kept, `${encodeURIComponent(name)}=${encodeURIComponent(value)}`].join('&')}`
}

/** One `Cookie` field, as clients must send it. @see https://www.rfc-editor.org/rfc/rfc6265#section-5.4 */
function withCookie(headers: readonly Header[], name: string, value: string): readonly Header[] {
  const pairs = headers
    .filter(([other]) => other.toLowerCase() === 'cookie')
    .flatMap(([, cookies]) => cookies.split(';'))
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '' && pair.split('=', 1)[0] !== name)
  return [...without(headers, 'cookie'), ['cookie', [...pairs, `${name}=${value}`].join('; ')]]
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
