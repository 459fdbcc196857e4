/** The MCP library, loaded when the first message comes that needs it. */
import type { JSONRPCMessage, JSONRPCRequest, Transport } from '@modelcontextprotocol/server'
import type { RequestId } from './message.ts'

export interface LateConnection {
  close(): Promise<void>
}

export interface LateLibrary extends LateConnection {
  /** Gives it a message, in the order in which they are given here; the first one loads it. */
  deliver(message: JSONRPCMessage): void
  /** Whether it was given any. */
  isNeeded(): boolean
}

/**
 * What it has to know of earlier messages is in `opening`: it is given that before anything else, and what it answers
 * to that is kept from the client, who has an answer.
 */
export function createLateLibrary(
  wire: Transport,
  opening: () => JSONRPCRequest | undefined,
  connect: (transport: Transport) => Promise<LateConnection>,
): LateLibrary {
  const waiting: JSONRPCMessage[] = []
  let connection: LateConnection | undefined
  let isNeeded = false
  let isConnected = false
  let isClosed = false
  /** While it is told: of which request, and what is to be done when it has answered. */
  let telling: { readonly id: RequestId; readonly answered: () => void } | undefined

  const library: Transport = {
    start: async () => {},
    send: async (message) => {
      if (telling === undefined || 'method' in message || message.id !== telling.id) return wire.send(message)
      telling.answered()
    },
    close: () => wire.close(),
  }
  wire.onclose = () => library.onclose?.()

  return {
    isNeeded: () => isNeeded,
    deliver: (message) => {
      if (isConnected) return library.onmessage?.(message)
      waiting.push(message)
      if (!isNeeded) void load()
      isNeeded = true
    },
    close: async () => {
      isClosed = true
      await connection?.close()
    },
  }

  async function load(): Promise<void> {
    const first = opening()
    connection = await connect(library)
    if (isClosed) return connection.close()
    if (first !== undefined) await tell(first)
    isConnected = true
    for (const message of waiting.splice(0)) library.onmessage?.(message)
  }

  async function tell(request: JSONRPCRequest): Promise<void> {
    await new Promise<void>((answered) => {
      telling = { id: request.id, answered }
      library.onmessage?.(request)
    })
    telling = undefined
  }
}
