import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type GearGenius, startGearGenius } from '../../fixtures/geargenius/start-gear-genius.ts'
import { shippedProfilesAt, writeProfiles } from './profiles-at.ts'
import { BRIDGE, cleanEnvironment, finished, runBridge } from './run-bridge.ts'
import { INITIALIZE, messagesIn, openLegacySession } from './session.ts'

let api: GearGenius
let profiles: string
let variables: Record<string, string>
let folder: string
beforeAll(async () => {
  api = await startGearGenius()
  profiles = await shippedProfilesAt('demo', api.origin)
  folder = await mkdtemp(join(tmpdir(), 'bridge-audit-'))
  variables = { DEMO_USER_TOKEN: api.technicianToken, HOME: folder, XDG_STATE_HOME: folder, LOCALAPPDATA: folder }
})
afterAll(async () => {
  await api.close()
  await rm(folder, { recursive: true, force: true })
})

let files = 0
const newFile = () => join(folder, `audit-${files++}.jsonl`)
const posix = process.platform !== 'win32'

interface Line {
  readonly status: string
  readonly tool?: string
  readonly [name: string]: unknown
}

async function linesOf(file: string): Promise<readonly Line[]> {
  const text = await readFile(file, 'utf8')
  return text
    .split('\n')
    .slice(0, -1)
    .map((line): Line => JSON.parse(line))
}

const verify = (file: string, ...options: readonly string[]) => runBridge(['audit', 'verify', file, ...options])
const apiCalls = (of: GearGenius = api) => of.requests.filter(({ target }) => target.startsWith('/api/'))

