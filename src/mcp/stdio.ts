/** Two byte streams to a transport of the MCP library, which reads only what it can take and says how it ended. */
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server'
import { type Problem, problem } from '../problem/problem.ts'
import { createAdmission } from './admission.ts'
import { createInFlight } from './in-flight.ts'
import { createLineReader, type Line } from './line-reader.ts'
import { createLineWriter } from './line-writer.ts'
import { readMessage } from './message.ts'
import type { Note } from './note.ts'
import { serialise } from './serialise.ts'
import type { Input, Output } from './streams.ts'

/** Bytes of one line of input, without its end. */
export const MAX_LINE_BYTES = 10 * 1024 * 1024

/** Why no more messages come. */
export type End =
  | { readonly by: 'input-ended' }
  | { readonly by: 'output-closed' }
  | { readonly by: 'input-refused'; readonly problem: Problem }

export interface StdioTransport extends Transport {
  /** Resolves once, with the first cause; nothing is closed by then. */
  readonly ended: Promise<End>
  stopReading(): void
  /** Resolves when every request that was read has its answer. */
  drained(): Promise<void>
  /** Resolves when everything written was handed over, or the output is gone. */
  flushed(): Promise<void>
}

export interface StdioOptions {
  readonly input: Input
  readonly output: Output
  readonly note: (note: Note) => void
}

/**
 * One JSON-RPC message a line, both ways; `start` begins to read. The transport never ends a stream: who gave them does.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/stdio
 */
export function createStdioTransport({ input, output, note }: StdioOptions): StdioTransport {
  const inFlight = createInFlight()
  const admit = createAdmission(inFlight)
  const lines = createLineReader(MAX_LINE_BYTES)
  let reading = false
  let closed = false
  let end: (end: End) => void = () => {}
  const ended = new Promise<End>((resolve) => {
    end = resolve
  })

  const writer = createLineWriter(output, {
    // a client that does not read its answers is not read either, so what is held stays bounded
    full: () => void (reading && input.pause()),
    free: () => void (reading && input.resume()),
    gone: () => {
      stopReading()
      end({ by: 'output-closed' })
    },
  })

  const transport: StdioTransport = {
    ended,
    stopReading,
    drained: inFlight.drained,
    flushed: writer.flushed,
    start: async () => {
      reading = true
      input.on('data', (chunk) => {
        for (const line of lines.push(chunk)) if (reading) take(line)
      })
      input.on('end', endInput)
      input.on('close', endInput)
      input.on('error', endInput)
      if (input.readableEnded === true || input.destroyed === true) endInput()
    },
    send: async (message) => {
      if (closed) return
      if (!('method' in message) && message.id !== undefined) inFlight.close(message.id)
      writer.write(serialise(message))
    },
    close: async () => {
      if (closed) return
      closed = true
      stopReading()
      transport.onclose?.()
    },
  }
  return transport

  function stopReading(): void {
    if (!reading) return
    reading = false
    input.pause()
  }

  function endInput(): void {
    if (!reading) return
    take(lines.rest())
    stopReading()
    end({ by: 'input-ended' })
  }

  function take(line: Line | false): void {
    if (line === false) {
      stopReading()
      end({
        by: 'input-refused',
        problem: problem('INPUT_LINE_TOO_LONG', { source: 'usage' }, { limit: MAX_LINE_BYTES }),
      })
    } else if (line === undefined) note({ kind: 'line-ignored', because: 'not-utf8' })
    else if (line.trim() !== '') takeMessage(line)
  }

  function takeMessage(line: string): void {
    const decision = admit(readMessage(line))
    if (decision.kind === 'deliver') transport.onmessage?.<JSONRPCMessage>(decision.message)
    else if (decision.kind === 'answer') writer.write(serialise(decision.answer))
    else if (decision.because !== undefined) note({ kind: 'line-ignored', because: decision.because })
  }
}
