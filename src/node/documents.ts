/** Absolute URLs of profiles files, contracts and locks to their bytes, which are text. */
import { isUtf8 } from 'node:buffer'
import type { Mark, MarkedDocuments, MarkedText, ReadOptions } from '../bridge/ports.ts'
import { isLoopback, isSecure } from '../lib/loopback.ts'
import { andThen, type Checked, pass, refuse } from '../problem/checked.ts'
import { warning } from '../problem/problem.ts'
import type { Header } from '../upstream/model.ts'
import { sha256 } from './digests.ts'
import { type DocumentProblems, documentProblems } from './document-problems.ts'
import { exchange } from './exchange.ts'
import { type FetchedDocument, fetchDocument } from './fetch-document.ts'
import { createGuardedLookup, type Resolve } from './guarded-lookup.ts'
import { createHttpClient, isProxied } from './http.ts'
import { createPlainFetch, type Fetch } from './plain-exchange.ts'
import { readFileBytes } from './read-file.ts'
import { isWritableByAll } from './writable-by-all.ts'

export interface DocumentsOptions {
  /** Of this package, for `user-agent`. */
  readonly version: string
  /** For one document over HTTP, redirects included; 30 unless told. */
  readonly timeoutSeconds?: number
  /** Of host names; the system's unless told. */
  readonly resolve?: Resolve
}

/** Reads over https, over http on loopback, and from files. No credential is ever sent. */
export function createDocuments(options: DocumentsOptions): MarkedDocuments {
  const { timeoutSeconds, resolve } = options
  // a person named every origin that is read from; references and redirects stay on it
  const lookup = createGuardedLookup({ isWritten: () => true, ...(resolve === undefined ? {} : { resolve }) })
  const client = createHttpClient(lookup)
  const byProxy: Fetch = (request, limits) => exchange(client, request, limits)
  const direct = createPlainFetch(lookup)
  const headers: readonly Header[] = [
    ['user-agent', `drawbridge-mcp/${options.version}`],
    ['accept', 'application/json, application/yaml, application/*+json, text/yaml, text/plain;q=0.8, */*;q=0.5'],
  ]

  return {
    read: async (uri, limits) => {
      const read = await readUnless(undefined, uri, limits)
      if (read.ok && read.value === undefined) throw new Error('nothing was said that it could be equal to')
      return read as Checked<MarkedText> // by the line above
    },
    readUnless,
  }

  async function readUnless(
    mark: Mark | undefined,
    uri: string,
    { maxBytes, source, within }: ReadOptions,
  ): Promise<Checked<MarkedText | undefined>> {
    const problems = documentProblems(source, withoutUserInfo(uri))
    if (!URL.canParse(uri)) return refuse(problems.unreadable('it is not a URL'))
    const url = new URL(uri)
    if (url.username !== '' || url.password !== '') return refuse(problems.userInfo())
    const read = await (url.protocol === 'file:' ? readFile(url) : readWeb(url))
    return andThen(read, (fetched) =>
      fetched === undefined || isMarked(fetched, mark) ? pass(undefined) : toText(fetched, problems),
    )

    async function readFile(from: URL): Promise<Checked<FetchedDocument>> {
      const bytes = await readFileBytes(from, maxBytes, problems, within === undefined ? undefined : new URL(within))
      if (!bytes.ok) return bytes
      const isOpen = source === 'profile' && (await isWritableByAll(from))
      const found = isOpen ? [warning('PROFILES_WRITABLE', { source, uri }, {})] : []
      return pass({ url: from, bytes: bytes.value, contentType: '', validators: {} }, found)
    }

    async function readWeb(from: URL): Promise<Checked<FetchedDocument | undefined>> {
      if (from.protocol !== 'https:' && from.protocol !== 'http:') {
        return refuse(problems.unreadable(`${from.protocol} URLs are not read`))
      }
      if (!isSecure(from)) return refuse(problems.insecure(from.origin))
      // from this machine the bytes come faster than they could be unpacked
      const codings: readonly Header[] = isLoopback(from) ? [] : [['accept-encoding', 'gzip, deflate, br']]
      const limits = {
        maxBytes,
        headers: [...headers, ...codings],
        ...(mark === undefined ? {} : { unless: mark }),
        ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
      }
      return fetchDocument(isProxied(from) ? byProxy : direct, from, limits, problems)
    }
  }
}

function isMarked({ url, bytes }: FetchedDocument, mark: Mark | undefined): boolean {
  return mark !== undefined && url.href === mark.uri && sha256(bytes) === mark.sha256
}

/** A sign-in page that took the place of the document, by its label or by its first words; JSON and YAML never start so. */
const HTML_TYPE = /^\s*(text\/html|application\/xhtml\+xml)\b/i
const HTML_START = /^(\xef\xbb\xbf)?\s*<(!doctype\s+html|!--|html|head|body)/i
const START_BYTES = 1_024

function toText(
  { url, bytes, contentType, validators }: FetchedDocument,
  problems: DocumentProblems,
): Checked<MarkedText> {
  if (HTML_TYPE.test(contentType)) return refuse(problems.html())
  if (!isUtf8(bytes)) return refuse(problems.notText(isUtf16(bytes) ? 'it is UTF-16, not UTF-8' : 'it is not UTF-8'))
  if (HTML_START.test(Buffer.from(bytes.subarray(0, START_BYTES)).toString('latin1'))) return refuse(problems.html())
  return pass({ uri: url.href, bytes, mark: () => ({ uri: url.href, sha256: sha256(bytes), ...validators }) })
}

/** By its byte order mark. */
function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
}

/** The URL as a problem may show it. */
function withoutUserInfo(uri: string): string {
  if (!URL.canParse(uri)) return uri
  const url = new URL(uri)
  if (url.username === '' && url.password === '') return uri
  url.username = ''
  url.password = ''
  return url.href
}
