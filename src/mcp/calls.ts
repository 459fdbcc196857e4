/** A `tools/call` to one call of the bridge, which can be stopped and never leaks an exception. */
import type { Bridge } from '../bridge/bridge.ts'
import type { Confirm } from '../bridge/ports.ts'
import { Stop, type StopSignal } from '../lib/stop.ts'
import { problem } from '../problem/problem.ts'
import { renderFailure } from '../response/failure.ts'
import type { ToolResult } from '../response/model.ts'
import { errorName, type Note } from './note.ts'
import type { CallParams } from './params.ts'
import { INVALID_PARAMS, ProtocolError } from './protocol.ts'

export interface Calls {
  /** Throws a `ProtocolError` for an unknown tool; everything else that goes wrong is a result. */
  call(bridge: Bridge, params: CallParams, stop: Stop, confirm?: Confirm): Promise<ToolResult>
  /** Throws a `ProtocolError` for an unknown resource. */
  read(bridge: Bridge, uri: string, stop: Stop): Promise<ToolResult>
  /** Aborts every call under way, and those that still come, by their own `Stop`s. */
  stop(): void
  /** Resolves when no call is under way, the cancelled ones included. */
  idle(): Promise<void>
}

/** The call that is meant, not begun; undefined for an unknown tool. */
function callNamed(
  bridge: Bridge,
  { name, arguments: args }: CallParams,
  signal: StopSignal,
  confirm: Confirm | undefined,
) {
  const tool = bridge.tools.get(name)
  if (tool !== undefined) return () => bridge.call(tool, args, signal, confirm)
  const own = bridge.own?.find((one) => one.name === name)
  return own && (() => own.call(args))
}

/** In a note, for a name that is not ours. */
const UNKNOWN = 'something unknown'

/** A name that is not ours may be anything, a credential included. */
function shown({ redact }: Bridge, name: string): string {
  return redact === undefined ? name : redact(name)
}

/** What of an outcome the client gets. @see https://modelcontextprotocol.io/specification/2025-11-25/server/tools#tool-result */
export function resultOf({ content, isError, structuredContent }: ToolResult) {
  return structuredContent === undefined ? { content, isError } : { content, isError, structuredContent }
}

/** For the signal of a request, which lives no longer than this. */
export function stopOf(signal: AbortSignal): Stop {
  const stop = new Stop()
  const abort = (): void => stop.abort()
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort)
  return stop
}

async function unknownResource(bridge: Bridge, name: string): Promise<never> {
  await bridge.denied?.(name, {})
  const uri = shown(bridge, name)
  throw new ProtocolError(INVALID_PARAMS, `Unknown resource: ${uri}`, { uri })
}

async function unknownTool(bridge: Bridge, { name, arguments: args }: CallParams): Promise<never> {
  await bridge.denied?.(name, args)
  throw new ProtocolError(INVALID_PARAMS, `Unknown tool: ${shown(bridge, name)}`)
}

export function createCalls(note: (note: Note) => void): Calls {
  /** By a number of their own: objects take long to become keys. */
  const running = new Map<number, { readonly stop: Stop; readonly call: Promise<ToolResult> }>()
  let count = 0
  let stopped = false

  async function tracked(name: string, stop: Stop, start: () => Promise<ToolResult>): Promise<ToolResult> {
    if (stopped) stop.abort()
    const key = count++
    try {
      const call = start()
      running.set(key, { stop, call })
      return await call
    } catch (error) {
      if (error instanceof ProtocolError) throw error
      note({ kind: 'call-threw', tool: name, error: errorName(error) })
      // nothing of the exception goes out, so there is nothing to redact
      return renderFailure(problem('INTERNAL', { source: 'call' }, {}), 'unknown', (text) => text)
    } finally {
      running.delete(key)
    }
  }

  return {
    call: (bridge, params, stop, confirm) => {
      const start = callNamed(bridge, params, stop, confirm)
      if (start === undefined) return tracked(UNKNOWN, stop, () => unknownTool(bridge, params))
      return tracked(params.name, stop, start)
    },
    read: (bridge, uri, stop) => {
      const resource = bridge.resources?.get(uri)
      if (resource === undefined) return tracked(UNKNOWN, stop, () => unknownResource(bridge, uri))
      return tracked(uri, stop, () => bridge.call(resource, {}, stop))
    },
    stop: () => {
      stopped = true
      for (const { stop } of running.values()) stop.abort()
    },
    idle: async () => {
      await Promise.allSettled([...running.values()].map(({ call }) => call))
    },
  }
}
