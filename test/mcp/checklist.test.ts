/**
 * The MCP specification's demands on a stdio tools server, by number; L = 2025-11-25, N = 2026-07-28. Elsewhere or not ours:
 *
 *  4, 5, 6, 8   lifecycle.test.ts (end of input, closed output, aborted calls, a line that is too long)
 *  15, 24       nothing is kept between requests: there is no state to test
 *  16, 45       confirm.test.ts: clients are asked for a person's word on a call, and for nothing else
 *  17           results carry no `_meta` of ours (tests look at whole results)
 *  21           only for servers without the older revisions
 *  25–28        names and schemas are the tool compiler's
 *  29           no outputSchema, no structuredContent
 *  31           arguments and rate limits are the bridge's
 *  34, 35       no resources, no icons
 *  38           no progress is sent
 *  40, 47–49    the HTTP side's
 *  44           listChanged is not declared: the list is fixed for the life of the process
 */
import { describe, expect, test } from 'vitest'
import { ExactNumber } from '../../src/lib/json.ts'
import { connect, connectLegacy, INITIALIZED, initialize, legacy, modern, text, tool } from './connection.ts'

const VERSION = 'io.modelcontextprotocol/protocolVersion'
const CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities'
const SERVER_INFO = { 'io.modelcontextprotocol/serverInfo': { name: 'drawbridge', version: '1.2.3' } }
const PRIVATE = { ttlMs: 300_000, cacheScope: 'private' }

describe('transport', () => {
  test('1: every line of output is one JSON-RPC message, whatever a result holds', async () => {
    const odd = 'a\nb\r\u2028\u2029\u0085\ud800'
    const connection = connect({ call: async () => text(odd) })
    connection.send(modern(1, 'tools/call', { name: 'getJob' }), modern(2, 'tools/list'))
    connection.input.end()
    const lines = await connection.rest()
    const answers = lines.map((line) => JSON.parse(line)).sort((a, b) => a.id - b.id)
    expect(answers.map(({ id }) => id)).toEqual([1, 2])
    expect(answers[0].result.content[0].text).toBe('a\nb\r\u2028\u2029\u0085\ufffd')
  })

  test.each([
    { given: '', want: [] },
    { given: '   ', want: [] },
    { given: 'garbage', want: [{ kind: 'line-ignored', because: 'not-json' }] },
    { given: '[{"jsonrpc":"2.0","id":1,"method":"ping"}]', want: [{ kind: 'line-ignored', because: 'batch' }] },
    { given: '{"jsonrpc":"2.0","id":null,"method":"ping"}', want: [{ kind: 'line-ignored', because: 'no-usable-id' }] },
    { given: '{"jsonrpc":"2.0","id":1.5,"method":"ping"}', want: [{ kind: 'line-ignored', because: 'no-usable-id' }] },
  ])('7, 9: $given is ignored and the next line, ended by CRLF, is served', async ({ given, want }) => {
    const connection = connect()
    connection.send(given, `${JSON.stringify({ jsonrpc: '2.0', ...modern(7, 'server/discover') })}\r`)
    expect(await connection.next()).toMatchObject({ id: 7, result: { resultType: 'complete' } })
    expect(connection.notes).toEqual(want)
  })

  test('7: a line that is not UTF-8 is ignored', async () => {
    const connection = connect()
    connection.input.write(new Uint8Array([0x22, 0xff, 0x22, 0x0a]))
    expect(await connection.ask(modern(1, 'server/discover'))).toMatchObject({ id: 1 })
    expect(connection.notes).toEqual([{ kind: 'line-ignored', because: 'not-utf8' }])
  })
})

