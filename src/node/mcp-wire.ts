/** A JSON-RPC message for a hosted MCP server → its answer over HTTP, in either of the two forms that it may have. */

import { textBase64 } from '../lib/base64.ts'
import { isObject, member } from '../lib/json.ts'
import { Stop, type StopSignal } from '../lib/stop.ts'
import { decodeUtf8, encodeUtf8 } from '../lib/utf8.ts'
import { type Checked, pass, refuse } from '../problem/checked.ts'
import { problem } from '../problem/problem.ts'
import type { Header, SendOptions, Upstream, UpstreamRequest, UpstreamResponse } from '../upstream/model.ts'
import { createEventReader } from './event-stream.ts'
import { answerIn, type RpcAnswer, type RpcRequest, refusalOf, writeNotification, writeRequest } from './rpc-message.ts'

/** What a version of the protocol and a session add to a request. */
export interface Session {
  readonly version: string
  readonly id?: string
}

export interface Posted {
  /** Where `answer` is there, its body is the answer's text. */
  readonly response: UpstreamResponse
  /** The JSON-RPC answer of a 2xx response. */
  readonly answer?: RpcAnswer
}

/** Where requests go and with which headers, credentials included. */
export type Envelope = Pick<UpstreamRequest, 'method' | 'origin' | 'target' | 'headers' | 'bearerOf'>

export interface McpWire {
  /** Sends a request. Any status is passed; a 2xx that holds no answer is a problem. */
  post(
    request: RpcRequest,
    envelope: Envelope,
    session: Session | undefined,
    sending: SendOptions,
  ): Promise<Checked<Posted>>
  /** Sends something that has no answer, as well as may be in so many seconds. */
  tell(
    body: string,
    envelope: Envelope,
    session: Session | undefined,
    signal: StopSignal,
    timeoutSeconds?: number,
  ): Promise<void>
}

/** The revision without sessions, in which every request says what it speaks. */
export const STATELESS = '2026-07-28'

/** Since when a request names the version that was agreed on. */
const NAMES_VERSION: ReadonlySet<string> = new Set(['2025-06-18', '2025-11-25', STATELESS])

/** Seconds for what nobody waits for. */
const TELL_SECONDS = 5

/** `side` carries what goes on beside calls: it must not wait for the calls that wait for it. */
export function createMcpWire(http: Upstream, side: Upstream, clientVersion: string): McpWire {
  let nextId = 1
  return { post, tell }

  async function post(
    request: RpcRequest,
    envelope: Envelope,
    session: Session | undefined,
    sending: SendOptions,
  ): Promise<Checked<Posted>> {
    const id = nextId++
    const body = writeRequest(id, session?.version === STATELESS ? withMeta(request, clientVersion) : request)
    const watcher = createWatcher(id, (refusal) => void tell(refusal, envelope, session, sending.signal))
    const headers = [...envelope.headers, ...ownHeaders(session, request)]
    const sent = await http.send({ ...envelope, headers, body }, { ...sending, watch: watcher.watch })
    if (!sent.ok) {
      if (sending.signal.aborted && session?.version !== STATELESS) cancel(id, envelope, session)
      return sent
    }
    const response = sent.value
    if (response.status < 200 || response.status > 299) return pass({ response })
    const answer = watcher.answer() ?? answerIn(decodeUtf8(response.body), id)
    if (answer === undefined) return refuse(withoutAnswer(response, envelope))
    return pass({ answer, response: { ...response, cut: false, ...asJson(response, answer) } })
  }

  /** Without it, a server may go on with what nobody waits for any more. */
  function cancel(requestId: number, envelope: Envelope, session: Session | undefined): void {
    const body = writeNotification({ method: 'notifications/cancelled', params: { requestId } })
    void tell(body, envelope, session, new Stop())
  }

  async function tell(
    body: string,
    envelope: Envelope,
    session: Session | undefined,
    signal: StopSignal,
    timeoutSeconds = TELL_SECONDS,
  ): Promise<void> {
    const headers = [...envelope.headers, ...ownHeaders(session)]
    const options = { signal, maxBytes: 65_536, timeoutSeconds, mayFollow: () => false }
    await side.send({ ...envelope, headers, body }, options)
  }
}

/** @see https://modelcontextprotocol.io/specification/2026-07-28/basic/transports */
export function ownHeaders(session: Session | undefined, request?: RpcRequest): readonly Header[] {
  if (session === undefined) return []
  const named = request === undefined ? undefined : (member(request.params, 'name') ?? member(request.params, 'uri'))
  return [
    ...(session.id === undefined ? [] : [['mcp-session-id', session.id] as const]),
    ...(NAMES_VERSION.has(session.version) ? [['mcp-protocol-version', session.version] as const] : []),
    ...(session.version !== STATELESS || request === undefined ? [] : [['mcp-method', request.method] as const]),
    ...(session.version !== STATELESS || typeof named !== 'string' ? [] : [['mcp-name', fieldValue(named)] as const]),
  ]
}

function fieldValue(text: string): string {
  if (/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text) && !text.startsWith('=?')) return text
  return `=?base64?${textBase64(text)}?=`
}

function withMeta({ method, params }: RpcRequest, version: string): RpcRequest {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': STATELESS,
    'io.modelcontextprotocol/clientInfo': { name: 'drawbridge', version },
    'io.modelcontextprotocol/clientCapabilities': {},
  }
  const given = member(params, '_meta')
  return { method, params: { ...params, _meta: { ...(isObject(given) ? given : {}), ...meta } } }
}

/** Of one answer: who asks more than that does not wait for us. */
const MOST_REFUSALS = 32

/** Reads an event stream while it comes: nobody has to end one after its answer. What is asked of us on the way is refused. */
function createWatcher(id: number, onRefusal: (refusal: string) => void) {
  let found: RpcAnswer | undefined
  let refusals = 0
  const events = createEventReader((data) => {
    found ??= answerIn(data, id)
    const refusal = found === undefined ? refusalOf(data) : undefined
    if (refusal !== undefined && ++refusals <= MOST_REFUSALS) onRefusal(refusal)
  })
  return {
    answer: () => found,
    watch: (chunk: Uint8Array): boolean => {
      events.write(chunk)
      return found !== undefined
    },
  }
}

function asJson(response: UpstreamResponse, { text }: RpcAnswer): Pick<UpstreamResponse, 'headers' | 'body'> {
  const others = response.headers.filter(([name]) => name !== 'content-type')
  return { headers: [...others, ['content-type', 'application/json']], body: encodeUtf8(text) }
}

/** Of an answer that is longer than was to be read. */
export const TOO_LONG = 'it is longer than the bridge reads'

function withoutAnswer({ cut }: UpstreamResponse, { origin }: Envelope) {
  const at = { source: 'upstream', uri: origin } as const
  const detail = cut ? TOO_LONG : 'it holds no JSON-RPC answer to the request'
  return problem('UPSTREAM_TRUNCATED', at, { detail, sent: 'yes' })
}
