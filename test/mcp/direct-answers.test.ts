import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server'
import { describe, expect, test } from 'vitest'
import { failure } from '../../src/lib/result.ts'
import type { StopSignal } from '../../src/lib/stop.ts'
import { withDirectAnswers } from '../../src/mcp/direct-answers.ts'
import { HANDSHAKE_VERSIONS } from '../../src/mcp/protocol.ts'
import type { Ready } from '../../src/mcp/readiness.ts'
import type { ServeOptions } from '../../src/mcp/server.ts'
import type { ToolResult } from '../../src/response/model.ts'
import { connect, connectLegacy, initialize, legacy, modern, text, tool } from './connection.ts'

const VERSION = 'io.modelcontextprotocol/protocolVersion'

interface Given {
  readonly left: JSONRPCMessage[]
  readonly sent: JSONRPCMessage[]
  readonly signals: StopSignal[]
  receive(message: object): void
  finish(id: number, result: ToolResult): void
  outer: Transport
}

/** The library's side is `left`; the call of `job` is answered directly, as `finish` says. */
function given(): Given {
  const left: JSONRPCMessage[] = []
  const sent: JSONRPCMessage[] = []
  const signals: StopSignal[] = []
  const finishing: ((result: ToolResult) => void)[] = []
  const inner: Transport = { start: async () => {}, send: async (one) => void sent.push(one), close: async () => {} }
  const outer = withDirectAnswers(inner, (_method, { name }) => {
    if (name !== 'job') return undefined
    return (signal) => {
      signals.push(signal)
      return new Promise((resolve) => finishing.push(resolve))
    }
  })
  outer.onmessage = (message) => void left.push(message)
  void outer.start()
  return {
    ...{ left, sent, signals, outer },
    receive: (message) => inner.onmessage?.({ jsonrpc: '2.0', ...message } as JSONRPCMessage), // what is sent is a message
    finish: (at, result) => finishing[at]?.(result),
  }
}

const INITIALIZE = { id: 0, method: 'initialize', params: {} }

async function open(): Promise<Given> {
  const connection = given()
  connection.receive(INITIALIZE)
  await connection.outer.send({ jsonrpc: '2.0', id: 0, result: {} })
  connection.left.length = 0
  connection.sent.length = 0
  return connection
}

const call = (id: number, params: object = { name: 'job' }) => ({ id, method: 'tools/call', params })

describe('what the library decides', () => {
  test.each([
    { name: 'another tool', message: call(1, { name: 'other' }) },
    { name: 'a name that is none', message: call(1, { name: 7 }) },
    { name: 'a call that says its revision', message: call(1, { name: 'job', _meta: { [VERSION]: '2026-07-28' } }) },
    { name: 'a call with more than a call has', message: call(1, { name: 'job', task: {} }) },
    { name: 'another request', message: { id: 1, method: 'tools/list' } },
    { name: 'a notification', message: { method: 'notifications/initialized' } },
    { name: 'an answer', message: { id: 1, result: {} } },
  ])('$name', async ({ message }) => {
    const { receive, left, signals } = await open()
    receive(message)
    expect(left).toEqual([{ jsonrpc: '2.0', ...message }])
    expect(signals).toEqual([])
  })

  test.each([
    { name: 'before the handshake', answer: undefined },
    { name: 'after one that was refused', answer: { id: 0, error: { code: -32602, message: 'no' } } },
    { name: 'after the answer to something else', answer: { id: 5, result: {} } },
  ])('a call $name', async ({ answer }) => {
    const { receive, left, outer } = given()
    receive(INITIALIZE)
    if (answer !== undefined) await outer.send({ jsonrpc: '2.0', ...answer })
    receive(call(1))
    expect(left).toHaveLength(2)
  })
})

