/** An https URL to the bytes behind it, without a credential and without leaving its origin. */
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
}

/** Seconds for all of it: redirects, headers, body. */
const TIMEOUT_SECONDS = 30

/** GETs a document of at most `maxBytes` decoded bytes; any status but 200 is a problem. */
export async function fetchDocument(
  fetch: Fetch,
  url: URL,
  options: { readonly maxBytes: number; readonly headers: readonly Header[]; readonly timeoutSeconds?: number },
  problems: DocumentProblems,
): Promise<Checked<FetchedDocument>> {
  const seconds = options.timeoutSeconds ?? TIMEOUT_SECONDS
  const deadline = startDeadline(undefined, seconds)
  try {
    let from = url
    for (let hops = 0; hops <= MAX_HOPS; hops++) {
      const outcome = await fetch(
        { method: 'GET', origin: from.origin, target: from.pathname + from.search, headers: options.headers },
        { signal: deadline.signal, maxBytes: options.maxBytes },
      )
      if (outcome.kind === 'ended') return refuse(problems.unreachable(`no complete answer within ${seconds} seconds`))
      if (outcome.kind === 'failed') return refuse(problems.unreachable(outcome.fault.detail))
      const to = redirectOf(outcome.status, outcome.headers, from)
      if (to === undefined) {
        if (outcome.status !== 200) return refuse(problems.status(outcome.status))
        if (outcome.cut) return refuse(problems.tooLarge(options.maxBytes))
        const contentType = outcome.headers.find(([name]) => name === 'content-type')?.[1] ?? ''
        return pass({ url: from, bytes: outcome.body, contentType })
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
