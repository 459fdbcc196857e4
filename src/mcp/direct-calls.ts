/** A transport → the same for the library, but for calls that need nothing of it: those are answered right here. */
import { type JSONRPCMessage, PROTOCOL_VERSION_META_KEY, type Transport } from '@modelcontextprotocol/server'
import { isObject, type JsonObject, member } from '../lib/json.ts'
import { Stop } from '../lib/stop.ts'
import type { ToolResult } from '../response/model.ts'
import type { RequestId } from './message.ts'
import { type CallParams, readCallParams } from './params.ts'

/** The call that is meant, not begun; undefined where it is left to the library. */
export type DirectCall = (params: CallParams) => ((stop: Stop) => Promise<ToolResult>) | undefined

/**
 * What the library does for a `tools/call` after a handshake (it reads the message three times more, and the result
 * twice) costs as much as all the rest of the call. Before the handshake is done, for the revision that says its
 * version with each request, and for everything that is not a plain call, the library decides.
 */
export function withDirectCalls(inner: Transport, direct: DirectCall): Transport {
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
    const call = isOpen && message.method === 'tools/call' && isPlain(params) ? read(params) : undefined
    if (call === undefined) return false
    void answer(message.id, call)
    return true
  }

  function read(params: JsonObject): ReturnType<DirectCall> {
    const call = readCallParams(params)
    return call.ok ? direct(call.value) : undefined
  }

  async function answer(id: RequestId, call: NonNullable<ReturnType<DirectCall>>): Promise<void> {
    const stop = new Stop()
    running.set(id, stop)
    const result = resultOf(await call(stop))
    // one that was cancelled gets no answer, and its id may be another's by now
    if (running.get(id) !== stop) return
    running.delete(id)
    await inner.send({ jsonrpc: '2.0', id, result })
  }

  function cancel(id: unknown): void {
    if (typeof id !== 'string' && typeof id !== 'number') return
    running.get(id)?.abort()
    running.delete(id)
  }
}

/** What of an outcome the client gets. @see https://modelcontextprotocol.io/specification/2025-11-25/server/tools#tool-result */
export function resultOf({ content, isError, structuredContent }: ToolResult) {
  return { content, isError, ...(structuredContent === undefined ? {} : { structuredContent }) }
}

const PLAIN: ReadonlySet<string> = new Set(['name', 'arguments', '_meta'])

function isPlain(params: JsonObject): boolean {
  for (const name in params) if (!PLAIN.has(name)) return false
  const meta = member(params, '_meta')
  return !isObject(meta) || member(meta, PROTOCOL_VERSION_META_KEY) === undefined
}
