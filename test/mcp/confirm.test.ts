import { afterEach, describe, expect, test, vi } from 'vitest'
import { createBridge } from '../../src/bridge/call.ts'
import { success } from '../../src/lib/result.ts'
import { pass } from '../../src/problem/checked.ts'
import type { UpstreamRequest } from '../../src/upstream/model.ts'
import { memoryLog, trailOf } from '../bridge/audit-log.ts'
import { bodyOf, mediaTypeOf, profileOf } from '../plan/factory.ts'
import { answer } from '../response/call.ts'
import { toolOf } from '../tool/compiling.ts'
import { type Answer, type Connection, connect, INITIALIZED, legacy, modern } from './connection.ts'

afterEach(() => {
  vi.useRealTimers()
})

const TOOL = toolOf(
  {
    method: 'POST',
    path: '/orders',
    requestBody: bodyOf([mediaTypeOf({ type: 'object', properties: { credits: { type: 'integer' } } })]),
  },
  { operation: 'POST /orders', access: 'spend', confirm: true },
)

interface Served extends Connection {
  readonly sent: readonly UpstreamRequest[]
  /** The statuses and problems of the audit log. */
  audited(): readonly (readonly [status: string, problem: string | undefined])[]
}

async function serve(): Promise<Served> {
  const sent: UpstreamRequest[] = []
  const log = memoryLog()
  const bridge = createBridge({
    profile: profileOf(),
    tools: new Map([[TOOL.name, TOOL]]),
    credentials: { byVariable: new Map(), secrets: [] },
    upstreams: new Map([
      [
        '',
        {
          send: async (request: UpstreamRequest) => {
            sent.push(request)
            return pass(answer(202, '{"order":1}'))
          },
          close: async () => {},
        },
      ],
    ]),
    audit: await trailOf(log),
  })
  const audited = () =>
    log.lines
      .map((line) => JSON.parse(line))
      .filter(({ tool }) => tool !== undefined)
      .map(({ status, problem }) => [status, problem] as const)
  return { ...connect({ ready: Promise.resolve(success(bridge)) }), sent, audited }
}

const text = (given: Answer): string => given.result?.content?.[0]?.text ?? ''
const ARGS = { credits: 5 }
const CAN_ASK = { 'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } } }

describe('2026-07-28', () => {
  const call = (id: number, more: object = {}, meta: object = CAN_ASK) =>
    modern(id, 'tools/call', { name: TOOL.name, arguments: ARGS, ...more }, meta)
  const answered = (action: unknown) => ({ inputResponses: { confirm: { action } } })
  const asked = async (connection: Connection): Promise<string> =>
    (await connection.ask(call(1))).result?.requestState ?? ''

  test('the client is told what to ask, and nothing is sent', async () => {
    const connection = await serve()
    const { result } = await connection.ask(call(1))
    expect(result).toMatchObject({
      resultType: 'input_required',
      inputRequests: {
        confirm: {
          method: 'elicitation/create',
          params: {
            message: expect.stringContaining('- credits: 5'),
            requestedSchema: { type: 'object', properties: {} },
          },
        },
      },
      requestState: expect.any(String),
    })
    expect(JSON.stringify(atob(result.requestState.split('.')[1].replace(/-/g, '+').replace(/_/g, '/')))).not.toContain(
      'credits',
    )
    expect([connection.sent, connection.audited()]).toEqual([[], []])
  })

  test('a yes makes the call, once', async () => {
    const connection = await serve()
    const again = { requestState: await asked(connection), ...answered('accept') }
    expect(text(await connection.ask(call(2, again)))).toContain('"order":1')
    expect(text(await connection.ask(call(3, again)))).toContain('used already')
    expect(connection.sent).toHaveLength(1)
    expect(connection.audited()).toEqual([
      ['started', undefined],
      ['success', undefined],
      ['denied', 'CALL_UNCONFIRMED'],
    ])
  })

  test.each([
    { name: 'no', given: answered('decline'), want: 'the person declined' },
    { name: 'a closed question', given: answered('cancel'), want: 'closed the question' },
    { name: 'an action that there is not', given: answered('constructor'), want: 'not answered' },
    { name: 'no answer', given: {}, want: 'not answered' },
    { name: 'other arguments', given: { ...answered('accept'), arguments: { credits: 500 } }, want: 'another call' },
    { name: 'a state of somebody else', given: { ...answered('accept'), requestState: 'v1.e30.AA' }, want: 'another' },
    {
      name: 'a yes without a state',
      given: { ...answered('accept'), requestState: undefined },
      want: undefined,
    },
  ])('$name sends nothing', async ({ given, want }) => {
    const connection = await serve()
    const found = await connection.ask(call(2, { requestState: await asked(connection), ...given }))
    if (want === undefined) expect(found.result).toMatchObject({ resultType: 'input_required' })
    else {
      expect(found.result.isError).toBe(true)
      expect(text(found)).toContain(want)
      expect(text(found)).toMatch(/^not confirmed: .*\nhint: .*\nsent: no$/)
    }
    expect(connection.sent).toEqual([])
  })

  test('a yes that comes after ten minutes is none', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const connection = await serve()
    const requestState = await asked(connection)
    vi.advanceTimersByTime(601_000)
    expect(text(await connection.ask(call(2, { requestState, ...answered('accept') })))).toContain('too old')
    expect(connection.sent).toEqual([])
  })

  test('the yes of another process is none', async () => {
    const requestState = await asked(await serve())
    const connection = await serve()
    expect(text(await connection.ask(call(2, { requestState, ...answered('accept') })))).toContain('another call')
    expect(connection.sent).toEqual([])
  })

  test.each([{}, { sampling: {} }, { elicitation: { url: {} } }])('a client with %j can not ask', async (declared) => {
    const connection = await serve()
    const meta = { 'io.modelcontextprotocol/clientCapabilities': declared }
    const found = await connection.ask(call(1, answered('accept'), meta))
    expect(text(found)).toContain('not confirmed: there is nobody who could be asked')
    expect([connection.sent, connection.audited()]).toEqual([[], [['denied', 'CALL_UNCONFIRMED']]])
  })

  test('arguments that are not valid are refused without asking', async () => {
    const connection = await serve()
    const found = await connection.ask(call(1, { arguments: { credits: 'many' } }))
    expect(text(found)).toContain('credits')
    expect(found.result.isError).toBe(true)
  })
})

