/** Ten people who get something wrong: each is told what, and what to do. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GearGenius, startGearGenius } from '../../fixtures/geargenius/start-gear-genius.ts'
import { runBridge, type Variables } from './run-bridge.ts'
import { type ContractServer, serveContracts } from './serve-contracts.ts'

let api: GearGenius
let web: ContractServer
let folder: string
beforeAll(async () => {
  ;[api, web, folder] = await Promise.all([
    startGearGenius(),
    serveContracts(),
    mkdtemp(join(tmpdir(), 'bridge-wrong-input-')),
  ])
  await writeFile(at('large.json'), JSON.stringify(large()))
  await writeFile(at('file'), '')
  await mkdir(at('.codex'))
  await writeFile(at('.claude.json'), '{\n  // my servers\n  "mcpServers": {}\n}\n')
  await runBridge(['init', api.technicianContract, '--out', at('shop.json'), '--profile', 'shop'])
})
afterAll(async () => {
  await Promise.all([api.close(), web.close(), rm(folder, { recursive: true, force: true })])
})

const at = (name: string) => join(folder, name)

function large(): object {
  const paths = Array.from({ length: 750 }, (_, index) => [
    `/things/${index}`,
    { get: { tags: [`Part ${index % 9}`] }, post: { tags: [`Part ${index % 9}`] } },
  ])
  return {
    openapi: '3.1.0',
    info: { title: 'Large', version: '1' },
    servers: [{ url: 'https://x.example' }],
    paths: Object.fromEntries(paths),
  }
}

interface Session {
  readonly who: string
  readonly types: () => readonly string[]
  readonly has?: () => Variables
  readonly exit: number
  /** What went wrong, then what to do. */
  readonly reads: readonly [string, string]
}

const SESSIONS: readonly Session[] = [
  {
    who: 'mistypes the URL',
    types: () => ['init', `${web.origin}/nowhere.json`],
    exit: 3,
    reads: ['status 404', 'nowhere.json'],
  },
  {
    who: 'names a web page',
    types: () => ['init', `${web.origin}/page.html`],
    exit: 3,
    reads: ['is a web page', 'JSON or YAML document itself'],
  },
  {
    who: 'has a wrong token',
    types: () => ['doctor', '--profiles', at('shop.json')],
    has: () => ({ SHOP_TOKEN: 'frp_fake_wrong_token_0001' }),
    exit: 6,
    reads: ['401', 'new'],
  },
  {
    who: 'sets the wrong variable',
    types: () => ['doctor', '--profiles', at('shop.json')],
    has: () => ({ SHOPS_TOKEN: 'frp_fake_token_0001' }),
    exit: 6,
    reads: ['SHOP_TOKEN', 'Set SHOP_TOKEN'],
  },
  {
    who: 'has comments in a file that takes none',
    types: () => ['config', 'claude-code', '--write', '--profiles', at('shop.json')],
    has: () => ({ HOME: folder, USERPROFILE: folder }),
    exit: 2,
    reads: ['.claude.json:2', 'Take it out'],
  },
  {
    who: 'has no network',
    types: () => ['init', 'https://127.0.0.1:9/openapi.json'],
    exit: 3,
    reads: ['nothing listens', 'HTTPS_PROXY'],
  },
  {
    who: 'has a home that can not be written',
    types: () => ['config', 'codex', '--write', '--profiles', at('shop.json')],
    has: () => ({ HOME: at('file'), USERPROFILE: at('file') }),
    exit: 2,
    reads: ["can't be", 'by hand'],
  },
  {
    who: 'writes a path of Windows',
    types: () => ['init', 'C:\\Users\\me\\openapi.json'],
    exit: 3,
    reads: ['a path of Windows', '/mnt/c/Users/me/openapi.json'],
  },
  {
    who: 'has 1,500 operations',
    types: () => ['init', at('large.json')],
    exit: 2,
    reads: ['1500 operations', '--tag NAME'],
  },
  {
    who: 'names a client that there is not',
    types: () => ['config', 'claude', '--profiles', at('shop.json')],
    exit: 2,
    reads: ['claude', 'claude-desktop, claude-code'],
  },
]

test('there are ten', () => {
  expect(SESSIONS).toHaveLength(10)
})

test.each(SESSIONS)('somebody $who', async ({ types, has, exit, reads }) => {
  const run = await runBridge(types(), has?.())
  const output = run.stdout + run.stderr
  expect({ exit: run.exit, output }).toEqual({ exit, output: expect.stringContaining(reads[0]) })
  expect(output).toContain(reads[1])
  expect(output).not.toMatch(/\n\s+at .*\.js:\d+/)
})
