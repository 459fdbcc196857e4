/** A GET to its answer by node's own client: for documents, so that a start need not load what carries the calls. */
import type { ClientRequest, Agent as HttpAgent, IncomingMessage } from 'node:http'
import type { LookupFunction } from 'node:net'
import type { Header, UpstreamRequest } from '../upstream/model.ts'
import { type BodyEvents, type BodyReader, contentCodings, createBodyReader } from './body-reader.ts'
import type { ExchangeOptions, Outcome } from './exchange.ts'
import { BODY_DAMAGED, faultOf } from './fault.ts'

/** Sends a request without a body. Whatever the network does is an outcome, never a rejection. */
export type Fetch = (
  request: Omit<UpstreamRequest, 'body'>,
  options: Pick<ExchangeOptions, 'signal' | 'maxBytes'>,
) => Promise<Outcome>

/** One set of connections, which don't hold the process; every origin is reached directly, at what `lookup` gives. */
export function createPlainFetch(lookup: LookupFunction): Fetch {
  const agents = new Map<string, HttpAgent>()

  return async (request, { signal, maxBytes }) => {
    const { protocol, hostname, port, host } = new URL(request.origin)
    const { Agent, request: open } = await (protocol === 'https:' ? import('node:https') : import('node:http'))
    const agent = agents.get(protocol) ?? new Agent({ keepAlive: true, timeout: 4_000 })
    agents.set(protocol, agent)
    if (signal.aborted) return { kind: 'ended', sent: 'no' }
    // without a prototype: what somebody put on that of all objects is no option of ours
    const options = Object.assign(Object.create(null), {
      ...{ agent, lookup, protocol, port, method: request.method, path: request.target },
      // the brackets of an IPv6 address are the URL's
      hostname: hostname.replace(/^\[|\]$/g, ''),
      headers: Object.assign(Object.create(null), { host }, Object.fromEntries(request.headers)),
    })
    return new Promise((resolve) => receive(open(options), { signal, maxBytes }, resolve))
  }
}

function receive(
  sending: ClientRequest,
  { signal, maxBytes }: Pick<ExchangeOptions, 'signal' | 'maxBytes'>,
  resolve: (outcome: Outcome) => void,
): void {
  let reader: BodyReader | undefined
  const stop = (): void => settle({ kind: 'ended', sent: 'unknown' }, true)
  const fail = (error: unknown, sent: 'yes' | 'unknown'): void =>
    settle({ kind: 'failed', fault: faultOf(error, sent), sent }, true)
  signal.addEventListener('abort', stop)
  sending.on('error', (error) => fail(error, reader === undefined ? 'unknown' : 'yes'))
  sending.on('response', read)
  sending.end()

  function read(response: IncomingMessage): void {
    const headers = headerPairs(response.rawHeaders)
    const { statusCode: status = 0 } = response
    const codings = contentCodings(headers)
    if (codings === undefined) {
      const fault = { kind: 'protocol', detail: 'its content-encoding is not supported', transient: false } as const
      settle({ kind: 'failed', fault, sent: 'yes' }, true)
      return
    }
    const events: BodyEvents = {
      drained: () => response.resume(),
      done: (body, cut, early) => settle({ kind: 'answered', status, headers, body, cut }, cut || early),
      damaged: () => settle({ kind: 'failed', fault: BODY_DAMAGED, sent: 'yes' }, true),
    }
    // node has seen to it that it is a number, and that no more comes
    reader = createBodyReader(codings, maxBytes, events, Number(response.headers['content-length'] ?? 0))
    response.on('data', (chunk: Buffer) => {
      if (reader?.write(chunk) === false) response.pause()
    })
    response.on('end', () => reader?.end())
    response.on('error', (error) => fail(error, 'yes'))
  }

  function settle(outcome: Outcome, abandon: boolean): void {
    signal.removeEventListener('abort', stop)
    reader?.stop()
    if (abandon) sending.destroy()
    resolve(outcome)
  }
}

/** Names and values that alternate to pairs. */
function headerPairs(raw: readonly string[]): readonly Header[] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name.toLowerCase(), raw[index + 1] ?? ''] as const] : []))
}
