/** An API → what it says of who issues tokens for it. @see https://www.rfc-editor.org/rfc/rfc9728 */
import { isArray, isObject, type JsonValue, member } from '../../lib/json.ts'
import { parseJson } from '../../lib/parse-json.ts'
import { decodeUtf8 } from '../../lib/utf8.ts'
import { type Checked, pass, refuse } from '../../problem/checked.ts'
import { problem } from '../../problem/problem.ts'
import { placeFault } from './authorization-server.ts'
import { toResponse, withMetadata } from './library.ts'
import type { OAuthHttp, SmallResponse } from './oauth-http.ts'

export interface ProtectedResource {
  /** The API by its own name, which is on its own origin. */
  readonly resource: string
  readonly issuer: URL
  readonly scopes?: readonly string[]
}

const WELL_KNOWN = '/.well-known/oauth-protected-resource'

/** The API that metadata at this URL is about; undefined where the URL is not that of such metadata. @see RFC 9728 section 3.1 */
export function resourceAt(url: URL): URL | undefined {
  const { pathname } = url
  const isIt = pathname === WELL_KNOWN || pathname.startsWith(`${WELL_KNOWN}/`)
  return isIt ? new URL(pathname.slice(WELL_KNOWN.length) || '/', url) : undefined
}

/** Asks the API where its metadata is, and else looks at the places where it has to be. */
export async function readProtectedResource(http: OAuthHttp, upstream: URL): Promise<Checked<ProtectedResource>> {
  for (const place of await places(http, upstream)) {
    const answer = await http.send(place.href, { method: 'GET', headers: [['accept', 'application/json']] })
    if (!answer.ok) return answer
    if (answer.value.status === 200) return read(http, upstream, answer.value)
  }
  return refuse(unfit(upstream, 'it does not say which authorization server it trusts'))
}

/** The one that its 401 names comes first, where that is on its own origin. */
async function places(http: OAuthHttp, upstream: URL): Promise<readonly URL[]> {
  const challenged = await http.send(upstream.href, {
    method: 'GET',
    headers: [['accept', 'application/json, text/event-stream']],
  })
  const named = challenged.ok ? namedIn(challenged.value, upstream) : undefined
  const path = upstream.pathname === '/' ? [] : [new URL(WELL_KNOWN + upstream.pathname, upstream)]
  return [...(named === undefined ? [] : [named]), ...path, new URL(WELL_KNOWN, upstream)]
}

function namedIn({ status, headers }: SmallResponse, upstream: URL): URL | undefined {
  if (status !== 401) return undefined
  const challenges = headers.filter(([name]) => name === 'www-authenticate').map(([, value]) => value)
  const [, text] = /(?:^|[\s,])resource_metadata\s*=\s*"([^"]{1,2000})"/i.exec(challenges.join(', ')) ?? []
  if (text === undefined || !URL.canParse(text, upstream.href)) return undefined
  const url = new URL(text, upstream)
  return url.origin === upstream.origin ? url : undefined
}

async function read(http: OAuthHttp, upstream: URL, answer: SmallResponse): Promise<Checked<ProtectedResource>> {
  const parsed = parseJson(decodeUtf8(answer.body))
  const document = parsed.ok && isObject(parsed.value) ? parsed.value : {}
  const resource = member(document, 'resource')
  if (typeof resource !== 'string' || !covers(resource, upstream)) {
    return refuse(unfit(upstream, 'its metadata is about another API'))
  }
  const checked = await withMetadata(http, upstream.origin, (oauth) =>
    oauth.processResourceDiscoveryResponse(new URL(resource), toResponse(answer)),
  )
  if (!checked.ok) return checked
  const [server] = textsIn(member(document, 'authorization_servers'))
  if (server === undefined || !URL.canParse(server)) {
    return refuse(unfit(upstream, 'it does not say which authorization server it trusts'))
  }
  const issuer = new URL(server)
  const wrong = placeFault(issuer, upstream)
  if (wrong !== undefined) return refuse(unfit(upstream, `the authorization server that it names ${wrong}`))
  const scopes = textsIn(member(document, 'scopes_supported'))
  return pass({ resource, issuer, ...(scopes.length === 0 ? {} : { scopes }) })
}

/** Whether a name is that of this API: its origin, and its path or the beginning of it. */
function covers(resource: string, upstream: URL): boolean {
  if (!URL.canParse(resource)) return false
  const { origin, pathname } = new URL(resource)
  const folder = pathname.endsWith('/') ? pathname : `${pathname}/`
  return origin === upstream.origin && `${upstream.pathname}/`.startsWith(folder)
}

function textsIn(value: JsonValue | undefined): readonly string[] {
  return isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

function unfit({ origin }: URL, detail: string) {
  return problem('AUTHORIZATION_SERVER_UNFIT', { source: 'upstream', uri: origin }, { server: origin, detail })
}
