/** The MCP library, loaded when the first message comes that needs it. */
import type { JSONRPCMessage, JSONRPCRequest, Transport } from '@modelcontextprotocol/server'

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
  let answered: (() => void) | undefined

  const library: Transport = {
    start: async () => {},
    send: async (message) => (answered === undefined ? wire.send(message) : answered()),
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
    for (const message of waiting) library.onmessage?.(message)
  }

  async function tell(request: JSONRPCRequest): Promise<void> {
    await new Promise<void>((resolve) => {
      answered = resolve
      library.onmessage?.(request)
    })
    answered = undefined
  }
}
