/** A transport → the same for the library, which is loaded when the first message comes that needs it. */
import type { JSONRPCMessage, JSONRPCRequest, Transport } from '@modelcontextprotocol/server'
import type { JsonObject } from '../lib/json.ts'
import { claimedVersion } from './admission.ts'

export interface LateConnection {
  close(): Promise<void>
}

/** What the handshake of the older revisions is answered with. */
export type Welcome = (params: JsonObject) => JsonObject

/**
 * Until then the handshake is answered here. The library is told of it before anything else, and what it answers to
 * that is kept from the client.
 */
export function withLateLibrary(
  wire: Transport,
  welcome: Welcome,
  connect: (transport: Transport) => Promise<LateConnection>,
): LateConnection {
  let handshake: JSONRPCRequest | undefined
  let waiting: JSONRPCMessage[] | undefined
  let connection: LateConnection | undefined
  let isConnected = false
  let isClosed = false
  let answered: (() => void) | undefined

  const library: Transport = {
    start: async () => {},
    send: async (message) => (answered === undefined ? wire.send(message) : answered()),
    close: () => wire.close(),
  }
  wire.onmessage = (message) => {
    if (isConnected) library.onmessage?.(message)
    else if (waiting !== undefined) waiting.push(message)
    else if (handshake === undefined && isHandshake(message)) shakeHands(message)
    else if (handshake === undefined || 'id' in message) load(message)
    // a notification would be of something under way there, and nothing is
  }
  wire.onclose = () => library.onclose?.()
  void wire.start()

  return {
    close: async () => {
      isClosed = true
      await connection?.close()
    },
  }

  function shakeHands(request: JSONRPCRequest): void {
    handshake = request
    void wire.send({ jsonrpc: '2.0', id: request.id, result: welcome(paramsOf(request)) })
  }

  function load(first: JSONRPCMessage): void {
    waiting = [first]
    void connectLibrary()
  }

  async function connectLibrary(): Promise<void> {
    connection = await connect(library)
    if (isClosed) return connection.close()
    if (handshake !== undefined) await tell(handshake)
    isConnected = true
    for (const message of waiting ?? []) library.onmessage?.(message)
  }

  async function tell(request: JSONRPCRequest): Promise<void> {
    await new Promise<void>((resolve) => {
      answered = resolve
      library.onmessage?.(request)
    })
    answered = undefined
  }
}

/** Of the older revisions: one that says its version in `_meta` is another thing. */
function isHandshake(message: JSONRPCMessage): message is JSONRPCRequest {
  return (
    'id' in message &&
    'method' in message &&
    message.method === 'initialize' &&
    claimedVersion(paramsOf(message)) === undefined
  )
}

function paramsOf({ params }: JSONRPCRequest): JsonObject {
  // what was read is JSON
  return (params ?? {}) as JsonObject
}
