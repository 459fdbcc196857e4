import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeProfiles } from '../e2e/profiles-at.ts'
import { BRIDGE, cleanEnvironment } from '../e2e/run-bridge.ts'
import { createLeakScan } from './leak-scan.ts'
import { type Piped, pipeBridge } from './pipes.ts'
import { startToxicUpstream, type ToxicUpstream } from './toxic-upstream.ts'

const TOKEN = 'fake-pT5+zQ8/wX1=mN4~kJ7'
const scan = createLeakScan([TOKEN])
const POSIX = process.platform !== 'win32'

const INITIALIZE = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'process', version: '1' } }

let upstream: ToxicUpstream
let profiles = ''
beforeAll(async () => {
  upstream = await startToxicUpstream()
  profiles = await writeProfiles(
    JSON.stringify({
      version: 1,
      profiles: {
        process: {
          title: 'Process',
          upstream: { kind: 'openapi', contract: upstream.contract, baseUrl: upstream.origin },
          auth: { type: 'apiKey', in: 'header', name: 'X-User-Token', token: { env: 'PROCESS_CREDENTIAL' } },
          tools: ['read', { operation: 'write', access: 'write' }],
          limits: { timeoutSeconds: 20, concurrency: 8 },
        },
      },
    }),
  )
})
afterAll(() => upstream.close())

interface Answer {
  readonly id: number
  readonly result?: { readonly isError?: boolean }
  readonly error?: { readonly code: number; readonly message: string }
}

interface Started extends Piped {
  readonly answers: Answer[]
  readonly output: { text: string; errors: string }
  call(id: number, name: string, args: object): void
  /** Resolves when so many answers are there. */
  until(count: number): Promise<void>
}

/** Initialised, and its check is over. */
async function start(variables: Readonly<Record<string, string>> = {}): Promise<Started> {
  const answers: Answer[] = []
  const output = { text: '', errors: '' }
  let waiting: () => void = () => {}
  const piped = pipeBridge(['start', '--profiles', profiles], {
    variables: { PROCESS_CREDENTIAL: TOKEN, ...variables },
    line: (line) => {
      output.text += `${line}\n`
      answers.push(JSON.parse(line))
      waiting()
    },
    stderr: (text) => {
      output.errors += text
    },
  })
  const until = (count: number): Promise<void> =>
    new Promise((resolve, reject) => {
      waiting = () => answers.length >= count && resolve()
      waiting()
      void piped.ended.then((exit) => reject(new Error(`ended with ${exit}: ${output.errors}`)))
    })
  const say = (message: object): void => piped.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  say({ id: 0, method: 'initialize', params: INITIALIZE })
  say({ method: 'notifications/initialized' })
  say({ id: 1, method: 'tools/list' })
  await until(2)
  const call = (id: number, name: string, args: object): void =>
    say({ id, method: 'tools/call', params: { name, arguments: args } })
  return { ...piped, answers, output, call, until }
}

/** A request that hangs upstream. */
async function hang(bridge: Started, nonce: string): Promise<void> {
  bridge.call(9, 'write', { nonce, fault: 'silence' })
  while (upstream.count(nonce) === 0) await new Promise((resolve) => setTimeout(resolve, 10))
}