describe('2025-11-25', () => {
  const call = legacy(2, 'tools/call', { name: TOOL.name, arguments: ARGS })
  const opened = async (capabilities: object): Promise<Served> => {
    const connection = await serve()
    const clientInfo = { name: 'test', version: '1' }
    connection.send(legacy(1, 'initialize', { protocolVersion: '2025-11-25', capabilities, clientInfo }), INITIALIZED)
    await connection.next()
    return connection
  }

  test.each([
    { given: { result: { action: 'accept', content: {} } }, want: '"order":1', sent: 1 },
    { given: { result: { action: 'accept' } }, want: '"order":1', sent: 1 },
    { given: { result: { action: 'decline' } }, want: 'not confirmed: the person declined', sent: 0 },
    { given: { result: { action: 'cancel' } }, want: 'not confirmed: the person closed', sent: 0 },
    { given: { result: { action: 'yes' } }, want: 'not confirmed: the question was not answered', sent: 0 },
    { given: { error: { code: -32603, message: 'no window' } }, want: 'not confirmed: the question was', sent: 0 },
  ])('$given', async ({ given, want, sent }) => {
    const connection = await opened({ elicitation: {} })
    const question = await connection.ask(call)
    expect(question).toMatchObject({
      method: 'elicitation/create',
      params: { message: expect.stringContaining('credits: 5') },
    })
    expect(text(await connection.ask({ id: question.id, ...given }))).toContain(want)
    expect(connection.sent).toHaveLength(sent)
  })

  test.each([{}, { elicitation: { url: {} } }])('a client with %j is not asked', async (capabilities) => {
    const connection = await opened(capabilities)
    expect(text(await connection.ask(call))).toContain('not confirmed: there is nobody')
    expect(connection.sent).toEqual([])
  })

  test('a call that is cancelled while its question is open sends nothing', async () => {
    const connection = await opened({ elicitation: { form: {} } })
    const question = await connection.ask(call)
    connection.send({ method: 'notifications/cancelled', params: { requestId: 2 } })
    const withdrawn = await connection.next()
    expect(withdrawn).toMatchObject({ method: 'notifications/cancelled' })
    connection.send({ id: question.id, result: { action: 'accept' } })
    connection.input.end()
    await connection.closed
    expect(connection.sent).toEqual([])
  })
})
