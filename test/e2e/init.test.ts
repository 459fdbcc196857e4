/** `bridge init` as a person runs it, from the contract to a file that passes the check. */
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type FlowPos, MERCHANT_KEY, startFlowPos } from '../../fixtures/flowpos/start-flow-pos.ts'
import { runBridge } from './run-bridge.ts'
import { type ContractServer, serveContracts } from './serve-contracts.ts'

const FIXTURES = fileURLToPath(new URL('../fixtures/contracts/', import.meta.url))
const ORDERS = join(FIXTURES, 'orders.json')

let folder: string
let out: string
let server: ContractServer
beforeAll(async () => {
  server = await serveContracts()
})
afterAll(() => server.close())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bridge-init-'))
  out = join(folder, 'agent-profiles.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const written = async () => JSON.parse(await readFile(out, 'utf8'))
const init = (...args: readonly string[]) => runBridge(['init', ...args, '--out', out])

describe('from a document', () => {
  test('reads only, with the credential that it asks for', async () => {
    const run = await init(ORDERS)
    expect({ exit: run.exit, stderr: run.stderr }).toEqual({ exit: 0, stderr: '' })
    const { $schema, version, profiles } = await written()
    expect({ $schema, version, ids: Object.keys(profiles) }).toEqual({
      $schema: './agent-profiles.schema.json',
      version: 1,
      ids: ['orders'],
    })
    expect(profiles.orders).toMatchObject({
      upstream: { kind: 'openapi', baseUrl: 'https://api.example.com' },
      auth: { type: 'bearer', token: { env: 'ORDERS_TOKEN' } },
      tools: ['listOrders', 'GET /orders/{orderId}'],
    })
    for (const said of [
      '2 tools: 2 read',
      'ORDERS_TOKEN',
      '{ "operation": "createOrder", "access": "write" }',
      'doctor',
    ])
      expect(run.stdout).toContain(said)
    expect(await readdir(folder)).toEqual(['agent-profiles.json', 'agent-profiles.schema.json'])
    const check = await runBridge(['check', '--profiles', out])
    expect(check.exit).toBe(0)
  })

  test('a write only where it is picked', async () => {
    await init(ORDERS, '--search', 'list', '--pick', 'createOrder', '--profile', 'clerk')
    expect((await written()).profiles.clerk.tools).toEqual([
      'listOrders',
      { operation: 'createOrder', access: 'write' },
    ])
  })

  test('from a URL, with another base URL', async () => {
    const run = await init(`${server.origin}/orders.json`, '--base-url', 'https://staging.example.com/v1')
    expect(run.exit).toBe(0)
    expect((await written()).profiles.orders.upstream).toEqual({
      kind: 'openapi',
      contract: `${server.origin}/orders.json`,
      baseUrl: 'https://staging.example.com/v1',
    })
  })

  test('what can not be called is left out, and said', async () => {
    const contract = join(folder, 'contract.json')
    const get = (more: object) => ({ get: { responses: {}, ...more } })
    const body = { required: true, content: { 'application/json': {} } }
    const paths = { '/a': get({ operationId: 'fine' }), '/b': get({ operationId: 'odd', requestBody: body }) }
    const head = { openapi: '3.1.0', info: { title: 'X', version: '1' }, servers: [{ url: 'https://x.example' }] }
    await writeFile(contract, JSON.stringify({ ...head, paths }))
    const run = await init(contract)
    expect([run.exit, (await written()).profiles.x.tools]).toEqual([0, ['fine']])
    expect(run.stdout).toMatch(/Left out.*: 1\n {2}odd {2}BODY_UNSUPPORTED/)
  })
})

describe('into a file that is there', () => {
  const before =
    '{\n\t"version": 1,\n\t"profiles": {\n\t\t"a": { "upstream": { "kind": "openapi", "contract": "./x.json" }, "tools": ["t"] }\n\t}\n}\n'

  test('one profile more, and every other byte stays', async () => {
    await writeFile(out, before)
    const run = await init(ORDERS)
    expect(run.exit).toBe(0)
    const after = await readFile(out, 'utf8')
    const added = after.indexOf(',\n\t\t"orders"')
    expect(after.slice(0, added) + after.slice(after.length - before.length + added)).toBe(before)
    expect(await readFile(`${out}.backup`, 'utf8')).toBe(before)
    expect(run.stdout).toContain('--profile orders')
  })

  test('a profile of the same name only with --yes', async () => {
    await init(ORDERS)
    const refused = await init(ORDERS, '--pick', 'createOrder')
    expect([refused.exit, refused.stderr]).toEqual([2, expect.stringContaining('PROFILE_EXISTS')])
    expect((await written()).profiles.orders.tools).toHaveLength(2)
    const replaced = await init(ORDERS, '--pick', 'createOrder', '--yes')
    expect([replaced.exit, (await written()).profiles.orders.tools.length]).toEqual([0, 1])
  })

  test('one that is no profiles file is left alone', async () => {
    await writeFile(out, '{ "name": "x" }')
    expect([(await init(ORDERS)).exit, await readFile(out, 'utf8')]).toEqual([4, '{ "name": "x" }'])
  })
})

describe('wrong input', () => {
  test.each<[given: string, args: readonly string[], exit: number, said: readonly string[]]>([
    ['no such file', ['nowhere.json'], 3, ['CONTRACT_FILE_UNREADABLE']],
    ['a web page', ['page.html'], 3, ['CONTRACT_IS_HTML', 'documentation']],
    ['no OpenAPI', ['not-openapi.json'], 3, ['CONTRACT_NOT_OPENAPI']],
    ['plain http', ['http://api.example/openapi.json'], 4, ['URL_INSECURE']],
    ['a pick that is not there', ['orders.json', '--pick', 'createOrders'], 2, ['Did you mean "createOrder"']],
    ['nothing found', ['orders.json', '--search', 'zebra'], 2, ['NOTHING_CHOSEN', '--pick']],
    ['no command', [], 2, ['contract']],
  ])('%s', async (_, [contract, ...rest], exit, said) => {
    const given = contract === undefined ? [] : [contract.includes(':') ? contract : join(FIXTURES, contract)]
    const run = await init(...given, ...rest)
    expect(run.exit).toBe(exit)
    for (const words of said) expect(run.stderr).toContain(words)
    expect(await readdir(folder)).toEqual([])
  })

  test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('a folder that is read-only', async () => {
    await chmod(folder, 0o500)
    const run = await init(ORDERS)
    expect([run.exit, run.stderr]).toEqual([2, expect.stringContaining('permission denied')])
  })
})

describe('from a hosted MCP server', () => {
  let pos: FlowPos
  beforeAll(async () => {
    pos = await startFlowPos()
  })
  afterAll(() => pos.close())

  test('a tool that does not say that it only reads is a write, and has to be picked', async () => {
    const args = ['init', pos.url, '--mcp', '--profile', 'pos', '--out', out, '--pick', 'get_products']
    const missing = await runBridge(args)
    expect([missing.exit, missing.stderr]).toEqual([6, expect.stringContaining('POS_TOKEN')])
    const run = await runBridge(args, { POS_TOKEN: MERCHANT_KEY })
    expect({ exit: run.exit, stderr: run.stderr }).toEqual({ exit: 0, stderr: '' })
    expect((await written()).profiles.pos).toMatchObject({
      upstream: { kind: 'mcp', url: pos.url },
      auth: { type: 'bearer', token: { env: 'POS_TOKEN' } },
      tools: [{ operation: 'get_products', access: 'write' }],
    })
  })
})
