/** A transport → the same for the library, but for requests that need nothing of it: those are answered right here. */
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server'
import { type JsonObject, member } from '../lib/json.ts'
import { Stop } from '../lib/stop.ts'
import { claimedVersion } from './admission.ts'
import { type Calls, resultOf } from './calls.ts'
import { listingOf } from './listing.ts'
import { errorAnswer, type RequestId } from './message.ts'
import { readCallParams } from './params.ts'
import { ProtocolError } from './protocol.ts'
import type { Readiness } from './readiness.ts'

/** The way to the result of a request, not begun; undefined where it is left to the library. */
export type Direct = (method: string, params: JsonObject) => ((stop: Stop) => Promise<object>) | undefined

/**
 * What the library does for a `tools/call` after a handshake (it reads the message three times more, and the result
 * twice) costs as much as all the rest of the call. Before the handshake is done, for the revision that says its
 * version with each request, and for everything that is not plain, the library decides.
 */
export function withDirectAnswers(inner: Transport, direct: Direct): Transport {
  const running = new Map<RequestId, Stop>()
  let handshake: RequestId | undefined
  let isOpen = false

  const outer: Transport = {
    start: () => {
      inner.onmessage = (message) => {
        if (!answered(message)) outer.onmessage?.(message)
      }
      inner.onclose = () => outer.onclose?.()
      return inner.start()
    },
    send: (message) => {
      if ('result' in message && message.id === handshake) isOpen = true
      return inner.send(message)
    },
    close: () => inner.close(),
  }
  return outer

  function answered(message: JSONRPCMessage): boolean {
    if (!('method' in message)) return false
    // what was read is JSON
    const params = (message.params ?? {}) as JsonObject
    if (!('id' in message)) {
      if (message.method === 'notifications/cancelled') cancel(member(params, 'requestId'))
      return false
    }
    if (message.method === 'initialize') handshake = message.id
    const run = isOpen && isPlain(params) ? direct(message.method, params) : undefined
    if (run === undefined) return false
    void answer(message.id, run)
    return true
  }

  async function answer(id: RequestId, run: NonNullable<ReturnType<Direct>>): Promise<void> {
    const stop = new Stop()
    running.set(id, stop)
    let message: JSONRPCMessage
    try {
      message = { jsonrpc: '2.0', id, result: { ...(await run(stop)) } }
    } catch (error) {
      message = refusal(id, error)
    }
    // one that was cancelled gets no answer, and its id may be another's by now
    if (running.get(id) !== stop) return
    running.delete(id)
    await inner.send(message)
  }

  function cancel(id: unknown): void {
    if (typeof id !== 'string' && typeof id !== 'number') return
    running.get(id)?.abort()
    running.delete(id)
  }
}

/** Calls of tools that ask nobody, and whose answers we make ourselves: what a hosted server answers, the library checks. */
export function directAnswers(readiness: Readiness, calls: Calls): Direct {
  return (method, params) => {
    if (method === 'ping') return async () => ({})
    if (method === 'tools/list') return async () => listingOf(await readiness.bridge())
    return method === 'tools/call' ? directCall(params) : undefined
  }

  function directCall(params: JsonObject): ReturnType<Direct> {
    const bridge = readiness.now()
    const call = readCallParams(params)
    const planned = call.ok ? bridge?.tools.get(call.value.name)?.planned : undefined
    if (!call.ok || bridge === undefined || planned === undefined) return undefined
    if (planned.entry.confirm === true || planned.operation.remote !== undefined) return undefined
    return async (stop) => resultOf(await calls.call(bridge, call.value, stop))
  }
}

function refusal(id: RequestId, error: unknown) {
  // anything else is a bug, and ends the bridge
  if (!(error instanceof ProtocolError)) throw error
  return errorAnswer(id, error.code, error.message, error.data)
}

const PLAIN: ReadonlySet<string> = new Set(['name', 'arguments', '_meta'])

function isPlain(params: JsonObject): boolean {
  for (const name in params) if (!PLAIN.has(name)) return false
  return claimedVersion(params) === undefined
}