describe('JSON-RPC', () => {
  test.each([{ id: 0 }, { id: -3 }, { id: '' }, { id: '1' }, { id: 9007199254740991 }])(
    '9: id $id comes back as it is',
    async ({ id }) => {
      const connection = connect()
      const answer = await connection.ask(modern(id, 'server/discover'))
      expect(answer.id).toBe(id)
      expect(answer).not.toHaveProperty('error')
    },
  )

  test('9: an id beyond the safe integers is refused under the id that was sent', async () => {
    const connection = connect()
    connection.send('{"jsonrpc":"2.0","id":9007199254740993,"method":"ping"}')
    expect(await connection.nextLine()).toContain('"id":9007199254740993,"error":{"code":-32600')
  })

  test('9: notifications and foreign answers get no answer', async () => {
    const connection = await connectLegacy()
    connection.send(INITIALIZED, { method: 'notifications/unheard' }, { id: 5, result: {} }, legacy(2, 'ping'))
    expect(await connection.next()).toEqual({ jsonrpc: '2.0', id: 2, result: {} })
  })

  test('9: an id that is still unanswered is refused, and the call runs once', async () => {
    let answer: () => void = () => {}
    const connection = connect({ call: () => new Promise((resolve) => (answer = () => resolve(text('once')))) })
    const call = modern(1, 'tools/call', { name: 'getJob' })
    connection.send(call)
    await expect.poll(() => connection.calls.length).toBe(1)
    expect(await connection.ask(call)).toMatchObject({ id: 1, error: { code: -32600 } })
    answer()
    expect(await connection.next()).toMatchObject({ id: 1, result: { isError: false } })
    connection.send(call)
    await expect.poll(() => connection.calls.length).toBe(2)
  })

  test.each([
    { given: modern(1, 'no/such'), want: -32601 },
    { given: legacy(1, 'no/such'), want: -32601 },
    { given: modern(1, 'tools/call', { name: 7 }), want: -32602 },
    { given: modern(1, 'tools/call', {}), want: -32602 },
    { given: modern(1, 'tools/call', { name: 'getJob', arguments: [] }), want: -32602 },
    { given: modern(1, 'tools/call', { name: 'getJob', arguments: null }), want: -32602 },
    { given: legacy(1, 'initialize', { protocolVersion: '2025-11-25' }), want: -32602 },
    { given: legacy(1, 'initialize'), want: -32602 },
    { given: { id: 1, method: 'ping', params: [] }, want: -32602 },
  ])('10: $given gets $want', async ({ given, want }) => {
    const connection = connect()
    expect(await connection.ask(given)).toMatchObject({ id: 1, error: { code: want } })
  })

  test.each([
    { given: modern(1, 'server/discover'), want: 'server/discover' },
    { given: modern(1, 'tools/list'), want: 'tools/list' },
    { given: modern(1, 'tools/call', { name: 'getJob' }), want: 'tools/call' },
  ])('11, 12 N: the result of $want has resultType and serverInfo', async ({ given }) => {
    const connection = connect()
    expect(await connection.ask(given)).toMatchObject({ result: { resultType: 'complete', _meta: SERVER_INFO } })
  })

  test.each([
    { given: { [VERSION]: undefined } },
    { given: { [CAPABILITIES]: undefined } },
    { given: { [CAPABILITIES]: 'none' } },
    { given: { [VERSION]: 7 } },
  ])('13 N: _meta with $given gets -32602, first or later', async ({ given }) => {
    const connection = connect()
    const faulty = modern(1, 'tools/list', {}, given)
    expect(await connection.ask(faulty)).toMatchObject({ id: 1, error: { code: -32602 } })
    expect(await connection.ask(modern(2, 'tools/list'))).toMatchObject({ id: 2, result: {} })
    expect(await connection.ask(faulty)).toMatchObject({ id: 1, error: { code: -32602 } })
  })

  test.each([{ method: 'server/discover' }, { method: 'tools/list' }, { method: 'subscriptions/listen' }])(
    '13 N: $method without _meta as the first message gets -32602',
    async ({ method }) => {
      const connection = connect()
      expect(await connection.ask(legacy(1, method))).toMatchObject({ id: 1, error: { code: -32602 } })
      expect(await connection.ask(modern(2, 'server/discover'))).toMatchObject({
        id: 2,
        result: { resultType: 'complete' },
      })
    },
  )

  test('14 N: an unknown version gets -32022 on every request, not only on the first', async () => {
    const connection = connect()
    const old = { [VERSION]: '1900-01-01' }
    const want = { error: { code: -32022, data: { supported: ['2026-07-28'], requested: '1900-01-01' } } }
    expect(await connection.ask(modern(1, 'tools/list', {}, old))).toMatchObject({ id: 1, ...want })
    expect(await connection.ask(modern(2, 'tools/list'))).toMatchObject({ id: 2, result: {} })
    expect(await connection.ask(modern(3, 'tools/list', {}, old))).toMatchObject({ id: 3, ...want })
  })
})

