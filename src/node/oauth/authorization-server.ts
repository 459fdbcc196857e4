/** What a server says of itself, and what the profile says in its place → an authorization server that may be trusted so far. */
import type { AuthorizationServer } from 'oauth4webapi'
import { isLoopback, isSecure } from '../../lib/loopback.ts'
import { type Checked, pass, refuse } from '../../problem/checked.ts'
import { problem } from '../../problem/problem.ts'
import type { OAuthCredential } from '../../profile/model.ts'

/** Where to sign in and to get tokens: pinned when somebody signs in. */
export interface PinnedServer {
  readonly issuer: string
  readonly tokenUrl: string
  readonly authorizationUrl?: string
  readonly deviceUrl?: string
  readonly registrationUrl?: string
  /** Undefined where it did not say how clients are known. */
  readonly tokenAuth?: readonly string[]
  /** Whether it names itself in every answer; undefined where nobody knows its name. @see RFC 9207 */
  readonly namesIssuer?: boolean
}

/** A server that only the profile describes; its issuer is the origin of its tokens. */
export function writtenServer(credential: OAuthCredential): PinnedServer {
  const { tokenUrl } = credential
  if (tokenUrl === undefined) throw new Error('the parser let a credential through that names no server')
  return { ...urlsOf(credential), tokenUrl, issuer: new URL(tokenUrl).origin }
}

/**
 * A discovered server. Whatever is not written in the profile must be on the issuer's host or on the one that served the
 * metadata; where the URL that the profile `named` is not on this machine, nothing of it is on this machine either.
 */
export function discoveredServer(
  metadata: AuthorizationServer,
  credential: OAuthCredential,
  { served, named }: { readonly served: URL; readonly named: URL },
): Checked<PinnedServer> {
  const { issuer } = metadata
  const origins = new Set([new URL(issuer).origin, served.origin])
  const unfit = (detail: string) =>
    refuse(problem('AUTHORIZATION_SERVER_UNFIT', { source: 'upstream', uri: issuer }, { server: issuer, detail }))
  const found = {
    authorizationUrl: textOf(metadata.authorization_endpoint),
    tokenUrl: textOf(metadata.token_endpoint),
    deviceUrl: textOf(metadata.device_authorization_endpoint),
    registrationUrl: textOf(metadata.registration_endpoint),
  }
  const written = urlsOf(credential)
  const used = NEEDED[credential.grant]
  for (const name of used) {
    const url = written[name] === undefined ? found[name] : undefined
    if (url === undefined) continue
    const wrong = urlFault(url, origins, named)
    if (wrong !== undefined) return unfit(`its ${name} ${wrong}`)
  }
  const present = Object.fromEntries(
    used.flatMap((name) => {
      const url = written[name] ?? found[name]
      return url === undefined ? [] : [[name, url]]
    }),
  )
  const { tokenUrl } = present
  const missing = used.find((name) => name !== 'registrationUrl' && present[name] === undefined)
  if (missing !== undefined || tokenUrl === undefined) return unfit(`it has no ${missing}`)
  const methods = textsOf(metadata.code_challenge_methods_supported)
  if (credential.grant === 'authorization_code' && methods?.includes('S256') !== true)
    return unfit('it does not say that it supports PKCE with S256')
  const tokenAuth = textsOf(metadata.token_endpoint_auth_methods_supported)
  return pass({
    ...present,
    tokenUrl,
    issuer,
    namesIssuer: metadata.authorization_response_iss_parameter_supported === true,
    ...(tokenAuth === undefined ? {} : { tokenAuth }),
  })
}

/** A server's word for the type of what it says is not enough. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function textsOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : undefined
}

const URLS = ['authorizationUrl', 'tokenUrl', 'deviceUrl', 'registrationUrl'] as const
type UrlName = (typeof URLS)[number]

/** What each grant uses. */
const NEEDED: Readonly<Record<OAuthCredential['grant'], readonly UrlName[]>> = {
  authorization_code: ['authorizationUrl', 'tokenUrl', 'registrationUrl'],
  client_credentials: ['tokenUrl'],
  device_code: ['deviceUrl', 'tokenUrl', 'registrationUrl'],
}

function urlsOf(credential: OAuthCredential): { readonly [N in UrlName]?: string } {
  return Object.fromEntries(URLS.flatMap((name) => (credential[name] === undefined ? [] : [[name, credential[name]]])))
}

function urlFault(text: string, origins: ReadonlySet<string>, named: URL): string | undefined {
  if (!URL.canParse(text)) return 'is not a URL'
  const url = new URL(text)
  if (!origins.has(url.origin)) return `is on another host (${url.host})`
  return placeFault(url, named)
}

/**
 * Why a URL that a server gives is not asked: https, no user info, and no way into this machine or its network, unless
 * the URL that the profile named is there too.
 */
export function placeFault(url: URL, named: URL): string | undefined {
  if (!isSecure(url)) return 'is not https'
  if (url.username !== '' || url.password !== '') return 'has a user name in it'
  const isNear = isLoopback(url) || ADDRESS.test(url.hostname)
  const mayBeNear = isLoopback(named) || ADDRESS.test(named.hostname)
  return isNear && !mayBeNear ? 'is an address of this machine or network' : undefined
}

/** An address in place of a name, as the URL parser writes it. */
const ADDRESS = /^(?:\d+\.\d+\.\d+\.\d+|\[.*\])$/

/** In the library's own terms. */
export function toMetadata(server: PinnedServer): AuthorizationServer {
  const { authorizationUrl, deviceUrl, registrationUrl } = server
  return {
    issuer: server.issuer,
    token_endpoint: server.tokenUrl,
    authorization_response_iss_parameter_supported: server.namesIssuer === true,
    ...(authorizationUrl === undefined ? {} : { authorization_endpoint: authorizationUrl }),
    ...(deviceUrl === undefined ? {} : { device_authorization_endpoint: deviceUrl }),
    ...(registrationUrl === undefined ? {} : { registration_endpoint: registrationUrl }),
  }
}
