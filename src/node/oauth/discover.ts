/** An OAuth credential and its API → the authorization server, what the token is for, and the scopes to ask for. */
import type { AuthorizationServer } from 'oauth4webapi'
import { type Checked, pass, refuse } from '../../problem/checked.ts'
import { problem } from '../../problem/problem.ts'
import type { OAuthCredential } from '../../profile/model.ts'
import { discoveredServer, type PinnedServer, writtenServer } from './authorization-server.ts'
import { toResponse, withMetadata } from './library.ts'
import type { OAuthHttp } from './oauth-http.ts'
import { readProtectedResource, resourceAt } from './protected-resource.ts'

export interface Discovered {
  readonly server: PinnedServer
  /** Undefined where neither the profile nor the API names it. @see RFC 8707 */
  readonly resource?: string
  readonly scopes?: readonly string[]
}

/** `upstream` is the URL of the API. What the profile says goes before what is discovered. */
export async function discover(
  http: OAuthHttp,
  credential: OAuthCredential,
  upstream: URL,
): Promise<Checked<Discovered>> {
  const { discovery, resource, scopes } = credential
  const own = { ...(resource === undefined ? {} : { resource }), ...(scopes === undefined ? {} : { scopes }) }
  if (discovery === undefined) return pass({ server: writtenServer(credential), ...own })
  const resourceUrl = discovery === 'upstream' ? upstream : resourceAt(new URL(discovery))
  if (resourceUrl === undefined) {
    const issuer = issuerOf(new URL(discovery))
    const server = await readServer(http, credential, { issuer, api: upstream, named: issuer })
    return server.ok ? pass({ server: server.value, ...own }) : server
  }
  const protectedBy = await readProtectedResource(http, resourceUrl)
  if (!protectedBy.ok) return protectedBy
  const { issuer, ...said } = protectedBy.value
  const server = await readServer(http, credential, { issuer, api: resourceUrl, named: resourceUrl })
  return server.ok ? pass({ server: server.value, ...said, ...own }) : server
}

/** The issuer of what may be the URL of its metadata. @see RFC 8414 section 3.1 */
export function issuerOf(url: URL): URL {
  const [, before = '', after = ''] =
    /^(.*)\/\.well-known\/(?:oauth-authorization-server|openid-configuration)(\/.*)?$/.exec(url.pathname) ?? []
  return url.pathname.includes('/.well-known/') ? new URL(before + after || '/', url) : url
}

interface Trusted {
  readonly issuer: URL
  /** Whose origin may have the metadata of an issuer that has none. */
  readonly api: URL
  /** What the profile names, or led to all this. */
  readonly named: URL
}

/**
 * At the issuer's own places; where it has none, on the API's own origin, if that speaks of this issuer.
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-3
 */
async function readServer(
  http: OAuthHttp,
  credential: OAuthCredential,
  { issuer, api, named }: Trusted,
): Promise<Checked<PinnedServer>> {
  const found = await withMetadata(http, issuer.origin, async (oauth, options) => {
    for (const algorithm of ['oauth2', 'oidc'] as const) {
      const answer = await oauth.discoveryRequest(issuer, { ...options, algorithm })
      if (answer.status === 200) return serverIn(await oauth.processDiscoveryResponse(issuer, answer), issuer)
    }
    return undefined
  })
  if (!found.ok) return found
  const served = found.value ?? (await servedByApi(http, issuer, api))
  if (!('metadata' in served)) return served
  return discoveredServer(served.metadata, credential, { served: served.at, named })
}

interface Served {
  readonly metadata: AuthorizationServer
  readonly at: URL
}

function serverIn(metadata: AuthorizationServer, at: URL): Served {
  return { metadata, at }
}

async function servedByApi(http: OAuthHttp, issuer: URL, api: URL): Promise<Served | Checked<never>> {
  const none = 'it has no metadata, and the API has none of it'
  const unfit = refuse(
    problem(
      'AUTHORIZATION_SERVER_UNFIT',
      { source: 'upstream', uri: issuer.href },
      { server: issuer.origin, detail: none },
    ),
  )
  if (issuer.origin === api.origin) return unfit
  const at = new URL('/.well-known/oauth-authorization-server', api)
  const answer = await http.send(at.href, { method: 'GET', headers: [['accept', 'application/json']] })
  if (!answer.ok) return answer
  if (answer.value.status !== 200) return unfit
  const { value } = answer
  const read = await withMetadata(http, issuer.origin, (oauth) =>
    oauth.processDiscoveryResponse(issuer, toResponse(value)),
  )
  return read.ok ? serverIn(read.value, at) : read
}
