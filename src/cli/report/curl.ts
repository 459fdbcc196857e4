/** A request that is not sent → the curl command that sends the same, credentials as shell variables. */
import { encodeBase64 } from '../../lib/base64.ts'
import { printable } from '../../lib/printable.ts'
import { encodeUtf8 } from '../../lib/utf8.ts'
import type { CredentialUse } from '../../plan/model.ts'
import { isIssued } from '../../profile/issued.ts'
import type { Header, UpstreamRequest } from '../../upstream/model.ts'

/** For a POSIX shell. Each line but the last ends with a backslash. */
export function curlText(request: UpstreamRequest, credentials: readonly CredentialUse[]): string {
  const body = bodyOf(request)
  const own = new Set(credentials.filter(({ in: place }) => place === 'header').map(({ name }) => name.toLowerCase()))
  const cookies = cookieOf(request, credentials)
  const headers = request.headers.filter(([name]) => !own.has(name.toLowerCase()) && name.toLowerCase() !== 'cookie')
  const options = [
    // what is in the URL is meant as it is: no list of URLs, no path put right
    `curl${methodOption(request.method)} --globoff --path-as-is ${word(request.origin + request.target)}`,
    ...credentials.flatMap(credentialOption),
    ...(cookies === undefined ? [] : [cookies]),
    ...headers.map(([name, value]) => `--header ${word(value === '' ? `${name};` : `${name}: ${value}`)}`),
    ...lacking(headers, body),
    ...(body === undefined ? [] : [body.option]),
  ]
  return `${body?.before ?? ''}${options.join(' \\\n  ')}\n`
}

/** Shell variables of the command that no variable of the profile fills. */
export function placeholdersOf(credentials: readonly CredentialUse[]): readonly string[] {
  return credentials.some(({ credential }) => isIssued(credential)) ? [ISSUED] : []
}

/** The access token, which a server issues for a while. */
const ISSUED = 'ACCESS_TOKEN'

/** Only its own option makes curl not wait for the body of a HEAD. */
function methodOption(method: string): string {
  if (method === 'GET') return ''
  return method === 'HEAD' ? ' --head' : ` --request ${word(method)}`
}

function credentialOption({ credential, in: place, name }: CredentialUse): readonly string[] {
  if (place === 'cookie') return []
  if (credential.type === 'basic')
    return [`--user ${variable(credential.username.env)}:${variable(credential.password.env)}`]
  const value = variable(variableOf(credential))
  // curl writes it as the query needs it
  if (place === 'query') return [`--url-query ${word(`${name}=`)}${value}`]
  return [`--header ${word(`${name}: ${credential.type === 'apiKey' ? '' : 'Bearer '}`)}${value}`]
}

function variableOf(credential: Exclude<CredentialUse['credential'], { type: 'basic' }>): string {
  return isIssued(credential) ? ISSUED : credential.token.env
}

/** One field for all cookies. */
function cookieOf({ headers }: UpstreamRequest, credentials: readonly CredentialUse[]): string | undefined {
  const written = headers.filter(([name]) => name.toLowerCase() === 'cookie').map(([, value]) => word(value))
  const secret = credentials.flatMap(({ credential, in: place, name }) =>
    place === 'cookie' && credential.type !== 'basic' ? [`${word(`${name}=`)}${variable(variableOf(credential))}`] : [],
  )
  const all = [...written, ...secret]
  return all.length === 0 ? undefined : `--header 'Cookie: '${all.join(`'; '`)}`
}

/** What curl adds by itself, and the request has not; it asks before it sends a long body. */
function lacking(headers: readonly Header[], body: CurlBody | undefined): readonly string[] {
  const there = new Set(headers.map(([name]) => name.toLowerCase()))
  const added = ['Accept', ...(body === undefined ? [] : ['Content-Type']), ...(body?.before ? ['Expect'] : [])]
  return added.filter((name) => !there.has(name.toLowerCase())).map((name) => `--header '${name}:'`)
}

interface CurlBody {
  /** A command that writes it, where it can't be an argument. */
  readonly before: string
  readonly option: string
}

/** Longer words are no arguments on every system. */
const LONGEST = 100_000

/** A length is sent also where nothing else is. @see RFC 9110 section 8.6 */
const EXPECT_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH'])

function bodyOf({ method, body }: UpstreamRequest): CurlBody | undefined {
  if (body === undefined) return EXPECT_BODY.has(method) ? { before: '', option: `--data-raw ''` } : undefined
  const text = typeof body === 'string' ? body : textOf(body)
  if (text !== undefined && text.length <= LONGEST && printable(text) === text)
    return { before: '', option: `--data-raw ${word(text)}` }
  const bytes = typeof body === 'string' ? encodeUtf8(body) : body
  // `printf` is part of the shell: its words may be long
  return { before: `printf %s '${encodeBase64(bytes)}' | base64 -d | `, option: '--data-binary @-' }
}

function textOf(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
  } catch {
    return undefined
  }
}

function variable(name: string): string {
  return `"$${name}"`
}

/** What would act on a terminal is written as octal bytes. @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02 */
function word(text: string): string {
  if (/^[\w./:@%+-]+$/.test(text)) return text
  if (printable(text) !== text) return `"$(printf '${octal(text)}')"`
  return `'${text.replaceAll("'", "'\\''")}'`
}

function octal(text: string): string {
  return [...encodeUtf8(text)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')
}
