/** The package as users get it: packed, installed without a network into an empty folder, and run from there. */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startGearGenius } from '../../fixtures/geargenius/start-gear-genius.ts'
import { cleanEnvironment, type Run, type Variables } from './run-bridge.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

interface Packed {
  readonly filename: string
  readonly unpackedSize: number
  readonly files: readonly { readonly path: string; readonly mode: number }[]
}

let folder: string
let packed: Packed

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-pack-'))
  await mkdir(join(folder, 'app'))
  await writeFile(join(folder, 'app', 'package.json'), '{ "private": true }')
  // its scripts would build once more, under the feet of the other tests
  const pack = await run(ROOT, 'npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder])
  packed = JSON.parse(pack.stdout)[0]
  const tarball = join('..', packed.filename)
  const install = await run(app(), 'npm', ['install', '--offline', '--no-audit', '--no-fund', tarball])
  if (install.exit !== 0) throw new Error(install.stderr)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function app(): string {
  return join(folder, 'app')
}

/** A command, without the developer's npm settings and with an empty cache: nothing comes from elsewhere. */
function run(cwd: string, command: string, args: readonly string[], variables: Variables = {}): Promise<Run> {
  const env = cleanEnvironment({
    ...variables,
    npm_config_cache: join(folder, 'cache'),
    npm_config_update_notifier: 'false',
    NO_COLOR: '1',
  })
  return new Promise((resolve) => {
    const options = { cwd, env, shell: process.platform === 'win32', maxBuffer: 2 ** 26 }
    const child = execFile(command, [...args], options, (_, stdout, stderr) =>
      resolve({ exit: child.exitCode ?? undefined, stdout, stderr }),
    )
    child.stdin?.end()
  })
}

function bridge(...args: readonly string[]): Promise<Run> {
  return run(app(), 'npx', ['--no-install', ...args])
}

const SHIPPED = [
  /^(?:package\.json|README\.md|CHANGELOG\.md|LICENSE|bin\/(?:bridge\.js|package\.json))$/,
  /^dist\/(?:bridge\.cjs|THIRD-PARTY-LICENSES\.txt|chunks\/[\w.-]+\.c?js)$/,
  /^profiles\/[\w-]+(?:\.schema)?\.json$/,
]

describe('the tarball', () => {
  test('has the program, its profiles and its licences, and nothing else', () => {
    const paths = packed.files.map(({ path }) => path)
    expect(paths.filter((path) => !SHIPPED.some((shipped) => shipped.test(path)))).toEqual([])
    expect(paths).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'CHANGELOG.md',
        'README.md',
        'bin/bridge.js',
        'bin/package.json',
        'dist/bridge.cjs',
        'dist/THIRD-PARTY-LICENSES.txt',
        'profiles/agent-profiles.json',
        'profiles/demo-profiles.json',
      ]),
    )
  })

  test('has the licence of every bundled package', async () => {
    const text = await readFile(join(ROOT, 'dist', 'THIRD-PARTY-LICENSES.txt'), 'utf8')
    const parts = text.split(`\n${'-'.repeat(80)}\n`).slice(1)
    const packages = parts.map((part) => /^(\S+) (\S+) \(([^)]+)\)\n\n([\s\S]*)$/.exec(part)?.slice(1) ?? [part])
    for (const [name = '', , licence, words = ''] of packages) {
      expect({ name, licence }).toEqual({
        name,
        licence: expect.stringMatching(/^(?:MIT|ISC|BSD-3-Clause|Apache-2\.0)$/),
      })
      expect({ name, words }).toEqual({ name, words: expect.stringMatching(/copyright|apache license/i) })
    }
    const names = packages.map(([name]) => name)
    for (const name of ['ajv', 'commander', 'undici', 'yaml', 'zod', '@modelcontextprotocol/server']) {
      expect(names).toContain(name)
    }
  })

  test('is one package without dependencies, of less than 5 MB', async () => {
    const lock = JSON.parse(await readFile(join(app(), 'node_modules', '.package-lock.json'), 'utf8'))
    expect(Object.keys(lock.packages)).toEqual(['node_modules/drawbridge-mcp'])
    expect(packed.unpackedSize).toBeLessThan(5_000_000)
  })
})

