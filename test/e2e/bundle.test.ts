/** `bridge pack`: the bundle by the official tool's rules, unpacked, and started as its manifest says. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type GearGenius, startGearGenius } from '../../fixtures/geargenius/start-gear-genius.ts'
import { cleanEnvironment, type Run, runBridge } from './run-bridge.ts'

const MCPB = fileURLToPath(new URL('../../node_modules/@anthropic-ai/mcpb/dist/cli/cli.js', import.meta.url))
const mcpb = (...args: readonly string[]) =>
  promisify(execFile)(process.execPath, [MCPB, ...args], { env: cleanEnvironment() })

interface Manifest {
  readonly server: {
    readonly mcp_config: { readonly command: string; readonly args: readonly string[]; readonly env: object }
  }
  readonly user_config: object
}

let api: GearGenius
let folder: string
let packed: Run
let unpacked: string
let manifest: Manifest
beforeAll(async () => {
  api = await startGearGenius()
  folder = await mkdtemp(join(tmpdir(), 'bridge-bundle-'))
  const contract = await (await fetch(api.technicianContract)).text()
  await writeFile(at('openapi.json'), contract)
  await runBridge([
    'init',
    at('openapi.json'),
    '--out',
    at('agent-profiles.json'),
    '--profile',
    'other',
    '--base-url',
    api.origin,
  ])
  await runBridge([
    'init',
    at('openapi.json'),
    '--out',
    at('agent-profiles.json'),
    '--profile',
    'shop',
    '--base-url',
    api.origin,
  ])
  packed = await pack(at('shop.mcpb'), '--registry', 'io.github.somebody/shop', '--url', 'https://x.example/shop.mcpb')
  unpacked = at('unpacked')
  await mcpb('unpack', at('shop.mcpb'), unpacked)
  manifest = JSON.parse(await readFile(join(unpacked, 'manifest.json'), 'utf8'))
})
afterAll(async () => {
  await Promise.all([api.close(), rm(folder, { recursive: true, force: true })])
})

const at = (name: string) => join(folder, name)
const pack = (out: string, ...args: readonly string[]) =>
  runBridge(['pack', '--profiles', at('agent-profiles.json'), '--profile', 'shop', '--out', out, ...args])

test('the official tool takes it', async () => {
  expect({ exit: packed.exit, stderr: packed.stderr }).toEqual({ exit: 0, stderr: '' })
  expect((await mcpb('validate', join(unpacked, 'manifest.json'))).stdout).toMatch(/valid/i)
  expect(manifest.user_config).toEqual({ shop_token: expect.objectContaining({ sensitive: true, required: true }) })
})

test('it has one profile, its contract and the program', async () => {
  expect((await readdir(unpacked)).sort()).toEqual(['agent-profiles.json', 'contract.json', 'manifest.json', 'server'])
  const { profiles } = JSON.parse(await readFile(join(unpacked, 'agent-profiles.json'), 'utf8'))
  expect(Object.keys(profiles)).toEqual(['shop'])
  expect(profiles.shop.upstream.contract).toBe('./contract.json')
})

test('it is started as its manifest says, and calls', async () => {
  const fill = (text: string) =>
    text.replaceAll(`\${__dirname}`, unpacked).replace(/\$\{user_config\.shop_token\}/, api.technicianToken)
  const { args, env } = manifest.server.mcp_config
  const filled = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, fill(String(value))]))
  const client = new Client({ name: 'desktop', version: '1' })
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: args.map(fill),
      env: cleanEnvironment(filled),
      cwd: tmpdir(),
      stderr: 'ignore',
    }),
  )
  try {
    const result = await client.callTool({ name: 'getUserProfile', arguments: {} })
    expect(JSON.stringify(result.content)).toContain('Dana Whitfield')
  } finally {
    await client.close()
  }
})

test('the same bytes each time, wherever it is packed', async () => {
  const before = await readFile(at('shop.mcpb'))
  await pack(at('again.mcpb'))
  expect(before.equals(await readFile(at('again.mcpb')))).toBe(true)
})

describe('server.json', () => {
  test('has what the registry asks for', async () => {
    const told = JSON.parse(await readFile(at('server.json'), 'utf8'))
    const sha256 = createHash('sha256')
      .update(await readFile(at('shop.mcpb')))
      .digest('hex')
    expect(told).toEqual({
      $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
      name: 'io.github.somebody/shop',
      title: expect.any(String),
      description: expect.stringMatching(/^.{1,100}$/),
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      packages: [
        {
          registryType: 'mcpb',
          identifier: 'https://x.example/shop.mcpb',
          fileSha256: sha256,
          transport: { type: 'stdio' },
          environmentVariables: [{ name: 'SHOP_TOKEN', isRequired: true, isSecret: true }],
        },
      ],
    })
  })

  test.each([
    [['--registry', 'shop', '--url', 'https://x.example/a.mcpb']],
    [['--registry', 'io.github.somebody/shop']],
    [['--registry', 'io.github.somebody/shop', '--url', 'http://x.example/a.mcpb']],
  ])('%j is refused', async (args) => {
    const run = await pack(at('no.mcpb'), ...args)
    expect([run.exit, run.stderr]).toEqual([2, expect.stringContaining('io.github.somebody/orders')])
  })
})

test('what does not pass the check is not packed', async () => {
  const text = await readFile(at('agent-profiles.json'), 'utf8')
  await writeFile(at('wrong.json'), text.replaceAll('"getHealth"', '"getHealthy"'))
  const run = await runBridge(['pack', '--profiles', at('wrong.json'), '--profile', 'shop', '--out', at('no.mcpb')])
  expect([run.exit, run.stderr]).toEqual([5, expect.stringContaining('OPERATION_NOT_FOUND')])
  expect(await readdir(folder)).not.toContain('no.mcpb')
})