describe('what is answered directly', () => {
  test.each([
    { name: 'a call', message: call(1) },
    { name: 'one that wants to hear of progress', message: call(1, { name: 'job', _meta: { progressToken: 1 } }) },
  ])('$name, once', async ({ message }) => {
    const { receive, left, sent, finish } = await open()
    receive(message)
    finish(0, { ...text('done'), structuredContent: { a: 1 } })
    await Promise.resolve()
    await Promise.resolve()
    expect(left).toEqual([])
    expect(sent).toEqual([{ jsonrpc: '2.0', id: 1, result: { ...text('done'), structuredContent: { a: 1 } } }])
  })

  test('one that is cancelled is told so and gets no answer, not even the one of the next call of its id', async () => {
    const { receive, left, sent, signals, finish } = await open()
    receive(call(1))
    receive({ method: 'notifications/cancelled', params: { requestId: 1 } })
    expect(left).toHaveLength(1)
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
    receive(call(1))
    finish(0, text('late'))
    finish(1, text('right'))
    await new Promise((resolve) => setImmediate(resolve))
    expect(sent).toEqual([{ jsonrpc: '2.0', id: 1, result: text('right') }])
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false])
  })
})

test.each<{ name: string; result: ToolResult }>([
  { name: 'text', result: text('fine') },
  { name: 'an error', result: { ...text('no'), isError: true } },
  { name: 'structured content', result: { ...text('{"a":[1,null]}'), structuredContent: { a: [1, null] } } },
  {
    name: 'blocks of every kind',
    result: {
      content: [
        { type: 'image', data: 'AA==', mimeType: 'image/png' },
        { type: 'audio', data: 'AA==', mimeType: 'audio/wav' },
        { type: 'resource', resource: { uri: 'bridge:x', mimeType: 'application/pdf', blob: 'AA==' } },
        { type: 'resource_link', uri: 'file:///x', name: 'x' },
      ],
      isError: false,
    },
  },
])('$name: the library would have answered the same', async ({ result }) => {
  const connection = await connectLegacy({ call: async () => result })
  const direct = await connection.ask({ jsonrpc: '2.0', ...call(1, { name: 'getJob' }) })
  const byLibrary = await connection.ask({ jsonrpc: '2.0', ...call(1, { name: 'getJob', task: {} }) })
  expect(direct).toEqual(byLibrary)
  expect(direct.result).toEqual(result)
})

const RICH: Partial<ServeOptions> = { title: 'A title', instructions: 'Read this.', servesResources: true }

describe('the library would have answered the same to', () => {
  test.each([
    ...HANDSHAKE_VERSIONS.map((version) => ({ version, options: {} })),
    { version: '2026-07-28', options: RICH },
    { version: '1999-01-01', options: { instructions: '' } },
    { version: '', options: { title: '' } },
  ])('a handshake of $version with $options', async ({ version, options }) => {
    const direct = await connect({ options }).ask(initialize(1, version))
    const probed = connect({ options })
    await probed.ask(modern(0, 'server/discover'))
    expect(direct).toEqual(await probed.ask(initialize(1, version)))
    expect(direct).toHaveProperty('result.serverInfo')
  })

  const output = { schema: { type: 'object', properties: { a: {} } }, wrapped: false, textName: 'text' }
  const tools = [tool('plain'), { ...tool('rich', { type: 'object', properties: {}, $defs: { a: {} } }), output }]

  test.each(['tools/list', 'ping'])('%s', async (method) => {
    const connection = await connectLegacy({ tools })
    const direct = await connection.ask(legacy(1, method))
    expect(direct).toEqual(await connection.ask(legacy(1, method, { more: true })))
    expect(direct).toHaveProperty('result')
  })

  test('a list that there will not be', async () => {
    const error = { exitCode: 5, message: 'no', problems: [{ code: 'X' }] }
    const connection = await connectLegacy({ ready: Promise.resolve(failure(error)) })
    connection.send(legacy(1, 'tools/list'), legacy(2, 'tools/list', { more: true }))
    const [direct, byLibrary] = [await connection.next(), await connection.next()]
    expect(direct).toEqual({ ...byLibrary, id: 1 })
    expect(direct.error).toEqual({ code: 5, message: 'no', data: { problems: [{ code: 'X' }] } })
  })
})

test('a list that is cancelled while it waits for the check gets no answer', async () => {
  let check: (ready: Ready) => void = () => {}
  const connection = await connectLegacy({ ready: new Promise((resolve) => (check = resolve)) })
  connection.send(legacy(1, 'tools/list'), { method: 'notifications/cancelled', params: { requestId: 1 } })
  connection.send(legacy(2, 'tools/list'))
  check(failure({ exitCode: 5, message: 'no', problems: [] }))
  expect(await connection.next()).toMatchObject({ id: 2 })
})