describe('the end', () => {
  test('of input ends an idle bridge, whatever connections it keeps', async () => {
    const bridge = await start()
    bridge.call(2, 'read', { nonce: 'eof', fault: 'none' })
    await bridge.until(3)
    bridge.end()
    expect(await bridge.ended).toBe(0)
  })

  test('of input leaves a call that hangs two seconds, then says how far it got', async () => {
    const bridge = await start()
    await hang(bridge, 'eof-hang')
    bridge.end()
    expect(await bridge.ended).toBe(0)
    expect(bridge.output.text).toContain('sent: unknown')
    expect(upstream.count('eof-hang')).toBe(1)
  })

  test.skipIf(!POSIX).each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const)('by %s in the middle of a write is %i, and the write is not made again', async (signal, exit) => {
    const bridge = await start()
    await hang(bridge, signal)
    bridge.child.kill(signal)
    expect(await bridge.ended).toBe(exit)
    expect(upstream.count(signal)).toBe(1)
    expect(bridge.answers.filter(({ id }) => id === 9)).toHaveLength(1)
  })

  test.skipIf(!POSIX)('by a second signal is the first one', async () => {
    const bridge = await start()
    await hang(bridge, 'twice')
    bridge.child.kill('SIGINT')
    bridge.child.kill('SIGTERM')
    expect([130, 143]).toContain(await bridge.ended)
  })

  test.each(['stdout', 'both'] as const)('of whoever reads %s ends it without a word of alarm', async (which) => {
    const bridge = await start()
    bridge.child.stdout?.destroy()
    if (which === 'both') bridge.child.stderr?.destroy()
    bridge.call(2, 'read', { nonce: `gone-${which}`, fault: 'none' })
    expect(await bridge.ended).toBe(0)
    expect(bridge.output.errors).not.toMatch(/EPIPE|^\s+at /m)
  })

  test('of whoever reads a check leaves its exit code', async () => {
    const many = Array.from({ length: 2000 }, (_, at) => `none${at}`)
    const path = await writeProfiles(
      readFileSync(profiles, 'utf8').replace('"read"', JSON.stringify(many).slice(1, -1)),
    )
    const child = spawn(process.execPath, [BRIDGE, 'check', '--profiles', path], { env: cleanEnvironment() })
    let errors = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
    child.stdout.once('data', () => child.stdout.destroy())
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(5)
    expect(errors).not.toMatch(/EPIPE|^\s+at .+:\d+/m)
  })

  test('of whoever reads stderr changes nothing', async () => {
    const bridge = await start()
    bridge.child.stderr?.destroy()
    for (let count = 0; count < 50; count++) bridge.write('this is no message\n')
    bridge.call(2, 'read', { nonce: 'no-stderr', fault: 'none' })
    await bridge.until(3)
    bridge.end()
    expect(await bridge.ended).toBe(0)
  })

  test.skipIf(!POSIX)('of a wrapper that was killed, while its pipes stay open', { timeout: 40_000 }, async () => {
    const program = `
      const child = require('node:child_process').spawn(process.execPath, process.argv.slice(1), { stdio: ['inherit', 'inherit', 'ignore'] })
      process.stderr.write(process.pid + ' ' + child.pid + '\\n')`
    // the pipe that the bridge reads is held by a third process, as by a client that lives on
    const shell = spawn(
      '/bin/sh',
      [
        '-c',
        '(cat; exec sleep 60) | "$@"',
        'sh',
        process.execPath,
        '-e',
        program,
        BRIDGE,
        'start',
        '--profiles',
        profiles,
      ],
      {
        env: cleanEnvironment({ PROCESS_CREDENTIAL: TOKEN }),
        detached: true,
      },
    )
    const pids = new Promise<string>((resolve) => shell.stderr.setEncoding('utf8').once('data', resolve))
    const answered = new Promise((resolve) => shell.stdout.once('data', resolve))
    shell.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'initialize', params: INITIALIZE })}\n`)
    await answered
    const [wrapper = 0, bridge = 0] = (await pids).split(' ').map(Number)
    expect(isAlive(bridge)).toBe(true)
    process.kill(wrapper, 'SIGKILL')
    while (isAlive(bridge)) await new Promise((resolve) => setTimeout(resolve, 100))
    // the rest of the pipeline
    process.kill(-(shell.pid ?? 0), 'SIGKILL')
  })
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('a crowd', () => {
  test('of 4,000 lines at once: each has its one answer', { timeout: 60_000 }, async () => {
    const bridge = await start()
    for (let id = 2; id < 4_002; id++) bridge.call(id, 'read', { nonce: `b${id}`, fault: 'none' })
    await bridge.until(4_002)
    bridge.end()
    await bridge.ended
    expect(new Set(bridge.answers.map(({ id }) => id)).size).toBe(4_002)
    expect(bridge.answers).toHaveLength(4_002)
  })

  test('of answers that nobody reads: input waits, nothing is lost', { timeout: 60_000 }, async () => {
    const bridge = await start()
    bridge.child.stdout?.pause()
    const before = upstream.seen.length
    for (let id = 2; id < 3002; id++) bridge.call(id, 'read', { nonce: `p${id}`, fault: 'none' })
    for (let asked = -1; asked !== upstream.seen.length; await new Promise((resolve) => setTimeout(resolve, 500))) {
      asked = upstream.seen.length
    }
    expect(upstream.seen.length - before).toBeLessThan(3000)
    bridge.child.stdout?.resume()
    await bridge.until(3002)
    bridge.end()
    expect(await bridge.ended).toBe(0)
  })

  test('of one id: the second is refused, and nothing is written twice', async () => {
    const bridge = await start()
    await hang(bridge, 'same-id')
    bridge.call(9, 'write', { nonce: 'same-id', fault: 'none' })
    await bridge.until(3)
    expect(bridge.answers.at(-1)).toMatchObject({ id: 9, error: { code: -32600 } })
    bridge.end()
    await bridge.ended
    expect(upstream.count('same-id')).toBe(1)
  })

  test('of bridges started at the same time: all serve', async () => {
    const bridges = await Promise.all(Array.from({ length: 4 }, () => start()))
    for (const bridge of bridges) bridge.end()
    expect(await Promise.all(bridges.map(({ ended }) => ended))).toEqual([0, 0, 0, 0])
  })
})

test.skipIf(!POSIX).each(['throw error', 'Promise.reject(error)'])(
  'what nobody catches (%s) ends it with 1, without a word of what it says',
  async (crash) => {
    const code = `process.on('SIGUSR2', () => { const error = new TypeError('${TOKEN} in /home/ada'); ${crash} })`
    const bridge = await start({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` })
    bridge.child.kill('SIGUSR2')
    expect(await bridge.ended).toBe(1)
    expect(bridge.output.errors).toMatch(/something went wrong inside the bridge \(TypeError\)\n$/)
    expect(bridge.output.errors).not.toMatch(/ada|^\s+at /m)
    expect(scan(bridge.output.errors + bridge.output.text)).toBeUndefined()
  },
)

