import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server'
import { describe, expect, test } from 'vitest'
import { type LateConnection, withLateLibrary } from '../../src/mcp/late-library.ts'

interface Given {
  /** What the client was sent. */
  readonly sent: JSONRPCMessage[]
  /** What the library was given; it answers every request with its method. */
  readonly heard: JSONRPCMessage[]
  readonly closed: string[]
  loads(): number
  receive(message: object): void
  loaded(): Promise<void>
  close(): Promise<void>
}

function given(): Given {
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
    transport.onmessage = (message) => {
      heard.push(message)
      if (!('id' in message) || !('method' in message)) return
      const { id, method } = message
      setImmediate(() => void transport.send({ jsonrpc: '2.0', id, result: { method } }))
    }
    return { close: async () => void closed.push('library') }
  }
  const { close } = withLateLibrary(wire, () => ({ welcome: true }), connect)
  return {
    ...{ sent, heard, closed, close },
    loads: () => loads,
    receive: (message) => wire.onmessage?.({ jsonrpc: '2.0', ...message } as JSONRPCMessage), // what is sent is a message
    loaded: async () => {
      load()
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

const INITIALIZE = { id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25' } }
const INITIALIZED = { method: 'notifications/initialized' }
const answer = (id: number, result: object) => ({ jsonrpc: '2.0', id, result })

test('the handshake and what it is followed by need no library', async () => {
  const { receive, sent, loads } = given()
  receive(INITIALIZE)
  receive(INITIALIZED)
  receive({ method: 'notifications/cancelled', params: { requestId: 7 } })
  expect(sent).toEqual([answer(1, { welcome: true })])
  expect(loads()).toBe(0)
})

test('the library is loaded once, told of the handshake, and given what came since in its order', async () => {
  const { receive, sent, heard, loads, loaded } = given()
  receive(INITIALIZE)
  // the id of the handshake is free again
  const requests = [{ id: 1, method: 'a' }, { method: 'b' }, { id: 2, method: 'c' }]
  for (const one of requests) receive(one)
  await loaded()
  receive({ id: 3, method: 'initialize' })
  await loaded()
  expect(loads()).toBe(1)
  expect(heard).toMatchObject([INITIALIZE, ...requests, { id: 3 }])
  expect(sent).toEqual([
    answer(1, { welcome: true }),
    answer(1, { method: 'a' }),
    answer(2, { method: 'c' }),
    answer(3, { method: 'initialize' }),
  ])
})

test.each([
  { name: 'a request', message: { id: 1, method: 'server/discover' } },
  { name: 'a notification of the newer revisions', message: INITIALIZED },
  {
    name: 'a handshake that says its version as those do',
    message: { ...INITIALIZE, params: { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } } },
  },
])('$name comes first: everything is left to the library', async ({ message }) => {
  const { receive, sent, heard, loaded } = given()
  receive(message)
  receive({ ...INITIALIZE, id: 2 })
  await loaded()
  expect(heard).toMatchObject([message, { ...INITIALIZE, id: 2 }])
  expect(sent.at(-1)).toEqual(answer(2, { method: 'initialize' }))
})

describe('closing', () => {
  test('closes nothing that is not there', async () => {
    const { close, closed } = given()
    await close()
    expect(closed).toEqual([])
  })

  test('closes a library that is still being loaded, and gives it nothing', async () => {
    const { receive, close, closed, heard, loaded } = given()
    receive({ id: 1, method: 'a' })
    await close()
    await loaded()
    expect(closed).toEqual(['library'])
    expect(heard).toEqual([])
  })
})
