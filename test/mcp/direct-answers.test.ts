import type { JSONRPCMessage, JSONRPCRequest, Transport } from '@modelcontextprotocol/server'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/lib/json.ts'
import { failure } from '../../src/lib/result.ts'
import type { StopSignal } from '../../src/lib/stop.ts'
import { answerDirectly, type Run } from '../../src/mcp/direct-answers.ts'
import { HANDSHAKE_VERSIONS } from '../../src/mcp/protocol.ts'
import type { Ready } from '../../src/mcp/readiness.ts'
import type { ServeOptions } from '../../src/mcp/server.ts'
import type { ToolResult } from '../../src/response/model.ts'
import { connect, connectLegacy, initialize, legacy, modern, text, tool } from './connection.ts'

const VERSION = 'io.modelcontextprotocol/protocolVersion'
const CLIENT = 'io.modelcontextprotocol/clientInfo'

interface Given {
  readonly left: JSONRPCMessage[]
  readonly sent: JSONRPCMessage[]
  readonly signals: StopSignal[]
  receive(message: object): void
  finish(id: number, result: ToolResult): void
  /** What the library would be told first. */
  opening(): JSONRPCRequest | undefined
}

/** The library's side is `left`; the call of `job` is answered directly, as `finish` says. */
function given(): Given {
  const left: JSONRPCMessage[] = []
  const sent: JSONRPCMessage[] = []
  const signals: StopSignal[] = []
  const finishing: ((result: ToolResult) => void)[] = []
  let opening: () => JSONRPCRequest | undefined = () => undefined
  const wire: Transport = { start: async () => {}, send: async (one) => void sent.push(one), close: async () => {} }
  const direct = (_method: string, { name }: JsonObject): Run | undefined => {
    if (name !== 'job') return undefined
    return (signal) => {
      signals.push(signal)
      return new Promise((resolve) => finishing.push(resolve))
    }
  }
  answerDirectly(wire, { welcome: () => WELCOME, discovery: DISCOVERY, direct, directModern: direct }, (first) => {
    opening = first
    return { deliver: (message) => void left.push(message), isNeeded: () => left.length > 0, close: async () => {} }
  })
  return {
    ...{ left, sent, signals },
    opening: () => opening(),
    receive: (message) => wire.onmessage?.({ jsonrpc: '2.0', ...message } as JSONRPCMessage), // what is sent is a message
    finish: (at, result) => finishing[at]?.(result),
  }
}

const WELCOME = { welcome: true }
const DISCOVERY = { discovery: true }
const INITIALIZE = { id: 0, method: 'initialize', params: {} }
const DISCOVER = modern(0, 'server/discover')
const call = (id: number, params: object = { name: 'job' }) => ({ id, method: 'tools/call', params })
const modernCall = (id: number, params: object = { name: 'job' }) => modern(id, 'tools/call', params)

