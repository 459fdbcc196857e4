/** One request to one answer over one connection: no redirects, no retries, and it knows how far the request got. */

import type { Dispatcher } from 'undici'
import { essenceOf } from '../lib/media-type.ts'
import type { StopSignal } from '../lib/stop.ts'
import type { Sent } from '../problem/problem.ts'
import type { Header, UpstreamRequest } from '../upstream/model.ts'
import { type BodyReader, contentCodings, createBodyReader } from './body-reader.ts'
import { BODY_DAMAGED, type Fault, faultOf, isNetworkError } from './fault.ts'
import type { HttpClient } from './http.ts'

export type Outcome =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly headers: readonly Header[]
      readonly body: Uint8Array
      readonly cut: boolean
      /** Where the signal ended a stream that had begun. */
      readonly late?: true | undefined
    }
  | { readonly kind: 'failed'; readonly fault: Fault; readonly sent: Sent }
  /** The signal ended it. */
  | { readonly kind: 'ended'; readonly sent: Sent }

export interface ExchangeOptions {
  readonly signal: StopSignal
  /** Decoded bytes to read at most; beyond them the connection is destroyed. */
  readonly maxBytes: number
  /** Sees the decoded bytes as they come; true where no more are needed. */
  readonly watch?: ((chunk: Uint8Array) => boolean) | undefined
}

/** Media types whose texts come one by one, perhaps for ever. */
const STREAMS: ReadonlySet<string> = new Set([
  'text/event-stream',
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/x-jsonlines',
  'application/json-seq',
])

/** Interim answers (1xx) that are put up with before the final one. */
const MAX_INTERIM = 16

/** Sends a request once. Whatever the network does is an outcome, never a rejection. */
export async function exchange(
  client: HttpClient,
  request: UpstreamRequest,
  options: ExchangeOptions,
): Promise<Outcome> {
  let dispatcher: Dispatcher
  try {
    dispatcher = await client.dispatcher(request.origin)
  } catch (error) {
    if (!isNetworkError(error)) throw error
    return { kind: 'failed', fault: faultOf(error, 'no'), sent: 'no' }
  }
  if (options.signal.aborted) return { kind: 'ended', sent: 'no' }
  return new Promise((resolve) => dispatch(dispatcher, request, options, resolve))
}

function dispatch(
  dispatcher: Dispatcher,
  request: UpstreamRequest,
  { signal, maxBytes, watch }: ExchangeOptions,
  resolve: (outcome: Outcome) => void,
): void {
  let sent: Sent = 'no'
  let interim = 0
  let settled = false
  let controller: Dispatcher.DispatchController | undefined
  let reader: BodyReader | undefined
  let isStream = false
  let late = false
  signal.addEventListener('abort', stop)

  const options = {
    // what somebody put on the prototype of all objects is no option of ours
    __proto__: null,
    origin: request.origin,
    path: request.target,
    // any token is a method: the type lists the common ones
    method: request.method as Dispatcher.HttpMethod,
    headers: headerLines(request.headers),
    body: request.body ?? null,
  }
  dispatcher.dispatch(options, {
    // called when a connection is there, right before the first byte is written to it
    onRequestStart: (started) => {
      controller = started
      if (settled) started.abort(new Error('ended'))
      else sent = 'unknown'
    },
    onResponseStart: (_controller, status, headers) => {
      if (status < 200) {
        interim++
        if (interim > MAX_INTERIM) fail({ kind: 'protocol', detail: 'it sends no final status', transient: false })
        return
      }
      sent = 'yes'
      receive(status, headerPairs(headers))
    },
    onResponseData: (paused, chunk) => {
      if (reader?.write(chunk) === false) paused.pause()
    },
    onResponseEnd: () => reader?.end(),
    onResponseError: (_controller, error) => fail(faultOf(error, sent)),
  })

  function receive(status: number, headers: readonly Header[]): void {
    const codings = contentCodings(headers)
    if (codings === undefined) {
      fail({ kind: 'protocol', detail: 'its content-encoding is not supported', transient: false })
      return
    }
    isStream = headers.some(saysStream)
    reader = createBodyReader(codings, maxBytes, {
      drained: () => controller?.resume(),
      done: (body, cut, early) =>
        settle({ kind: 'answered', status, headers, body, cut, late: late || undefined }, cut || early),
      watch,
      damaged: () => fail(BODY_DAMAGED),
    })
  }

  function fail(fault: Fault): void {
    settle({ kind: 'failed', fault, sent }, true)
  }

  function stop(): void {
    late = true
    // a stream has no end to wait for: what has come is the answer
    if (isStream && !settled) reader?.cut()
    settle({ kind: 'ended', sent }, true)
  }

  function settle(outcome: Outcome, abandon: boolean): void {
    if (settled) return
    settled = true
    signal.removeEventListener('abort', stop)
    reader?.stop()
    if (abandon) controller?.abort(new Error('ended'))
    resolve(outcome)
  }
}

/**
 * The header block in the order given. A map of lists, because every other shape that undici takes loses repeated
 * fields on the way through a proxy, and because a list is no legal value for a field that steers the connection.
 */
function headerLines(headers: readonly Header[]): Map<string, string[]> {
  const lines = new Map<string, string[]>()
  for (const [name, value] of headers) {
    const values = lines.get(name)
    if (values === undefined) lines.set(name, [value])
    else values.push(value)
  }
  return lines
}

/** Fields by their lower-case names, read as latin1, to pairs. @see RFC 9110 section 5.5 */
function headerPairs(fields: Readonly<Record<string, string | string[] | undefined>>): readonly Header[] {
  const pairs: Header[] = []
  for (const name of Object.keys(fields)) {
    const value = fields[name] ?? ''
    if (typeof value === 'string') pairs.push([name, value])
    else for (const one of value) pairs.push([name, one])
  }
  return pairs
}

function saysStream(header: Header): boolean {
  return header[0] === 'content-type' && STREAMS.has(essenceOf(header[1]) ?? '')
}
