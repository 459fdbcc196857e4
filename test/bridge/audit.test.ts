import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { writeAuditLine } from '../../src/bridge/audit-line.ts'
import { createBridge } from '../../src/bridge/call.ts'
import type { JsonObject } from '../../src/lib/json.ts'
import { pass, refuse } from '../../src/problem/checked.ts'
import { problem } from '../../src/problem/problem.ts'
import type { Upstream, UpstreamRequest } from '../../src/upstream/model.ts'
import { parameterOf, profileOf } from '../plan/factory.ts'
import { answer } from '../response/call.ts'
import { toolOf } from '../tool/compiling.ts'
import { type MemoryLog, memoryLog, proofOf, sha256, trailOf } from './audit-log.ts'

const { planned, ...SHOWN } = toolOf({
  method: 'PATCH',
  path: '/jobs/{jobId}',
  parameters: [parameterOf({ name: 'jobId', in: 'path' })],
})
const TOOL = { ...SHOWN, planned: { ...planned, entry: { ...planned.entry, requires: ['jobs:write_status'] } } }
const VALUE = 'canary-value'

type Sending = Upstream['send']

async function calling(send: Sending, log: MemoryLog = memoryLog()) {
  const audit = await trailOf(log)
  const tools = new Map([[TOOL.name, TOOL]])
  const credentials = { byVariable: new Map(), secrets: [] }
  const upstream: Upstream = { send, close: async () => {} }
  const bridge = createBridge({ profile: profileOf(), tools, credentials, upstreams: new Map([['', upstream]]), audit })
  return { audit, log, call: (args: JsonObject) => bridge.call(TOOL, args, new AbortController().signal) }
}

const parsed = (log: MemoryLog) => log.lines.map((line) => JSON.parse(line))
const AT = { source: 'upstream' } as const
const STARTED = {
  call: 1,
  tool: TOOL.name,
  operation: 'PATCH /jobs/{jobId}',
  access: 'write',
  permissions: ['jobs:write_status'],
  target: 'PATCH https://api.example/jobs/{jobId}',
  arguments: ['jobId'],
  argumentsDigest: sha256(`key{"jobId":"${VALUE}"}`).slice(0, 16),
}

describe('a call', () => {
  test.each<{ name: string; send: Sending; want: object }>([
    {
      name: 'that succeeds',
      send: async () => pass(answer(200, '{}', [['x-request-id', 'req fake-token']])),
      want: { status: 'success', httpStatus: 200, requestId: 'req [redacted]', sent: 'yes' },
    },
    {
      name: 'that the API refuses',
      send: async () => pass(answer(403)),
      want: { status: 'denied', httpStatus: 403, sent: 'yes' },
    },
    {
      name: 'that fails there',
      send: async () => pass(answer(500)),
      want: { status: 'error', httpStatus: 500, sent: 'yes' },
    },
    {
      name: 'that is cancelled',
      send: async () => refuse(problem('CALL_CANCELLED', AT, { sent: 'unknown' })),
      want: { status: 'error', problem: 'CALL_CANCELLED', sent: 'unknown' },
    },
    {
      name: 'that waits too long for its turn',
      send: async () => refuse(problem('UPSTREAM_BUSY', AT, { waiting: 256 })),
      want: { status: 'error', problem: 'UPSTREAM_BUSY', sent: 'no' },
    },
  ])('$name', async ({ send, want }) => {
    const { log, call } = await calling(send)
    await call({ jobId: VALUE })
    const [, started, ended] = parsed(log)
    expect(started).toMatchObject({ ...STARTED, seq: 1, status: 'started', profile: 'test' })
    expect(ended).toMatchObject({ ...STARTED, seq: 2, ...want, durationMs: expect.any(Number) })
    expect(log.lines.join('\n')).not.toContain(VALUE)
  })

  test('that throws', async () => {
    const { log, call } = await calling(() => Promise.reject(new Error('bug')))
    await expect(call({ jobId: VALUE })).rejects.toThrow('bug')
    expect(parsed(log).at(-1)).toMatchObject({ call: 1, status: 'error', problem: 'INTERNAL', sent: 'unknown' })
  })

  test('is in the log, and on the disk, before it is sent', async () => {
    const log = memoryLog()
    let flushed = 0
    const { call } = await calling(async () => {
      flushed = log.flushed.filter((line) => line.includes('"started"')).length
      return pass(answer(200))
    }, log)
    await call({ jobId: VALUE })
    expect(flushed).toBe(1)
  })

  test('with wrong arguments is denied, without what they were', async () => {
    const { log, call } = await calling(() => Promise.reject(new Error('sent')))
    const outcome = await call({ jobId: VALUE, 'fake-token': VALUE, '\n{"forged":1}': VALUE })
    expect(outcome.isError).toBe(true)
    const [, denied, ...more] = parsed(log)
    expect(more).toEqual([])
    expect(denied).toMatchObject({
      status: 'denied',
      problem: 'ARGUMENTS_INVALID',
      sent: 'no',
      arguments: ['jobId', '[redacted]', '\n{"forged":1}'],
    })
    expect(denied.call).toBeUndefined()
    expect(log.lines.join('')).not.toMatch(/canary|fake-token|\n/)
  })

  test('of a tool that there is not is denied', async () => {
    const { audit, log } = await calling(() => Promise.reject(new Error('sent')))
    await audit.denied('__proto__', { a: VALUE })
    expect(parsed(log)[1]).toMatchObject({
      status: 'denied',
      tool: '__proto__',
      problem: 'TOOL_UNKNOWN',
      arguments: ['a'],
    })
  })

  test('that can not be recorded is not sent, nor is any later one', async () => {
    let sent = 0
    const { audit, log, call } = await calling(async () => {
      sent++
      return pass(answer(200))
    })
    await call({ jobId: VALUE })
    log.fail('the disk is full')
    for (const outcome of [await call({ jobId: VALUE }), await call({ jobId: VALUE })]) {
      expect(outcome).toMatchObject({ isError: true, problem: { code: 'AUDIT_UNAVAILABLE' } })
      expect(JSON.stringify(outcome.content)).toContain('sent: no')
    }
    expect(sent).toBe(1)
    expect(await audit.close()).toMatchObject({ ok: false, problems: [{ code: 'AUDIT_UNAVAILABLE' }] })
  })

  test('whose end can not be recorded still gives its answer', async () => {
    const log = memoryLog()
    const { call } = await calling(async () => {
      log.fail('the disk is full')
      return pass(answer(200, '{"a":1}'))
    }, log)
    expect(await call({ jobId: VALUE })).toMatchObject({ isError: false, status: 200 })
    expect(proofOf(log.lines)).toEqual(['(open a)', '(unknown a 1)'])
  })

  test('under way is recorded before the log is closed', async () => {
    let finish = () => {}
    const { audit, log, call } = await calling(
      () => new Promise((resolve) => (finish = () => resolve(pass(answer(200))))),
    )
    const under = call({ jobId: VALUE })
    await expect.poll(() => log.lines.length).toBe(2)
    const closed = audit.close()
    finish()
    await Promise.all([under, closed])
    expect(parsed(log).map(({ status }) => status)).toEqual(['opened', 'started', 'success', 'closed'])
  })

  test('among many at a time keeps its own number', async () => {
    const { audit, log, call } = await calling(async () => pass(answer(200)))
    await Promise.all(Array.from({ length: 30 }, (_, at) => call({ jobId: `job_${at}` })))
    await audit.close()
    expect(proofOf(log.lines)).toEqual([])
    const digests = new Map<number, Set<string>>()
    for (const { call: number, argumentsDigest } of parsed(log).slice(1, -1)) {
      digests.set(number, (digests.get(number) ?? new Set()).add(argumentsDigest))
    }
    expect([...digests.values()].map(({ size }) => size)).toEqual(Array.from({ length: 30 }, () => 1))
  })
})