describe('versions', () => {
  test.each([
    { given: '2025-11-25', want: '2025-11-25' },
    { given: '2025-06-18', want: '2025-06-18' },
    { given: '2024-11-05', want: '2024-11-05' },
    { given: '2027-01-01', want: '2025-11-25' },
    { given: '2026-07-28', want: '2025-11-25' },
  ])('19 L: initialize with $given is answered with $want', async ({ given, want }) => {
    const connection = connect({ options: { title: 'Drawbridge', instructions: 'Read first.' } })
    expect((await connection.ask(initialize(1, given))).result).toEqual({
      protocolVersion: want,
      capabilities: { tools: {} },
      serverInfo: { name: 'drawbridge', version: '1.2.3', title: 'Drawbridge' },
      instructions: 'Read first.',
    })
  })

  test('20, 37, 41, 44, 46 N: server/discover names versions, tools only, and for how long that holds', async () => {
    const connection = connect({ options: { instructions: 'Read first.' } })
    expect((await connection.ask(modern(1, 'server/discover'))).result).toEqual({
      resultType: 'complete',
      supportedVersions: ['2026-07-28'],
      capabilities: { tools: {} },
      instructions: 'Read first.',
      ...PRIVATE,
      _meta: SERVER_INFO,
    })
  })

  test('20: a probe leaves the older handshake open', async () => {
    const connection = connect()
    connection.send(modern(1, 'server/discover'), initialize(2), INITIALIZED, legacy(3, 'tools/list'))
    expect(await connection.next()).toMatchObject({ id: 1 })
    expect(await connection.next()).toMatchObject({ id: 2, result: { protocolVersion: '2025-11-25' } })
    expect(await connection.next()).toMatchObject({ id: 3, result: { tools: [{ name: 'getJob' }, { name: 'aList' }] } })
  })

  test.each(['tools/list', 'tools/call'])('L: %s before initialize is refused, after it served', async (method) => {
    const connection = connect()
    const request = (id: number): object => legacy(id, method, method === 'tools/call' ? { name: 'getJob' } : {})
    expect(await connection.ask(request(1))).toMatchObject({ id: 1, error: { code: -32602 } })
    expect(await connection.ask(legacy(2, 'ping'))).toMatchObject({ id: 2, result: {} })
    expect(await connection.ask(request(3))).toMatchObject({ id: 3, error: { code: -32602 } })
    expect(await connection.ask(initialize(4))).toMatchObject({ id: 4, result: {} })
    expect(await connection.ask(request(5))).toMatchObject({ id: 5, result: {} })
    expect(connection.calls).toHaveLength(method === 'tools/call' ? 1 : 0)
  })

  test('instructions over 2,000 characters are cut, and said so', async () => {
    const connection = connect({ options: { instructions: '\u{1f600}'.repeat(2_001) } })
    expect((await connection.ask(initialize(1))).result.instructions).toBe(`${'\u{1f600}'.repeat(1_999)}…`)
    expect(connection.notes).toEqual([{ kind: 'instructions-cut', characters: 2_001, limit: 2_000 }])
  })
})

describe('tools', () => {
  const listed = (name: string): object => ({
    name,
    title: `Title of ${name}`,
    description: `Description of ${name}`,
    inputSchema: { type: 'object', properties: {} },
    annotations: {
      title: `Title of ${name}`,
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: true,
    },
  })

  test('22, 23, 32, 37 N: one page in the order of the allowlist', async () => {
    const connection = connect()
    const tools = [listed('getJob'), listed('aList')]
    expect((await connection.ask(modern(1, 'tools/list'))).result).toEqual({
      tools,
      resultType: 'complete',
      ...PRIVATE,
      _meta: SERVER_INFO,
    })
  })

  test('22, 23, 32 L: the same list, and nothing of the newer revision', async () => {
    const connection = await connectLegacy()
    expect((await connection.ask(legacy(1, 'tools/list'))).result).toEqual({
      tools: [listed('getJob'), listed('aList')],
    })
  })

  test('26: numbers in a schema keep their digits', async () => {
    const schema = { type: 'object', properties: { n: { maximum: new ExactNumber('9223372036854775807') } } }
    const connection = connect({ tools: [tool('big', schema)] })
    connection.send(modern(1, 'tools/list'))
    expect(await connection.nextLine()).toContain('"maximum":9223372036854775807')
  })

  test.each([{ cursor: 'x' }, { cursor: '' }, { cursor: null }])('36: %o is no cursor of ours', async (params) => {
    const connection = connect()
    expect(await connection.ask(modern(1, 'tools/list', params))).toMatchObject({ error: { code: -32602 } })
  })

  test.each(['nope', '__proto__', 'constructor', 'toString'])(
    '30: an unknown tool (%s) is a protocol error',
    async (name) => {
      const connection = connect()
      expect((await connection.ask(modern(1, 'tools/call', { name }))).error).toEqual({
        code: -32602,
        message: `Unknown tool: ${name}`,
      })
      expect(connection.calls).toEqual([])
    },
  )

  test.each([
    { given: '{"name":"getJob"}', want: {} },
    { given: '{"name":"getJob","arguments":{}}', want: {} },
    {
      given: '{"name":"getJob","arguments":{"id":9007199254740993,"list":[-9223372036854775808]}}',
      want: { id: new ExactNumber('9007199254740993'), list: [new ExactNumber('-9223372036854775808')] },
    },
    {
      given: '{"name":"getJob","arguments":{"__proto__":1,"constructor":{"a":null}}}',
      want: JSON.parse('{"__proto__":1,"constructor":{"a":null}}'),
    },
    { given: '{"name":"getJob","arguments":{"a":1},"task":{"ttl":1},"other":true}', want: { a: 1 } },
  ])('46: the arguments of $given arrive unharmed, in both eras', async ({ given, want }) => {
    const older = await connectLegacy()
    older.send(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${given}}`)
    expect((await older.next()).result).toEqual({ content: [{ type: 'text', text: 'fine' }], isError: false })

    const newer = connect()
    const meta = `"_meta":{"${VERSION}":"2026-07-28","${CAPABILITIES}":{}}`
    expect(
      await newer.ask(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{${meta},${given.slice(1)}}`),
    ).toMatchObject({ result: { resultType: 'complete' } })

    for (const { calls } of [older, newer]) {
      expect(calls.map((call) => call.args)).toEqual([want])
      expect(Object.keys(calls[0]?.args ?? {})).toEqual(Object.keys(want))
    }
  })

  test('30: content of every kind and isError pass through', async () => {
    const content = [
      { type: 'text', text: 'x' },
      { type: 'image', data: 'AA==', mimeType: 'image/png' },
      { type: 'audio', data: 'AA==', mimeType: 'audio/wav' },
      { type: 'resource', resource: { uri: 'bridge:x', mimeType: 'application/pdf', blob: 'AA==' } },
    ] as const
    const connection = await connectLegacy({ call: async () => ({ content, isError: true }) })
    expect((await connection.ask(legacy(1, 'tools/call', { name: 'getJob' }))).result).toEqual({
      content,
      isError: true,
    })
  })

  test('3, 33: an exception becomes a result without a word of it, and a note with its class', async () => {
    const connection = connect({
      call: async () => {
        throw new TypeError('the secret is /etc/passwd')
      },
    })
    connection.send(modern(1, 'tools/call', { name: 'getJob' }))
    const line = await connection.nextLine()
    expect(JSON.parse(line)).toMatchObject({ result: { isError: true, content: [{ type: 'text' }] } })
    expect(line).toContain('sent: unknown')
    expect(line).not.toContain('passwd')
    expect(connection.notes).toEqual([{ kind: 'call-threw', tool: 'getJob', error: 'TypeError' }])
  })
})

