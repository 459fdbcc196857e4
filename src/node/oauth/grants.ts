/** A client at a server, and what it has to show → tokens, one function for each grant. */
import type { TokenEndpointResponse } from 'oauth4webapi'
import { credentialFault } from '../../auth/credential-fault.ts'
import { type Checked, pass, refuse } from '../../problem/checked.ts'
import { problem } from '../../problem/problem.ts'
import { type PinnedServer, toMetadata } from './authorization-server.ts'
import { clientParts, type OAuthClient } from './client.ts'
import { type OAuthRefusal, withOAuth } from './library.ts'
import type { OAuthHttp } from './oauth-http.ts'

/** Who asks whom for what. */
export interface Asking {
  readonly http: OAuthHttp
  readonly server: PinnedServer
  readonly client: OAuthClient
  readonly resource?: string | undefined
  readonly scopes?: readonly string[] | undefined
}

export interface Tokens {
  readonly accessToken: string
  readonly refreshToken?: string
  /** Seconds. */
  readonly expiresIn?: number
  /** Undefined where they are those that were asked for. */
  readonly scopes?: readonly string[]
}

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-4.4 */
export async function clientCredentialsGrant(asking: Asking): Promise<Checked<Tokens>> {
  const { http, server, client, scopes } = asking
  const given = await withOAuth(http, server.issuer, async (oauth, options) => {
    const [as, auth] = clientParts(oauth, server, client)
    const scope = scopes === undefined ? {} : { scope: scopes.join(' ') }
    const metadata = toMetadata(server)
    const parameters = { ...scope, ...resourceOf(asking) }
    const answer = await oauth.clientCredentialsGrantRequest(metadata, as, auth, parameters, options)
    return oauth.processClientCredentialsResponse(metadata, as, answer)
  })
  return given.ok ? tokensIn(given.value, server) : given
}

/** `refusal`: the server names an error, and what that means is decided by whoever asked. */
export type Refreshed = { readonly refusal: string } | { readonly tokens: Tokens }

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-6 */
export async function refreshGrant(asking: Asking, refreshToken: string): Promise<Checked<Refreshed>> {
  const { http, server, client } = asking
  const given = await withOAuth<TokenEndpointResponse | OAuthRefusal>(
    http,
    server.issuer,
    async (oauth, options) => {
      const [as, auth] = clientParts(oauth, server, client)
      const metadata = toMetadata(server)
      const more = { ...options, additionalParameters: resourceOf(asking) }
      const answer = await oauth.refreshTokenGrantRequest(metadata, as, auth, refreshToken, more)
      return oauth.processRefreshTokenResponse(metadata, as, answer)
    },
    (refusal) => refusal,
  )
  if (!given.ok) return given
  if ('error' in given.value && !('access_token' in given.value)) return pass({ refusal: String(given.value.error) })
  const tokens = tokensIn(given.value as TokenEndpointResponse, server) // a refusal has just been passed
  return tokens.ok ? pass({ tokens: tokens.value }) : tokens
}

export function resourceOf({ resource }: Pick<Asking, 'resource'>): Record<string, string> {
  return resource === undefined ? {} : { resource }
}

/** Only what can go into a header, and is a bearer token. */
export function tokensIn(answer: TokenEndpointResponse, { issuer }: PinnedServer): Checked<Tokens> {
  const fault = answer.token_type === 'bearer' ? credentialFault(answer.access_token, 'token') : 'it is no bearer token'
  if (fault !== undefined) {
    const detail = `what it gave can't be used: ${fault}`
    return refuse(problem('TOKEN_REFUSED', { source: 'upstream', uri: issuer }, { server: issuer, detail }))
  }
  return pass({
    accessToken: answer.access_token,
    ...(answer.refresh_token === undefined ? {} : { refreshToken: answer.refresh_token }),
    ...(answer.expires_in === undefined ? {} : { expiresIn: answer.expires_in }),
    ...(answer.scope === undefined ? {} : { scopes: answer.scope.split(' ').filter((scope) => scope !== '') }),
  })
}