describe('installed', () => {
  test.each(['bridge', 'drawbridge-mcp'])('%s --version', async (name) => {
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
    expect(await bridge(name, '--version')).toEqual({ exit: 0, stdout: `${version}\n`, stderr: '' })
  })

  test('finds the shipped profiles', async () => {
    const ran = await bridge('bridge', 'profiles')
    expect(ran).toEqual({ exit: 0, stdout: expect.stringContaining('technician_assistant'), stderr: '' })
  })

  test('has the schema of the profiles file', async () => {
    const ran = await bridge('bridge', 'schema')
    expect(ran.exit).toBe(0)
    expect(JSON.parse(ran.stdout)).toMatchObject({ properties: { profiles: {} } })
  })

  test('shows the demonstration', async () => {
    const ran = await bridge('bridge', 'demo')
    expect(ran).toEqual({ exit: 0, stdout: expect.stringContaining('/api/gpt/user/profile → 200'), stderr: '' })
  })

  test('checks a contract in YAML: what is loaded on demand is there', async () => {
    await writeFile(join(app(), 'contract.yaml'), CONTRACT)
    await writeFile(join(app(), 'agent-profiles.json'), JSON.stringify(PROFILES))
    const ran = await bridge('bridge', 'check', '--format', 'json')
    const [profile] = JSON.parse(ran.stdout).profiles
    expect({ exit: ran.exit, tools: profile.tools, first: profile.problems[0] }).toEqual({
      exit: 0,
      tools: ['listPets'],
      first: expect.objectContaining({ code: 'CONTRACT_INVALID', severity: 'warning' }),
    })
  })
})

test('from nothing to a call in three commands', async () => {
  const api = await startGearGenius()
  try {
    await mkdir(join(folder, 'new'))
    const own = { HOME: join(folder, 'new'), USERPROFILE: join(folder, 'new'), SHOP_TOKEN: api.technicianToken }
    const npx = (...args: readonly string[]) => run(app(), 'npx', ['--no-install', 'drawbridge-mcp', ...args], own)
    const made = await npx('init', api.technicianContract, '--yes', '--profile', 'shop', '--out', 'shop.json')
    expect({ exit: made.exit, stdout: made.stdout }).toEqual({
      exit: 0,
      stdout: expect.stringContaining('npx drawbridge-mcp doctor --profiles'),
    })
    const written = await npx('config', 'cursor', '--write', '--profiles', 'shop.json')
    expect(written.exit).toBe(0)
    const examined = await npx('doctor', '--client', 'cursor')
    expect(examined).toMatchObject({ exit: 0, stdout: expect.stringContaining('All of it is right.') })
    expect(api.requests).toContainEqual(expect.objectContaining({ target: '/api/gpt/user/profile', status: 200 }))
  } finally {
    await api.close()
  }
})

test('in a clone, npx finds the command without having been told where', async () => {
  const ran = await run(ROOT, 'npx', ['--offline', 'bridge', 'explain', 'OPERATION_NOT_FOUND'])
  expect(ran).toMatchObject({ exit: 0, stdout: expect.stringContaining('OPERATION_NOT_FOUND') })
})

/** Valid but for what only the validator of whole documents sees: a response without a description. */
const CONTRACT = `openapi: 3.0.3
info: { title: Pets, version: '1' }
servers: [{ url: 'https://pets.example' }]
paths:
  /pets:
    get:
      operationId: listPets
      responses: { '200': { description: The pets } }
    delete:
      operationId: clearPets
      responses: { '204': {} }
`

const PROFILES = {
  version: 1,
  profiles: {
    reader: {
      upstream: { kind: 'openapi', contract: './contract.yaml', baseUrl: 'https://pets.example' },
      auth: { type: 'none' },
      tools: ['listPets'],
    },
  },
}