describe('the rest', () => {
  test('39: a cancelled call is aborted and gets no answer; its id is free again', async () => {
    const connection = connect({
      call: (_tool, args, signal) =>
        args.wait === true
          ? new Promise((resolve) => signal.addEventListener('abort', () => resolve(text('too late'))))
          : Promise.resolve(text('next')),
    })
    connection.send(modern(1, 'tools/call', { name: 'getJob', arguments: { wait: true } }))
    await expect.poll(() => connection.calls.length).toBe(1)
    connection.send({ method: 'notifications/cancelled', params: { requestId: 1, reason: 'changed my mind' } })
    await expect.poll(() => connection.calls[0]?.signal.aborted).toBe(true)
    expect(await connection.ask(modern(1, 'tools/call', { name: 'getJob' }))).toMatchObject({
      id: 1,
      result: { content: [{ text: 'next' }] },
    })
  })

  test.each([{ requestId: 'unknown' }, { requestId: 99 }, {}, { requestId: {} }])(
    '39: a cancellation with %o is ignored',
    async (params) => {
      const connection = await connectLegacy()
      connection.send({ method: 'notifications/cancelled', params }, legacy(1, 'ping'))
      expect(await connection.next()).toEqual({ jsonrpc: '2.0', id: 1, result: {} })
    },
  )

  test('42: ping is answered by the older revisions and unknown in the newer one', async () => {
    const older = await connectLegacy()
    expect(await older.ask(legacy(1, 'ping'))).toEqual({ jsonrpc: '2.0', id: 1, result: {} })
    const newer = connect()
    expect(await newer.ask(modern(1, 'ping'))).toMatchObject({ error: { code: -32601 } })
  })

  test('43 N: a subscription is acknowledged first and ends with a result', async () => {
    const connection = connect()
    connection.send(modern(1, 'subscriptions/listen', { notifications: { toolsListChanged: true } }))
    expect(await connection.next()).toMatchObject({
      method: 'notifications/subscriptions/acknowledged',
      params: { notifications: {}, _meta: { 'io.modelcontextprotocol/subscriptionId': 1 } },
    })
    connection.input.end()
    expect(await connection.next()).toMatchObject({ id: 1, result: { resultType: 'complete' } })
    expect(await connection.closed).toEqual({ by: 'input-ended' })
  })

  test.each(['resources/list', 'prompts/list', 'completion/complete', 'tasks/list', 'logging/setLevel'])(
    '18, 41, 46: %s is not declared and unknown',
    async (method) => {
      const older = await connectLegacy()
      expect(await older.ask(legacy(1, method, {}))).toMatchObject({ error: { code: -32601 } })
      const newer = connect()
      expect(await newer.ask(modern(1, method))).toMatchObject({ error: { code: -32601 } })
    },
  )
})
