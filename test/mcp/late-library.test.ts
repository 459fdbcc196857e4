import type { JSONRPCMessage, JSONRPCRequest, Transport } from '@modelcontextprotocol/server'
import { describe, expect, test } from 'vitest'
import { createLateLibrary, type LateConnection } from '../../src/mcp/late-library.ts'

interface Given {
  /** What the client was sent. */
  readonly sent: JSONRPCMessage[]
  /** What the library was given; it answers every request with its method. */
  readonly heard: JSONRPCMessage[]
  readonly closed: string[]
  loads(): number
  isNeeded(): boolean
  deliver(message: object): void
  loaded(): Promise<void>
  close(): Promise<void>
}

/** The library would first be told of `opening`, and says `said` before it answers anything. */
function given(opening?: object, said?: object): Given {
  const sent: JSONRPCMessage[] = []
  const heard: JSONRPCMessage[] = []
  const closed: string[] = []
  const wire: Transport = {
    start: async () => {},
    send: async (one) => void sent.push(one),
    close: async () => void closed.push('wire'),
  }
  let loads = 0
  let load: () => void = () => {}
  const loading = new Promise<void>((resolve) => {
    load = resolve
  })
  const connect = async (transport: Transport): Promise<LateConnection> => {
    loads++
    await loading
    let unsaid = said
    transport.onmessage = (message) => {
      heard.push(message)
      if (!('id' in message) || !('method' in message)) return
      const { id, method } = message
      if (unsaid !== undefined) void transport.send({ jsonrpc: '2.0', ...unsaid } as JSONRPCMessage)
      unsaid = undefined
      setImmediate(() => void transport.send({ jsonrpc: '2.0', id, result: { method } }))
    }
    return { close: async () => void closed.push('library') }
  }
  const first = opening && ({ jsonrpc: '2.0', ...opening } as JSONRPCRequest)
  const library = createLateLibrary(wire, () => first, connect)
  return {
    ...{ sent, heard, closed },
    close: library.close,
    isNeeded: library.isNeeded,
    loads: () => loads,
    deliver: (message) => library.deliver({ jsonrpc: '2.0', ...message } as JSONRPCMessage), // what is sent is a message
    loaded: async () => {
      load()
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

const INITIALIZE = { id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25' } }
const answer = (id: number, result: object) => ({ jsonrpc: '2.0', id, result })

test('it is loaded once, told of the handshake, and given what came since in its order', async () => {
  const { deliver, sent, heard, loads, loaded, isNeeded } = given(INITIALIZE)
  expect([loads(), isNeeded()]).toEqual([0, false])
  // the id of the handshake is free again
  const requests = [{ id: 1, method: 'a' }, { method: 'b' }, { id: 2, method: 'c' }]
  for (const one of requests) deliver(one)
  expect(isNeeded()).toBe(true)
  await loaded()
  deliver({ id: 3, method: 'initialize' })
  await loaded()
  expect(loads()).toBe(1)
  expect(heard).toMatchObject([INITIALIZE, ...requests, { id: 3 }])
  expect(sent).toEqual([answer(1, { method: 'a' }), answer(2, { method: 'c' }), answer(3, { method: 'initialize' })])
})

test('only its answer to what it is told is kept from the client', async () => {
  const { deliver, sent, loaded } = given(INITIALIZE, { method: 'notifications/message', params: {} })
  deliver({ id: 2, method: 'a' })
  await loaded()
  expect(sent).toMatchObject([{ method: 'notifications/message' }, answer(2, { method: 'a' })])
})

test('there may be nothing to tell it', async () => {
  const { deliver, sent, heard, loaded } = given()
  deliver({ id: 1, method: 'server/discover' })
  deliver({ ...INITIALIZE, id: 2 })
  await loaded()
  expect(heard).toMatchObject([{ method: 'server/discover' }, { ...INITIALIZE, id: 2 }])
  expect(sent).toEqual([answer(1, { method: 'server/discover' }), answer(2, { method: 'initialize' })])
})

describe('closing', () => {
  test('closes nothing that is not there', async () => {
    const { close, closed } = given()
    await close()
    expect(closed).toEqual([])
  })

  test('closes a library that is still being loaded, and gives it nothing', async () => {
    const { deliver, close, closed, heard, loaded } = given()
    deliver({ id: 1, method: 'a' })
    await close()
    await loaded()
    expect(closed).toEqual(['library'])
    expect(heard).toEqual([])
  })
})
