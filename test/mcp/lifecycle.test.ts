import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Bridge } from '../../src/bridge/bridge.ts'
import { failure, success } from '../../src/lib/result.ts'
import type { Ready } from '../../src/mcp/readiness.ts'
import { MAX_LINE_BYTES } from '../../src/mcp/stdio.ts'
import type { ToolResult } from '../../src/response/model.ts'
import { connect, connectLegacy, INITIALIZED, initialize, legacy, modern, text, tool } from './connection.ts'

const FAILURE = {
  exitCode: 5,
  message: 'updateJobStatus is not in the contract',
  problems: [{ code: 'OPERATION_NOT_FOUND', severity: 'error', operation: 'updateJobStatus' }],
}
const REFUSED = { code: 5, message: FAILURE.message, data: { problems: FAILURE.problems } }
const CLOSED_BY_FAILURE = { by: 'check-failed', failure: FAILURE }
const CALL = modern(1, 'tools/call', { name: 'getJob' })

/** A promise to settle by hand. */
function deferred<V>(): { promise: Promise<V>; resolve: (value: V) => void; reject: (error: Error) => void } {
  let resolve: (value: V) => void = () => {}
  let reject: (error: Error) => void = () => {}
  const promise = new Promise<V>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}

/** A call that answers only once it is aborted, as the bridge's do. */
const untilAborted: Bridge['call'] = (_tool, _args, signal) =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve({ ...text('cancelled'), isError: true })))

/** A call that ignores everything. */
const stuck: Bridge['call'] = () => new Promise(() => {})

const ready = (): Ready => success({ tools: new Map([['getJob', tool('getJob')]]), call: async () => text('ready') })