/** An API whose only operation never answers. */
async function startSilent(): Promise<{ readonly server: Server; readonly profiles: string; asked: Promise<void> }> {
  let ask = () => {}
  const asked = new Promise<void>((resolve) => {
    ask = resolve
  })
  const server = createServer((request, response) => {
    if (request.url !== '/openapi.json') return ask()
    const operation = { operationId: 'wait', responses: { 200: { description: 'never' } } }
    response.end(
      JSON.stringify({
        openapi: '3.1.0',
        info: { title: 'Silent', version: '1' },
        paths: { '/wait': { post: operation } },
      }),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  const origin = `http://127.0.0.1:${address.port}`
  const upstream = { kind: 'openapi', contract: `${origin}/openapi.json`, baseUrl: origin }
  const silent = { upstream, tools: [{ operation: 'wait', access: 'write' }] }
  return { server, asked, profiles: await writeProfiles(JSON.stringify({ version: 1, profiles: { silent } })) }
}

describe('a session', () => {
  test('is in the log, call by call, without a value', async () => {
    const file = newFile()
    const session = await openLegacySession(['--profiles', profiles, '--audit', file], variables)
    const call = (name: string, given: object) => session.request('tools/call', { name, arguments: given })
    await call('getJob', { jobId: 'job_1042' })
    await call('updateJobStatus', { jobId: 'job_1042', status: 'open' })
    await call('getJob', { jobId: 'job_1042', canary_name: 'canary_value' })
    await call('deleteJob', { jobId: 'job_1046' })
    await call(`name ${api.technicianToken}`, { [api.technicianToken]: api.technicianToken })
    expect((await session.end()).exit).toBe(0)

    const lines = await linesOf(file)
    expect(lines.map(({ status, tool = '' }) => `${status} ${tool}`)).toEqual([
      'opened ',
      'started getJob',
      'success getJob',
      'started updateJobStatus',
      'error updateJobStatus',
      'denied getJob',
      'denied deleteJob',
      'denied name [redacted]',
      'closed ',
    ])
    expect(lines[4]).toMatchObject({
      seq: 4,
      call: 3,
      profile: 'demo_technician',
      operation: 'updateJobStatus',
      access: 'write',
      permissions: ['jobs:write_status'],
      target: `PATCH ${api.origin}/api/gpt/user/jobs/{jobId}/status`,
      httpStatus: 409,
      durationMs: expect.any(Number),
      requestId: expect.stringMatching(/^req_\d+$/),
      sent: 'yes',
      arguments: ['jobId', 'status'],
      argumentsDigest: expect.stringMatching(/^[0-9a-f]{16}$/),
    })
    const text = await readFile(file, 'utf8')
    for (const secret of [api.technicianToken, 'job_1042', 'job_1046', 'canary_value'])
      expect(text).not.toContain(secret)
    if (posix) expect((await stat(file)).mode & 0o777).toBe(0o600)
    const verified = await verify(file, '--sealed')
    expect([verified.exit, verified.stdout]).toEqual([0, '9 entries of 1 run: no gap, no edit.\n'])
  })

  test('whose process is killed in a call leaves at most that it started', async () => {
    const silent = await startSilent()
    const file = newFile()
    const session = await openLegacySession(['--profiles', silent.profiles, '--audit', file], variables)
    void session.request('tools/call', { name: 'wait' })
    await silent.asked
    session.kill('SIGKILL')
    await session.exited
    expect((await linesOf(file)).map(({ status }) => status)).toEqual(['opened', 'started'])
    const [open, sealed] = [await verify(file), await verify(file, '--sealed')]
    expect([open.exit, sealed.exit]).toEqual([0, 9])
    for (const code of ['AUDIT_OPEN', 'AUDIT_OUTCOME_UNKNOWN']) expect(open.stderr).toContain(code)
    silent.server.closeAllConnections()
    silent.server.close()
  })

  test.skipIf(!posix)('that is ended in a call says so', async () => {
    const silent = await startSilent()
    const file = newFile()
    const session = await openLegacySession(['--profiles', silent.profiles, '--audit', file], variables)
    void session.request('tools/call', { name: 'wait' })
    await silent.asked
    session.kill('SIGTERM')
    expect((await session.exited).exit).toBe(143)
    const lines = await linesOf(file)
    expect(lines.map(({ status, problem, sent }) => [status, problem, sent])).toEqual([
      ['opened', undefined, undefined],
      ['started', undefined, undefined],
      ['error', 'CALL_CANCELLED', 'unknown'],
      ['closed', undefined, undefined],
    ])
    expect((await verify(file, '--sealed')).exit).toBe(0)
    silent.server.closeAllConnections()
    silent.server.close()
  })

  test('five processes share a file', async () => {
    const file = newFile()
    const before = apiCalls().length
    const sessions = await Promise.all(
      Array.from({ length: 5 }, () => openLegacySession(['--profiles', profiles, '--audit', file], variables)),
    )
    const answers = await Promise.all(
      sessions.flatMap((session) =>
        Array.from({ length: 200 }, () => session.request('tools/call', { name: 'getTimer', arguments: {} })),
      ),
    )
    expect(answers.filter((answer) => answer?.result?.isError !== false)).toEqual([])
    await Promise.all(sessions.map((session) => session.end()))
    expect(apiCalls().length - before).toBe(1000)
    const verified = await verify(file, '--sealed')
    expect([verified.exit, verified.stdout]).toEqual([0, '2010 entries of 5 runs: no gap, no edit.\n'])
  }, 120_000)
})

describe('a log that can not be written', () => {
  test.each<{ name: string; file: () => string }>([
    { name: 'in a folder that is not there', file: () => join(folder, 'none', 'audit.jsonl') },
    { name: 'that is a folder', file: () => folder },
    { name: 'that is a profiles file', file: () => profiles },
    { name: 'that is a URL', file: () => 'https://example.com/audit.jsonl' },
    { name: 'that is a full device', file: () => '/dev/full' },
  ])('$name ends start and call with 9, and nothing is asked', async ({ file }) => {
    const before = api.requests.length
    const options = ['--profiles', profiles, '--audit', file()]
    const runs = [
      await runBridge(['start', ...options], variables),
      await runBridge(['call', 'getTimer', ...options], variables),
    ]
    expect(runs.map(({ exit, stdout }) => [exit, stdout])).toEqual([
      [9, ''],
      [9, ''],
    ])
    for (const { stderr } of runs) expect(stderr).toContain('AUDIT_UNAVAILABLE')
    expect(api.requests.length).toBe(before)
  })

  test.skipIf(!posix)('any further refuses what it has no line for', async () => {
    const file = newFile()
    const before = apiCalls().length
    const limited = ['-c', 'ulimit -f 8; exec "$0" "$@"', process.execPath, BRIDGE]
    const child = spawn('sh', [...limited, 'start', '--profiles', profiles, '--audit', file], {
      cwd: folder,
      env: cleanEnvironment(variables),
      stdio: 'pipe',
    })
    const requests = [
      { id: 'a', method: 'initialize', params: INITIALIZE },
      { method: 'notifications/initialized' },
      ...Array.from({ length: 40 }, (_, id) => ({ id, method: 'tools/call', params: { name: 'getTimer' } })),
    ]
    child.stdin.end(requests.map((request) => `${JSON.stringify({ jsonrpc: '2.0', ...request })}\n`).join(''))
    const run = await finished(child)
    const texts = messagesIn(run.stdout).flatMap(({ result }) =>
      result?.content === undefined ? [] : [JSON.stringify(result)],
    )
    const refused = texts.filter((text) => text.includes("audit log can't be written"))
    expect(texts).toHaveLength(40)
    expect(refused.length).toBeGreaterThan(0)
    for (const text of refused) expect(text).toContain('sent: no')
    expect(apiCalls().length - before).toBe(40 - refused.length)
    expect([run.exit, run.stderr.includes('AUDIT_UNAVAILABLE')]).toEqual([9, true])
    const text = await readFile(file, 'utf8')
    const started = text.split('\n').filter((line) => line.includes('"started"') && line.endsWith('}'))
    expect(started.length).toBeGreaterThanOrEqual(40 - refused.length)

    // where the limit happens to be the end of a line, nothing is half
    const half = text.endsWith('\n') ? undefined : 'breaks off'
    const verified = await verify(file)
    expect([verified.exit, verified.stderr.includes(half ?? 'AUDIT_OPEN')]).toEqual([half === undefined ? 0 : 9, true])
    const next = await runBridge(['call', 'getTimer', '--profiles', profiles, '--audit', file], variables)
    expect(next.exit).toBe(0)
    expect((await verify(file)).stdout).toContain(`2 runs: ${half === undefined ? 'no gap' : '1 fault'}`)
  })
})

describe('call', () => {
  test('writes to the file that the profile names beside itself', async () => {
    const file = JSON.parse(await readFile(profiles, 'utf8'))
    file.profiles.demo_technician.audit = { file: 'audit.jsonl' }
    const path = await writeProfiles(JSON.stringify(file))
    const log = path.replace(/[^/\\]+$/, 'audit.jsonl')
    const bridge = (...args: readonly string[]) => runBridge(['call', ...args, '--profiles', path], variables)
    expect((await bridge('getTimer')).exit).toBe(0)
    expect((await bridge('getJob', '--arg', 'jobId=..')).exit).toBe(8)
    expect((await bridge('noTool')).exit).toBe(2)
    expect((await bridge('getTimer', '--dry-run')).exit).toBe(0)
    expect((await linesOf(log)).map(({ status }) => status)).toEqual([
      ...['opened', 'started', 'success', 'closed'],
      ...['opened', 'denied', 'closed'],
      ...['opened', 'denied', 'closed'],
    ])
    expect((await verify(log, '--sealed')).exit).toBe(0)
  })
})

describe('verify', () => {
  test('tells the line of an edit, as a terminal may show it', async () => {
    const file = newFile()
    const options = ['--profiles', profiles, '--audit', file]
    await runBridge(['call', 'getTimer', ...options], variables)
    const text = await readFile(file, 'utf8')
    await writeFile(file, `${text.replace('"success"', '"denied"')}\u001b[2J\n`)
    const run = await verify(file)
    expect(run.exit).toBe(9)
    expect(run.stderr).toMatch(/AUDIT_BROKEN: entry 2: the line was changed[^\n]*\n[^\n]*:3\n/)
    expect(run.stderr).toMatch(/no entry of an audit log\n[^\n]*:5\n/)
    expect(run.stdout + run.stderr).not.toContain('\u001b')
  })

  test.each<{ name: string; args: readonly string[]; exit: number; said: string }>([
    { name: 'no such file', args: ['verify', '/none/audit.jsonl'], exit: 9, said: 'AUDIT_UNREADABLE' },
    { name: 'a URL', args: ['verify', 'https://example.com/a'], exit: 9, said: 'AUDIT_UNREADABLE' },
    { name: 'no file', args: ['verify'], exit: 2, said: 'file' },
    { name: 'another action', args: ['show', 'x'], exit: 2, said: 'verify' },
  ])('$name', async ({ args, exit, said }) => {
    const run = await runBridge(['audit', ...args])
    expect({ exit: run.exit, stderr: run.stderr }).toEqual({ exit, stderr: expect.stringContaining(said) })
  })
})
