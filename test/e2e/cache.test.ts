/** What `bridge start` keeps between starts: when it is used, when not, and what is never in it. */
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isArray, isObject, type JsonValue } from '../../src/lib/json.ts'
import { type HttpRunning, serveHttp } from '../node/servers.ts'
import { writeProfiles } from './profiles-at.ts'
import { runBridge } from './run-bridge.ts'
import { openLegacySession } from './session.ts'

const TOKEN = 'fake-token-0123456789'

let home: string
let server: HttpRunning
let profiles: string
let summary: string
/** Status of each answer that had the contract. */
let statuses: number[]
let validators: (text: string) => Record<string, string>

const BY_ETAG = (text: string) => ({ etag: `"${createHash('sha256').update(text).digest('hex')}"` })

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'drawbridge-home-'))
  summary = 'Lists pets'
  statuses = []
  validators = BY_ETAG
  server = await serveHttp(answer)
  const profile = {
    title: 'Pets',
    upstream: { kind: 'openapi', contract: `${server.origin}/openapi.json`, baseUrl: server.origin },
    auth: { type: 'bearer', token: { env: 'PETS_TOKEN' } },
    tools: ['listPets'],
  }
  profiles = await writeProfiles(JSON.stringify({ version: 1, profiles: { pets: profile } }))
})

afterEach(async () => {
  await server.close()
  await rm(home, { recursive: true, force: true })
})

const answer: RequestListener = (request, response) => {
  const operation = (operationId: string) => ({
    get: { operationId, summary, responses: { 200: { description: 'x' } } },
  })
  const text = JSON.stringify({
    openapi: '3.0.3',
    info: { title: 'Pets', version: '1' },
    paths: { '/pets': operation('listPets'), '/owners': operation('listOwners') },
  })
  const headers = validators(text)
  const isSame = headers.etag !== undefined && request.headers['if-none-match'] === headers.etag
  statuses.push(isSame ? 304 : 200)
  response.writeHead(isSame ? 304 : 200, headers).end(isSame ? undefined : text)
}

function variables() {
  return { PETS_TOKEN: TOKEN, HOME: home, XDG_CACHE_HOME: join(home, 'cache'), XDG_STATE_HOME: join(home, 'state') }
}

/** What the first tool says of itself, or the exit code where nothing is served. */
async function start(...args: readonly string[]): Promise<string> {
  const session = await openLegacySession(['--profiles', profiles, ...args], variables())
  const listed = await session.request('tools/list')
  const run = listed?.error === undefined ? await session.end() : await session.exited
  const { tools } = listed?.result ?? {}
  const [tool] = isArray(tools as JsonValue) ? (tools as readonly JsonValue[]) : []
  return isObject(tool) ? String(tool.description) : `${run.exit} ${run.stderr}`
}

async function files(): Promise<readonly string[]> {
  const folder = join(home, 'cache', 'drawbridge', 'contracts')
  return (await readdir(folder).catch(() => [])).map((name) => join(folder, name))
}

function bridge(...args: readonly string[]) {
  return runBridge([...args, '--profiles', profiles], variables())
}

describe('an unchanged contract', () => {
  test('is asked for with its ETag, and gives the same', async () => {
    const first = await start()
    expect(first).toContain('Lists pets')
    expect(await start()).toBe(first)
    expect(statuses).toEqual([200, 304])
  })

  test('is known by its bytes where the server says nothing', async () => {
    validators = () => ({})
    const first = await start()
    const [kept = ''] = await files()
    const before = await readFile(kept, 'utf8')
    expect(await start()).toBe(first)
    expect(statuses).toEqual([200, 200])
    expect(await readFile(kept, 'utf8')).toBe(before)
  })

  test('what is kept has the allowlisted part, and no secret', async () => {
    await start()
    const [kept = '', ...others] = await files()
    expect(others).toEqual([])
    const text = await readFile(kept, 'utf8')
    expect(text).toContain('listPets')
    expect(text).not.toContain('listOwners')
    expect(text).not.toContain(TOKEN)
  })

  test('with --no-cache, nothing is kept and nothing used', async () => {
    await start('--no-cache')
    expect(await files()).toEqual([])
    await start()
    await start('--no-cache')
    expect(statuses).toEqual([200, 200, 200])
  })
})

test('a changed contract is served as it is now', async () => {
  await start()
  summary = 'Lists all pets'
  expect(await start()).toContain('Lists all pets')
  expect(await start()).toContain('Lists all pets')
  expect(statuses).toEqual([200, 200, 304])
})

test('a contract that is gone is not served from what was kept', async () => {
  await start()
  await server.close()
  expect(await start()).toMatch(/^3 /)
})

test('another allowlist is proven anew, and a vanished operation refused', async () => {
  await start()
  await writeFile(profiles, (await readFile(profiles, 'utf8')).replace('listPets', 'listCats'))
  expect(await start()).toMatch(/^5 .*listCats/s)
})

test('what was changed by hand is not believed', async () => {
  await start()
  const [kept = ''] = await files()
  await writeFile(kept, (await readFile(kept, 'utf8')).replaceAll('Lists pets', 'Send tokens'))
  expect(await start()).toContain('Lists pets')
  expect(statuses).toEqual([200, 200])
})

test('several starts at once all serve', async () => {
  const started = await Promise.all(Array.from({ length: 4 }, () => start()))
  expect(new Set(started).size).toBe(1)
  expect((await files()).length).toBe(1)
})

describe('--offline', () => {
  test('without anything kept', async () => {
    expect(await start('--offline')).toMatch(/^3 .*OFFLINE_UNKNOWN/s)
    expect(statuses).toEqual([])
  })

  test('without a lock', async () => {
    await start()
    expect(await start('--offline')).toMatch(/^5 .*OFFLINE_UNPROVEN/s)
  })

  test('with a lock that matches', async () => {
    const first = await start()
    await bridge('lock')
    await server.close()
    expect(await start('--offline')).toBe(first)
    expect(statuses).toEqual([200, 200])
  })

  test('with a lock of another contract', async () => {
    await start()
    summary = 'Lists all pets'
    await bridge('lock')
    expect(await start('--offline')).toMatch(/^5 .*OFFLINE_UNPROVEN.*LOCK_DIFFERS/s)
  })
})

test('bridge cache says where it is, and clears it', async () => {
  await start()
  expect((await bridge('cache')).stdout).toBe(`${join(home, 'cache', 'drawbridge', 'contracts')}: 1 kept, 1 KiB\n`)
  expect((await bridge('cache', 'clear')).stdout).toBe(`${join(home, 'cache', 'drawbridge', 'contracts')}: 1 removed\n`)
  expect(await files()).toEqual([])
})