beforeEach(() => {
  // only what the server times with; streams keep their own pace
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const pass = (milliseconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds)

/** Lets streams and promises run without any time passing for the server. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}

async function turns(count = 20): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve))
}

describe('end of input (4)', () => {
  test('idle: closes at once', async () => {
    const connection = await connectLegacy()
    connection.input.end()
    expect(await connection.closed).toEqual({ by: 'input-ended' })
    expect(await connection.rest()).toEqual([])
  })

  test('a broken input is an ended one', async () => {
    const connection = await connectLegacy()
    connection.input.destroy(new Error('broken'))
    expect(await connection.closed).toEqual({ by: 'input-ended' })
  })

  test('an input that ended before the start is noticed', async () => {
    const input = new PassThrough()
    input.destroy()
    await until(() => input.destroyed)
    const { createStdioTransport } = await import('../../src/mcp/stdio.ts')
    const transport = createStdioTransport({ input, output: new PassThrough(), note: () => {} })
    await transport.start()
    expect(await transport.ended).toEqual({ by: 'input-ended' })
  })

  test('requests already read are answered, the last one even without a line end', async () => {
    const answer = deferred<ToolResult>()
    const connection = connect({ call: () => answer.promise })
    connection.send(CALL)
    connection.input.end(JSON.stringify({ jsonrpc: '2.0', ...modern(2, 'tools/list') }))
    expect(await connection.next()).toMatchObject({ id: 2 })
    await pass(1_900)
    answer.resolve(text('in time'))
    expect(await connection.next()).toMatchObject({ id: 1, result: { content: [{ text: 'in time' }] } })
    expect(await connection.closed).toEqual({ by: 'input-ended' })
  })

  test('6: after two seconds what remains is aborted, and says so', async () => {
    const connection = connect({ call: untilAborted })
    connection.send(CALL)
    connection.input.end()
    await until(() => connection.calls.length === 1)
    await turns()
    await pass(1_999)
    expect(connection.calls[0]?.signal.aborted).toBe(false)
    await pass(1)
    expect(await connection.next()).toMatchObject({ id: 1, result: { isError: true } })
    expect(await connection.closed).toEqual({ by: 'input-ended' })
  })

  test('a call that ignores its abort does not hold the process', async () => {
    const connection = connect({ call: stuck })
    connection.send(CALL)
    connection.input.end()
    await until(() => connection.calls.length === 1)
    await turns()
    await pass(2_250)
    expect(await connection.closed).toEqual({ by: 'input-ended' })
    expect(await connection.rest()).toEqual([])
  })

  test('requests that wait for the check are told that the server closes', async () => {
    const connection = connect({ ready: new Promise(() => {}) })
    connection.send(modern(1, 'tools/list'))
    connection.input.end()
    await turns()
    await pass(2_000)
    expect(await connection.next()).toMatchObject({ id: 1, error: { code: -32603 } })
    expect(await connection.closed).toEqual({ by: 'input-ended' })
  })

  test('with the check under way: its failure is waited for and wins', async () => {
    const check = deferred<Ready>()
    const connection = connect({ ready: check.promise })
    connection.input.end()
    await turns()
    check.resolve(failure(FAILURE))
    expect(await connection.closed).toEqual(CLOSED_BY_FAILURE)
  })
})

describe('the check', () => {
  test('handshakes are answered before it is done, lists and calls after it', async () => {
    const check = deferred<Ready>()
    const connection = connect({ ready: check.promise })
    connection.send(CALL, modern(2, 'tools/list'), modern(3, 'server/discover'))
    expect(await connection.next()).toMatchObject({ id: 3, result: {} })
    check.resolve(ready())
    expect(await connection.next()).toMatchObject({ id: 2, result: { tools: [{ name: 'getJob' }] } })
    expect(await connection.next()).toMatchObject({ id: 1, result: { content: [{ text: 'ready' }] } })
  })

  test('failed: what is pending is answered with the problem, then it closes', async () => {
    const check = deferred<Ready>()
    const connection = connect({ ready: check.promise })
    connection.send(initialize(1), INITIALIZED, legacy(2, 'tools/list'), legacy(3, 'tools/call', { name: 'getJob' }))
    expect(await connection.next()).toMatchObject({ id: 1, result: {} })
    check.resolve(failure(FAILURE))
    expect(await connection.closed).toEqual(CLOSED_BY_FAILURE)
    const answers = (await connection.rest()).map((line) => JSON.parse(line))
    expect(answers.sort((a, b) => a.id - b.id)).toMatchObject([
      { id: 2, error: REFUSED },
      { id: 3, error: REFUSED },
    ])
  })

  test('failed in the middle of a handshake: the client can still ask, for a second', async () => {
    const connection = connect({ ready: Promise.resolve(failure(FAILURE)) })
    await turns()
    await pass(900)
    connection.send(initialize(1))
    expect(await connection.next()).toMatchObject({ id: 1, result: {} })
    connection.send(INITIALIZED, legacy(2, 'tools/list'))
    expect(await connection.next()).toMatchObject({ id: 2, error: REFUSED })
    expect(await connection.closed).toEqual(CLOSED_BY_FAILURE)
  })

  test('failed and nobody asks: closes after a second', async () => {
    const connection = connect({ ready: Promise.resolve(failure(FAILURE)) })
    await turns()
    await pass(1_000)
    expect(await connection.closed).toEqual(CLOSED_BY_FAILURE)
  })

  test('failed and the input ends: closes at once', async () => {
    const connection = connect({ ready: Promise.resolve(failure(FAILURE)) })
    await turns()
    connection.input.end()
    expect(await connection.closed).toEqual(CLOSED_BY_FAILURE)
  })

  test('broken: pending requests are answered and the bug reaches the caller', async () => {
    const check = deferred<Ready>()
    const connection = connect({ ready: check.promise })
    connection.send(modern(1, 'tools/list'))
    const closed = connection.closed.catch((error: unknown) => error)
    await turns()
    check.reject(new Error('secret'))
    const line = await connection.nextLine()
    expect(JSON.parse(line)).toMatchObject({ id: 1, error: { code: -32603 } })
    expect(line).not.toContain('secret')
    expect(await closed).toEqual(new Error('secret'))
  })
})

describe('8: a line over 10 MiB', () => {
  test('ends the session with its problem; what was read before is answered', async () => {
    const answer = deferred<ToolResult>()
    const connection = connect({ call: () => answer.promise })
    connection.send(CALL)
    await until(() => connection.calls.length === 1)
    connection.input.write(new Uint8Array(MAX_LINE_BYTES + 1).fill(0x20))
    connection.send(modern(2, 'tools/list'))
    await turns()
    answer.resolve(text('before'))
    expect(await connection.next()).toMatchObject({ id: 1, result: { content: [{ text: 'before' }] } })
    expect(await connection.closed).toMatchObject({
      by: 'input-refused',
      problem: { code: 'INPUT_LINE_TOO_LONG', args: { limit: MAX_LINE_BYTES } },
    })
    expect(await connection.rest()).toEqual([])
  })

  test('one of exactly 10 MiB is read', async () => {
    const request = JSON.stringify({ jsonrpc: '2.0', ...modern(1, 'server/discover') })
    const connection = connect()
    connection.send(request + ' '.repeat(MAX_LINE_BYTES - request.length))
    expect(await connection.next()).toMatchObject({ id: 1, result: {} })
  })
})

describe('output', () => {
  test('5: closed while a call runs: the call is aborted and nothing throws', async () => {
    const connection = connect({ call: untilAborted })
    connection.send(CALL)
    await until(() => connection.calls.length === 1)
    connection.output.on('error', () => {})
    connection.output.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
    await turns()
    await pass(0)
    expect(await connection.closed).toEqual({ by: 'output-closed' })
    expect(connection.calls[0]?.signal.aborted).toBe(true)
  })

  test('full: input is not read until the client reads its answers, and none is lost', async () => {
    const output = new PassThrough({ highWaterMark: 1_000 })
    const connection = connect({ output, call: async () => text('x'.repeat(2_000)) })
    const first = modern(0, 'tools/call', { name: 'getJob' })
    connection.send(first)
    await until(() => output.writableNeedDrain)
    for (let id = 1; id <= 20; id++) connection.send(modern(id, 'tools/call', { name: 'getJob' }))
    await turns()
    expect(connection.calls).toHaveLength(1)
    const ids: unknown[] = []
    while (ids.length <= 20) ids.push((await connection.next()).id)
    expect(ids).toEqual(Array.from({ length: 21 }, (_, id) => id))
  })

  test('full for good: closing does not wait for it', async () => {
    const output = new PassThrough({ highWaterMark: 1 })
    const connection = connect({ output })
    connection.send(modern(1, 'subscriptions/listen', { notifications: {} }), modern(2, 'tools/list'))
    await until(() => output.writableNeedDrain)
    const done = connection.shutdown(500)
    await turns()
    await pass(1_000)
    await done
    expect(await connection.closed).toEqual({ by: 'shutdown' })
  })
})

describe('shutdown', () => {
  test('6: aborts the calls under way, whose answers still get out', async () => {
    const connection = connect({ call: untilAborted })
    connection.send(CALL)
    await until(() => connection.calls.length === 1)
    await connection.shutdown(1_000)
    expect(await connection.next()).toMatchObject({ id: 1, result: { isError: true } })
    expect(await connection.closed).toEqual({ by: 'shutdown' })
  })

  test('waits no longer than its grace', async () => {
    const connection = connect({ call: stuck })
    connection.send(CALL)
    await until(() => connection.calls.length === 1)
    const done = connection.shutdown(700)
    await turns()
    await pass(700)
    await done
    expect(await connection.rest()).toEqual([])
  })

  test('cuts the wait after the end of input short', async () => {
    const connection = connect({ call: untilAborted })
    connection.send(CALL)
    connection.input.end()
    await until(() => connection.calls.length === 1)
    await turns()
    await connection.shutdown(100)
    expect(await connection.next()).toMatchObject({ id: 1, result: { isError: true } })
    expect(await connection.closed).toEqual({ by: 'input-ended' })
  })

  test('may be asked for twice, and reads nothing more', async () => {
    const connection = connect()
    await Promise.all([connection.shutdown(100), connection.shutdown(100)])
    connection.send(CALL)
    await turns()
    expect(connection.calls).toEqual([])
    expect(await connection.rest()).toEqual([])
  })
})