describe('the digest of arguments', () => {
  const digests = async (...all: readonly JsonObject[]) => {
    const { audit, log } = await calling(() => Promise.reject(new Error('sent')))
    for (const args of all) await audit.denied('x', args)
    return new Set(
      parsed(log)
        .slice(1)
        .map(({ argumentsDigest }) => argumentsDigest),
    ).size
  }

  test.each<{ given: readonly JsonObject[]; want: number }>([
    {
      given: [
        { a: 1, b: { c: 2, d: 3 } },
        { b: { d: 3, c: 2 }, a: 1 },
      ],
      want: 1,
    },
    { given: [{ a: 1 }, { a: 2 }], want: 2 },
    { given: [{ a: 1 }, { a: '1' }], want: 2 },
    { given: [{ a: [1, 2] }, { a: [2, 1] }], want: 2 },
  ])('$given: $want', async ({ given, want }) => {
    expect(await digests(...given)).toBe(want)
  })
})

test('a line is one line of ASCII under 4 KB, whatever is in it', () => {
  const text = fc.string({ unit: 'binary', maxLength: 2000 })
  const place = { run: 'a', seq: 1, call: 1, time: '2026-01-01T00:00:00.000Z', previous: 'f'.repeat(64) }
  fc.assert(
    fc.property(text, text, text, fc.array(text, { maxLength: 200 }), (profile, tool, target, names) => {
      const entry = {
        status: 'denied',
        tool,
        target,
        operation: tool,
        requestId: target,
        permissions: names,
        arguments: names,
        argumentsDigest: '0123456789abcdef',
      } as const
      const { line, hash } = writeAuditLine(entry, { ...place, profile }, sha256)
      expect(line).toMatch(/^[\x20-\x7e]{1,4095}$/)
      // what a shell would run inside of quotes
      expect(line).not.toMatch(/[$`]/)
      expect(JSON.parse(line)).toMatchObject({ ...place, status: 'denied', argumentsDigest: '0123456789abcdef', hash })
    }),
  )
})

test('what is short is whole', () => {
  const names = Array.from({ length: 60 }, (_, at) => `an_argument_${at}`)
  const place = { run: 'a', seq: 0, time: '', profile: 'é\u2028\ud800', previous: null }
  const { line } = writeAuditLine({ status: 'started', arguments: names }, place, sha256)
  expect(JSON.parse(line)).toMatchObject({ arguments: names, profile: 'é\u2028\ud800' })
})

/** Only what the caller's own argument says goes by this name unless the tool asks for a key. */
test('a key of idempotency is recorded where the bridge made it', async () => {
  const log = memoryLog()
  const trail = await trailOf(log)
  const request: UpstreamRequest = { method: 'POST', origin: '', target: '', headers: [['Idempotency-Key', 'k1']] }
  await trail.call(toolOf({ method: 'POST' }, { idempotencyKey: true }), {}).started(request)
  await trail.call(toolOf({ method: 'POST' }), {}).started(request)
  expect(parsed(log).map(({ idempotencyKey }) => idempotencyKey)).toEqual([undefined, 'k1', undefined])
})
