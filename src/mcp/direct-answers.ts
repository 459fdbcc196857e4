/** What comes over a transport → answered right here where that needs nothing of the library, else left to it. */
import type { JSONRPCMessage, JSONRPCRequest, Transport } from '@modelcontextprotocol/server'
import { type JsonObject, member } from '../lib/json.ts'
import { Stop } from '../lib/stop.ts'
import { claimedVersion } from './admission.ts'
import type { LateLibrary } from './late-library.ts'
import { errorAnswer, type RequestId } from './message.ts'
import { isPlainEnvelope } from './message-shapes.ts'
import { ProtocolError } from './protocol.ts'

/** The way to the result of a request, not begun. */
export type Run = (stop: Stop) => Promise<object>

export interface Answers {
  /** To the handshake of the older revisions. */
  readonly welcome: (params: JsonObject) => object
  /** To `server/discover`, the first request of the newer ones. */
  readonly discovery: object
  /** To a request of an older revision; undefined where it is left to the library. */
  readonly direct: (method: string, params: JsonObject) => Run | undefined
  /** The same of the newer revisions. */
  readonly directModern: (method: string, params: JsonObject) => Run | undefined
}

/** Which revisions a connection is of: not known yet, asked for, settled here, or settled by the library. */
type Era = 'open' | 'asked' | 'legacy' | 'modern' | 'library'

/**
 * What the library does for a `tools/call` (it reads the message three times more, and the result twice) costs as much
 * as all the rest of the call, and to load it more than all the rest of a start. It decides about everything that is
 * not plain: requests with members that we don't use, and whatever comes in an order that is not the usual one.
 *
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/versioning
 */
export function answerDirectly(
  wire: Transport,
  { welcome, discovery, direct, directModern }: Answers,
  late: (opening: () => JSONRPCRequest | undefined) => LateLibrary,
): LateLibrary {
  const running = new Map<RequestId, Stop>()
  const library = late(() => opening)
  let era: Era = 'open'
  /** What the library would have to be told, for it to be where we are. */
  let opening: JSONRPCRequest | undefined

  wire.onmessage = (message) => {
    if (!answered(message)) library.deliver(message)
  }
  void wire.start()
  return library

  function answered(message: JSONRPCMessage): boolean {
    // an answer is to a question of the library's
    if (!('method' in message)) return !library.isNeeded()
    const isRequest = 'id' in message
    const run = isRequest ? runOf(message) : undefined
    if (isRequest && run !== undefined) void answer(message.id, run)
    if (run !== undefined) return true
    // a notification is of something under way there, and nothing is
    if (!isRequest) {
      if (message.method === 'notifications/cancelled') cancel(member(paramsOf(message), 'requestId'))
      if (era !== 'open' && !library.isNeeded()) return true
    }
    if (isUnsettled()) era = isRequest && isPlainModern(paramsOf(message)) ? 'modern' : 'library'
    return false
  }

  function runOf(request: JSONRPCRequest): Run | undefined {
    const { method } = request
    const params = paramsOf(request)
    if (claimedVersion(params) !== undefined) return isPlainModern(params) ? modernRun(request, params) : undefined
    if (method === 'initialize') {
      if (!isUnsettled()) return undefined
      era = 'legacy'
      opening = request
      return async () => welcome(params)
    }
    return era === 'legacy' && hasOnly(PLAIN, params) ? direct(method, params) : undefined
  }

  function modernRun(request: JSONRPCRequest, params: JsonObject): Run | undefined {
    if (!isUnsettled() && era !== 'modern') return undefined
    if (request.method === 'server/discover') {
      if (era === 'open') era = 'asked'
      return async () => discovery
    }
    const run = directModern(request.method, params)
    if (run === undefined || era === 'modern') return run
    era = 'modern'
    // any request settles it, and this one is quickly done
    opening = { ...request, method: 'ping', params: { _meta: member(params, '_meta') } } as JSONRPCRequest
    return run
  }

  function isUnsettled(): boolean {
    return era === 'open' || era === 'asked'
  }

  async function answer(id: RequestId, run: Run): Promise<void> {
    const stop = new Stop()
    running.set(id, stop)
    const message = await run(stop).then(
      (result) => ({ jsonrpc: '2.0' as const, id, result: { ...result } }),
      (error: unknown) => refusal(id, error),
    )
    // one that was cancelled gets no answer, and its id may be another's by now
    if (running.get(id) !== stop) return
    running.delete(id)
    await wire.send(message)
  }

  function cancel(id: unknown): void {
    if (typeof id !== 'string' && typeof id !== 'number') return
    running.get(id)?.abort()
    running.delete(id)
  }
}

function paramsOf(message: { readonly params?: unknown }): JsonObject {
  // what was read is JSON
  return (message.params ?? {}) as JsonObject
}

function refusal(id: RequestId, error: unknown) {
  // anything else is a bug, and ends the bridge
  if (!(error instanceof ProtocolError)) throw error
  return errorAnswer(id, error.code, error.message, error.data)
}

const PLAIN: ReadonlySet<string> = new Set(['name', 'arguments', '_meta'])

function hasOnly(names: ReadonlySet<string>, params: JsonObject): boolean {
  for (const name in params) if (!names.has(name)) return false
  return true
}

function isPlainModern(params: JsonObject): boolean {
  return hasOnly(PLAIN, params) && isPlainEnvelope(member(params, '_meta') ?? null)
}
