/** The OAuth library, loaded when it is needed: its requests go over our connections, and its errors become problems. */
import { lifetimeOf } from '../../auth/issued-token.ts'
import { decodeUtf8 } from '../../lib/utf8.ts'
import { type Checked, pass, refuse } from '../../problem/checked.ts'
import { type Problem, problem } from '../../problem/problem.ts'
import type { OAuthHttp, SmallResponse } from './oauth-http.ts'

export type OAuth = typeof import('oauth4webapi')

/** What every request of the library is given. */
export type RequestOptions = ReturnType<typeof requestOptions>

/** A problem on its way through the library. */
class Interrupted extends Error {
  readonly problem: Problem

  constructor(found: Problem) {
    super(found.code)
    this.problem = found
  }
}

/** An error that the authorization server names. @see RFC 6749 section 5.2 */
export interface OAuthRefusal {
  readonly error: string
}

/** What it means that steps fail. */
type Failing = 'TOKEN_REFUSED' | 'AUTHORIZATION_SERVER_UNFIT'

/** Runs steps of the library against `server` (its name for people); what they throw is a problem, unless it is a bug. */
export async function withOAuth<V>(
  http: OAuthHttp,
  server: string,
  steps: (oauth: OAuth, options: RequestOptions) => Promise<V>,
  /** The refusals that are expected. */
  refused: (refusal: OAuthRefusal) => V | undefined = () => undefined,
  failing: Failing = 'TOKEN_REFUSED',
): Promise<Checked<V>> {
  const oauth = await import('oauth4webapi')
  const failed = (detail: string) => refuse(problem(failing, { source: 'upstream', uri: server }, { server, detail }))
  try {
    return pass(await steps(oauth, requestOptions(oauth, http)))
  } catch (error) {
    if (error instanceof Interrupted) return refuse(error.problem)
    if (error instanceof oauth.ResponseBodyError) {
      const known = refused({ error: error.error })
      if (known !== undefined) return pass(known)
      return failed(`${error.status} ${errorName(error.error)}`)
    }
    if (error instanceof oauth.WWWAuthenticateChallengeError) return failed(`${error.status}`)
    if (error instanceof oauth.AuthorizationResponseError) {
      return refuse(problem('SIGN_IN_FAILED', AT, { detail: `${server} says ${errorName(error.error)}` }))
    }
    if (error instanceof oauth.OperationProcessingError || error instanceof oauth.UnsupportedOperationError) {
      return failed(FAULTS.get(error.code ?? '') ?? 'its answer breaks the rules of OAuth')
    }
    if (isForeignUrl(error)) return failed('what it gives as a URL is none')
    throw error
  }
}

/** The library makes URLs of what a server says without looking at it first. */
function isForeignUrl(error: unknown): boolean {
  return error instanceof TypeError && 'code' in error && error.code === 'ERR_INVALID_URL'
}

const AT = { source: 'upstream' } as const

/** The library's own texts quote answers: only its codes are used. */
const FAULTS: ReadonlyMap<string, string> = new Map([
  ['OAUTH_RESPONSE_IS_NOT_JSON', 'its answer is not JSON'],
  ['OAUTH_PARSE_ERROR', 'its answer is not JSON'],
  ['OAUTH_RESPONSE_IS_NOT_CONFORM', 'its answer has a status that OAuth does not know'],
  ['OAUTH_INVALID_RESPONSE', 'its answer lacks something, or is not the answer to what was asked'],
  ['OAUTH_UNSUPPORTED_OPERATION', 'its token is of a type that the bridge does not know'],
  ['OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED', 'it says that it is another server or API'],
  ['OAUTH_MISSING_SERVER_METADATA', 'it does not say where to ask'],
  ['OAUTH_INVALID_SERVER_METADATA', 'what it says of itself makes no sense'],
])

/** A registered name is short; anything else is not shown. @see RFC 6749 section 4.1.2.1 */
function errorName(error: string): string {
  return /^[a-z][a-z0-9_.-]{0,60}$/i.test(error) ? error : 'an error without a name'
}

function requestOptions(oauth: OAuth, http: OAuthHttp) {
  return {
    // where http may go is decided by what carries the requests
    [oauth.allowInsecureRequests]: true,
    [oauth.customFetch]: (
      url: string,
      { method, headers, body }: { method: string; headers: Record<string, string>; body?: unknown },
    ) => fetchOver(http, url, method, headers, body),
  } as const
}

async function fetchOver(
  http: OAuthHttp,
  url: string,
  method: string,
  headers: Record<string, string>,
  body: unknown,
): Promise<Response> {
  const text = body === undefined || body === null ? undefined : String(body)
  const given = Object.entries(headers)
  const answer = await http.send(url, { method, headers: given, ...(text === undefined ? {} : { body: text }) })
  if (!answer.ok) throw new Interrupted(answer.problems[0])
  return toResponse(answer.value)
}

export function toResponse({ status, headers, body }: SmallResponse): Response {
  const withoutBody = status === 204 || status === 205 || status === 304
  const kept = headers.filter(([name]) => name !== 'content-encoding' && name !== 'content-length')
  const pairs = kept.map(([name, value]): [string, string] => [name, value])
  // beyond that is no status to the standard, and none that means success to anybody
  return new Response(withoutBody ? null : tolerant(body), { status: Math.min(status, 599), headers: pairs })
}

/**
 * The answer with a token without what would have it refused for nothing: a life that makes no sense, and an ID token,
 * which nobody here uses.
 */
function tolerant(body: Uint8Array): string {
  const text = decodeUtf8(body)
  if (!text.includes('"access_token"')) return text
  try {
    const answer: unknown = JSON.parse(text)
    if (typeof answer !== 'object' || answer === null) return text
    const { expires_in: given, id_token: _unused, ...others } = answer as Record<string, unknown> // any object is one
    const seconds = lifetimeOf(given)
    return JSON.stringify(seconds === undefined ? others : { ...others, expires_in: seconds })
  } catch {
    return text
  }
}

/** The same for what a server says of itself. */
export function withMetadata<V>(
  http: OAuthHttp,
  server: string,
  steps: (oauth: OAuth, options: RequestOptions) => Promise<V>,
): Promise<Checked<V>> {
  return withOAuth(http, server, steps, () => undefined, 'AUTHORIZATION_SERVER_UNFIT')
}