/** A connection that began with this. */
async function open(first: object): Promise<Given> {
  const connection = given()
  connection.receive(first)
  await turn()
  connection.sent.length = 0
  return connection
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

describe('what the library decides', () => {
  const odd = [
    { name: 'another tool', message: call(1, { name: 'other' }) },
    { name: 'a name that is none', message: call(1, { name: 7 }) },
    { name: 'a call with more than a call has', message: call(1, { name: 'job', task: {} }) },
    { name: 'another request', message: { id: 1, method: 'tools/list' } },
    { name: 'a second handshake', message: { ...INITIALIZE, id: 1 } },
    { name: 'a call of the newer revisions', message: modernCall(1) },
  ]
  const oddModern = [
    { name: 'another tool', message: modernCall(1, { name: 'other' }) },
    { name: 'a call with an answer to a question', message: modernCall(1, { name: 'job', inputResponses: {} }) },
    { name: 'a call that says more of itself', message: modern(1, 'tools/call', { name: 'job' }, { more: 1 }) },
    {
      name: 'a call that says how much to log',
      message: modern(1, 'tools/call', { name: 'job' }, { 'io.modelcontextprotocol/logLevel': 'debug' }),
    },
    { name: 'one without a client', message: modern(1, 'tools/call', { name: 'job' }, { [CLIENT]: undefined }) },
    { name: 'one of another revision', message: modern(1, 'tools/call', { name: 'job' }, { [VERSION]: '2027-01-01' }) },
    { name: 'another request', message: modern(1, 'subscriptions/listen') },
    { name: 'a call of the older revisions', message: call(1) },
  ]
  test.each([
    ...odd.map((one) => ({ ...one, era: 'older', first: INITIALIZE })),
    ...oddModern.map((one) => ({ ...one, era: 'newer', first: DISCOVER })),
  ])('of the $era revisions: $name', async ({ first, message }) => {
    const { receive, left, signals } = await open(first)
    receive(message)
    expect(left).toEqual([{ jsonrpc: '2.0', ...message }])
    expect(signals).toEqual([])
  })

  test.each([
    { name: 'a call', message: call(1) },
    { name: 'a ping', message: { id: 1, method: 'ping' } },
    { name: 'a notification', message: { method: 'notifications/initialized' } },
    { name: 'a request with more than it has', message: modern(1, 'server/discover', { more: true }) },
  ])('all, where $name comes first', async ({ message }) => {
    const { receive, left, sent, opening } = await open(message)
    const others = [INITIALIZE, call(2), DISCOVER, modernCall(3)]
    for (const one of others) receive(one)
    await turn()
    expect(left).toMatchObject([message, ...others])
    expect(sent).toEqual([])
    expect(opening()).toBeUndefined()
  })

  test.each([
    { name: 'the handshake', messages: [INITIALIZE], want: INITIALIZE },
    { name: 'the handshake of who asked before', messages: [DISCOVER, INITIALIZE], want: INITIALIZE },
    { name: 'nothing, where it was only asked', messages: [DISCOVER], want: undefined },
    {
      name: 'a request that settles it as the call did',
      messages: [DISCOVER, modernCall(5)],
      want: modern(5, 'ping'),
    },
    { name: 'nothing, where a request of its own settles it', messages: [modern(1, 'initialize'), modernCall(2)] },
  ])('with what it is told first: $name', ({ messages, want }) => {
    const { receive, opening } = given()
    for (const message of messages) receive(message)
    expect(opening()).toEqual(want && { jsonrpc: '2.0', ...want })
  })

  test('nothing of a notification or an answer, as long as it has nothing else', async () => {
    const { receive, left } = await open(INITIALIZE)
    receive({ method: 'notifications/initialized' })
    receive({ id: 7, result: {} })
    expect(left).toEqual([])
    receive({ id: 1, method: 'other' })
    receive({ method: 'notifications/roots/list_changed' })
    receive({ id: 7, result: {} })
    expect(left).toHaveLength(3)
  })

  test('an answer before all else settles nothing', async () => {
    const { receive, left, sent } = await open({ id: 7, result: {} })
    receive(DISCOVER)
    await turn()
    expect([left.length, sent.length]).toEqual([0, 1])
  })

  test('a handshake after a request that settled the newer revisions', async () => {
    const { receive, left } = await open(DISCOVER)
    receive(modernCall(1))
    receive(INITIALIZE)
    expect(left).toMatchObject([INITIALIZE])
  })
})

describe('what is answered directly', () => {
  test.each([
    { name: 'the handshake', message: INITIALIZE, want: WELCOME },
    { name: 'the first request of the newer revisions', message: DISCOVER, want: DISCOVERY },
  ])('$name', async ({ message, want }) => {
    const { receive, left, sent } = given()
    receive(message)
    await turn()
    expect(left).toEqual([])
    expect(sent).toEqual([{ jsonrpc: '2.0', id: 0, result: want }])
  })

  test.each([
    { name: 'a call', first: INITIALIZE, message: call(1) },
    {
      name: 'one that wants to hear of progress',
      first: INITIALIZE,
      message: call(1, { name: 'job', _meta: { progressToken: 1 } }),
    },
    { name: 'a call of the newer revisions', first: DISCOVER, message: modernCall(1) },
    {
      name: 'one that wants to hear of progress',
      first: DISCOVER,
      message: modern(1, 'tools/call', { name: 'job' }, { progressToken: 'p' }),
    },
    {
      name: 'one with something of its client',
      first: DISCOVER,
      message: modern(1, 'tools/call', { name: 'job' }, { 'claudecode/toolUseId': 'x' }),
    },
  ])('$name, once', async ({ first, message }) => {
    const { receive, left, sent, finish } = await open(first)
    receive(message)
    finish(0, { ...text('done'), structuredContent: { a: 1 } })
    await turn()
    expect(left).toEqual([])
    expect(sent).toEqual([{ jsonrpc: '2.0', id: 1, result: { ...text('done'), structuredContent: { a: 1 } } }])
  })

  test('a call without anything before it, where it says its revision', () => {
    const { receive, left, signals } = given()
    receive(modernCall(1))
    expect(left).toEqual([])
    expect(signals).toHaveLength(1)
  })

  test.each([INITIALIZE, DISCOVER])(
    'one that is cancelled gets no answer, nor that of the next of its id',
    async (first) => {
      const { receive, sent, signals, finish } = await open(first)
      const again = first === INITIALIZE ? call(1) : modernCall(1)
      receive(again)
      receive({ method: 'notifications/cancelled', params: { requestId: 1 } })
      expect(signals.map(({ aborted }) => aborted)).toEqual([true])
      receive(again)
      finish(0, text('late'))
      finish(1, text('right'))
      await turn()
      expect(sent).toEqual([{ jsonrpc: '2.0', id: 1, result: text('right') }])
      expect(signals.map(({ aborted }) => aborted)).toEqual([true, false])
    },
  )
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
    await probed.ask(modern(0, 'server/discover', { more: true }))
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

  test.each([
    { request: modern(1, 'server/discover'), options: {} },
    { request: modern(1, 'server/discover'), options: RICH },
    { request: modern(1, 'server/discover'), options: { instructions: '' } },
    { request: modern(1, 'tools/list'), options: RICH },
    { request: modern(1, 'tools/call', { name: 'rich' }), options: {} },
    { request: modern(1, 'tools/call', { name: 'rich', arguments: { a: 1 } }), options: RICH },
  ])('$request of the newer revisions with $options', async ({ request, options }) => {
    const call = async () => ({ ...text('{"a":1}'), structuredContent: { a: 1 } })
    const direct = await connect({ tools, call, options }).ask(request)
    const probed = connect({ tools, call, options })
    await probed.ask(modern(0, 'server/discover', { more: true }))
    expect(direct).toEqual(await probed.ask(request))
    expect(direct).toHaveProperty('result.resultType', 'complete')
  })

  test.each([
    { clientInfo: { name: 'c', version: '1', title: 't', websiteUrl: 'https://a.example' }, capabilities: {} },
    { clientInfo: { name: '', version: '' }, capabilities: { elicitation: {}, sampling: {}, roots: {} } },
    {
      clientInfo: { name: 'c', version: '1', icons: [{ src: 'x' }] },
      capabilities: { elicitation: { form: {}, url: {} }, roots: { listChanged: true }, other: { a: 1 } },
    },
    { clientInfo: { name: 'c', version: '1' }, capabilities: { experimental: { a: {} }, extensions: { 'a/b': {} } } },
  ])('a list for $clientInfo with $capabilities', async ({ clientInfo, capabilities }) => {
    const about = { [CLIENT]: clientInfo, 'io.modelcontextprotocol/clientCapabilities': capabilities }
    const direct = await connect({ tools }).ask(modern(1, 'tools/list', {}, about))
    const byLibrary = await connect({ tools }).ask(modern(1, 'tools/list', {}, { ...about, more: true }))
    expect(direct).toEqual(byLibrary)
    expect(direct).toHaveProperty('result.tools')
  })

  test('a list that there will not be, of the newer revisions', async () => {
    const ready = Promise.resolve(failure({ exitCode: 5, message: 'no', problems: [{ code: 'X' }] }))
    const direct = await connect({ ready }).ask(modern(1, 'tools/list'))
    const byLibrary = await connect({ ready }).ask(modern(1, 'tools/list', {}, { more: true }))
    expect(direct).toEqual(byLibrary)
    expect(direct.error).toEqual({ code: 5, message: 'no', data: { problems: [{ code: 'X' }] } })
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