test.skipIf(!POSIX)('a sleep in the middle of a call: it ends, and the next one is made', async () => {
  const bridge = await start()
  await hang(bridge, 'sleep')
  bridge.child.kill('SIGSTOP')
  await new Promise((resolve) => setTimeout(resolve, 1000))
  bridge.child.kill('SIGCONT')
  bridge.call(10, 'read', { nonce: 'awake', fault: 'none' })
  await bridge.until(3)
  expect(bridge.answers.at(-1)).toMatchObject({ id: 10, result: { isError: false } })
  bridge.end()
  await bridge.ended
})

describe('the token', () => {
  test.each([
    { NODE_DEBUG: 'http,net,stream,tls,undici,fetch,module,child_process' },
    { NODE_DEBUG: 'http,net,undici,fetch', NODE_OPTIONS: '--trace-warnings --trace-uncaught --trace-deprecation' },
    { DEBUG: '*', NODE_DEBUG: '*' },
  ])('is not printed with %j, and stdout stays what it is', async (variables) => {
    const bridge = await start(variables)
    for (const [index, fault] of ['none', 'reset before headers', 'echo of the token', 'another protocol'].entries()) {
      bridge.call(index + 2, 'write', { nonce: `debug-${index}`, fault })
    }
    await bridge.until(6)
    bridge.end()
    await bridge.ended
    expect(bridge.output.errors.length).toBeGreaterThan(100)
    expect(scan(bridge.output.errors + bridge.output.text)).toBeUndefined()
  })

  test.skipIf(!POSIX)('is not in a diagnostic report', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bridge-report-'))
    const bridge = await start({ NODE_OPTIONS: `--report-on-signal --report-directory=${folder}` })
    bridge.child.kill('SIGUSR2')
    const written = () =>
      readdirSync(folder).filter((name) => readFileSync(join(folder, name), 'utf8').trimEnd().endsWith('}'))
    while (written().length === 0) await new Promise((resolve) => setTimeout(resolve, 50))
    bridge.end()
    await bridge.ended
    const report = readFileSync(join(folder, written()[0] ?? ''), 'utf8')
    rmSync(folder, { recursive: true })
    expect(report).toContain('environmentVariables')
    expect(scan(report)).toBeUndefined()
  })
})

// names that node itself does not trip over before anything of ours runs
test.each([
  { headers: { 'x-evil': '1', authorization: 'Bearer evil' }, query: { evil: '1' } },
  { method: 'DELETE', redirect: 'follow', token: 'evil', credential: 'evil' },
  { body: '{"evil":1}' },
  { target: '/evil', keyed: true, proxy: 'http://evil.invalid' },
  { baseUrl: 'https://evil.invalid', contract: 'https://evil.invalid/openapi.json', allowRefs: 'same-origin' },
])('a prototype that is polluted beforehand by %j changes no request', async (members) => {
  const code = `for (const [name, value] of Object.entries(${JSON.stringify(members)})) Object.defineProperty(Object.prototype, name, { value, writable: true, configurable: true })`
  const before = upstream.seen.length
  const bridge = await start({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` })
  bridge.call(2, 'read', { nonce: 'polluted', fault: 'redirect elsewhere' })
  bridge.call(3, 'write', { nonce: 'polluted-write', fault: '5xx' })
  await bridge.until(4)
  bridge.end()
  await bridge.ended
  const seen = upstream.seen.slice(before)
  expect(seen.map(({ method, target, nonce }) => `${method} ${target} ${nonce}`).sort()).toEqual([
    'GET /items/{nonce} polluted',
    'POST /items polluted-write',
  ])
  expect(upstream.strayed()).toBe(0)
})

test.skipIf(!POSIX)('a folder that is gone and no home: it serves all the same', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bridge-gone-'))
  const child = spawn(
    '/bin/sh',
    ['-c', 'rmdir "$0" && exec "$@"', folder, process.execPath, BRIDGE, 'start', '--profiles', profiles],
    {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', PROCESS_CREDENTIAL: TOKEN },
    },
  )
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  child.stdin.on('error', () => {}).end()
  const exit = await new Promise((resolve) => child.once('close', resolve))
  rmSync(folder, { recursive: true, force: true })
  expect(said).not.toMatch(/^\s+at .+:\d+/m)
  expect([0, 4]).toContain(exit)
})
