/** An https URL to the bytes behind it, without a credential and without leaving its origin. */
import type { Mark } from '../bridge/ports.ts'
import { type Checked, pass, refuse } from '../problem/checked.ts'
import type { Header } from '../upstream/model.ts'
import { startDeadline } from './deadline.ts'
import type { DocumentProblems } from './document-problems.ts'
import type { Fetch } from './plain-exchange.ts'
import { MAX_HOPS, redirectOf, staysOn } from './redirect.ts'

export interface FetchedDocument {
  /** Where it was found in the end. */
  readonly url: URL
  readonly bytes: Uint8Array
  readonly contentType: string
  /** What its server knows it again by. */
  readonly validators: Pick<Mark, 'etag' | 'lastModified'>
}

/** Seconds for all of it: redirects, headers, body. */
const TIMEOUT_SECONDS = 30

/**
 * GETs a document of at most `maxBytes` decoded bytes; any status but 200 is a problem. Undefined where the server says
 * that it is what had the mark `unless`.
 */
export async function fetchDocument(
  fetch: Fetch,
  url: URL,
  options: {
    readonly maxBytes: number
    readonly headers: readonly Header[]
    readonly timeoutSeconds?: number
    readonly unless?: Mark
  },
  problems: DocumentProblems,
): Promise<Checked<FetchedDocument | undefined>> {
  const seconds = options.timeoutSeconds ?? TIMEOUT_SECONDS
  const deadline = startDeadline(undefined, seconds)
  try {
    let from = url
    for (let hops = 0; hops <= MAX_HOPS; hops++) {
      // of what is elsewhere by now, the validators say nothing
      const conditions = options.unless?.uri === from.href ? conditionsOf(options.unless) : []
      const outcome = await fetch(
        {
          method: 'GET',
          origin: from.origin,
          target: from.pathname + from.search,
          headers: [...options.headers, ...conditions],
        },
        { signal: deadline.signal, maxBytes: options.maxBytes },
      )
      if (outcome.kind === 'ended') return refuse(problems.unreachable(`no complete answer within ${seconds} seconds`))
      if (outcome.kind === 'failed') return refuse(problems.unreachable(outcome.fault.detail))
      const to = redirectOf(outcome.status, outcome.headers, from)
      if (to === undefined) {
        if (outcome.status === 304 && conditions.length > 0) return pass(undefined)
        if (outcome.status !== 200) return refuse(problems.status(outcome.status))
        if (outcome.cut) return refuse(problems.tooLarge(options.maxBytes))
        const contentType = headerOf('content-type', outcome.headers) ?? ''
        return pass({ url: from, bytes: outcome.body, contentType, validators: validatorsOf(outcome.headers) })
      }
      // a file, data or other opaque URL has no origin to name
      if (!staysOn(url, to)) return refuse(problems.redirected(to.origin === 'null' ? to.protocol : to.origin))
      from = to
    }
    return refuse(problems.unreachable(`more than ${MAX_HOPS} redirects`))
  } finally {
    deadline.release()
  }
}

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1 */
function conditionsOf({ etag, lastModified }: Mark): readonly Header[] {
  if (etag !== undefined) return [['if-none-match', etag]]
  return lastModified === undefined ? [] : [['if-modified-since', lastModified]]
}

/** A time stands for a version only where it had passed when the document was sent. @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8.2.2 */
function validatorsOf(headers: readonly Header[]): FetchedDocument['validators'] {
  const etag = headerOf('etag', headers)
  if (etag !== undefined) return ETAG.test(etag) ? { etag } : {}
  const [lastModified, date] = [headerOf('last-modified', headers), headerOf('date', headers)]
  if (lastModified === undefined || date === undefined) return {}
  return Date.parse(date) - Date.parse(lastModified) > SETTLED_MS ? { lastModified } : {}
}

const ETAG = /^(?:W\/)?"[\x21\x23-\x7e]*"$/
const SETTLED_MS = 60_000

function headerOf(name: string, headers: readonly Header[]): string | undefined {
  return headers.find((one) => one[0] === name)?.[1]
}
