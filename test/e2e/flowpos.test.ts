import { readFile } from 'node:fs/promises'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { afterEach, describe, expect, test } from 'vitest'
import {
  type FlowPos,
  type FlowPosOptions,
  MERCHANT_KEY,
  OPERATOR_KEY,
  startFlowPos,
} from '../../fixtures/flowpos/start-flow-pos.ts'
import { BIG_ID } from '../../fixtures/flowpos/tools.ts'
import { writeProfiles } from './profiles-at.ts'
import { runBridge, startCommand } from './run-bridge.ts'
import { openLegacySession } from './session.ts'

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

async function flowPos(options?: FlowPosOptions): Promise<FlowPos> {
  const api = await startFlowPos(options)
  open.push(() => api.close())
  return api
}

const SHIPPED = new URL('../../profiles/flowpos.json', import.meta.url)

/** The path of the shipped profile with the fixture in place of the hosted server, changed as a test needs it. */
async function profilesAt(api: FlowPos, change: (text: string) => string = (text) => text): Promise<string> {
  const text = (await readFile(SHIPPED, 'utf8')).replaceAll('https://api.flowpos.app/mcp', api.url)
  return writeProfiles(change(text))
}

const MERCHANT = { FLOWPOS_MCP_TOKEN: MERCHANT_KEY }

async function connect(profiles: string, variables: Readonly<Record<string, string>> = MERCHANT): Promise<Client> {
  const client = new Client({ name: 'e2e', version: '1' })
  const transport = new StdioClientTransport(startCommand(['--profiles', profiles], variables))
  await client.connect(transport)
  open.push(() => client.close())
  return client
}

async function call(client: Client, name: string, args: Record<string, unknown> = {}) {
  const { content, isError } = await client.callTool({ name, arguments: args })
  const blocks = content as readonly { readonly text?: string }[] // the library's type is a union of all results
  return { text: blocks.map(({ text }) => text).join('\n'), isError: isError === true }
}

const CHOOSE = 'set_active_business'

describe('a session', () => {
  test.each(['json', 'stream'] as const)('as %s: list, choose, read', async (answers) => {
    const api = await flowPos({ answers })
    const client = await connect(await profilesAt(api))
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name).slice(0, 7)).toEqual([
      CHOOSE,
      ...[
        'get_products',
        'get_inventory',
        'list_orders',
        'get_sales_report',
        'get_top_products',
        'get_sales_by_location',
      ],
    ])
    expect(tools[1]?.annotations).toMatchObject({ readOnlyHint: true })
    expect(await call(client, 'get_products')).toMatchObject({
      isError: true,
      text: expect.stringContaining('No active business'),
    })
    expect(await call(client, CHOOSE, { businessId: 'biz_2' })).toEqual({
      isError: false,
      text: '{"activeBusinessId":"biz_2"}',
    })
    expect((await call(client, 'get_products')).text).toContain(`"business":"biz_2","products":[{"id":${BIG_ID},`)
    expect(await call(client, CHOOSE, { businessId: 'biz_9' })).toMatchObject({
      isError: true,
      text: expect.stringContaining('> Business not authorized'),
    })
    // what the server asks in the middle of an answer is refused, each time
    const refusals = api.requests.filter(({ body }) => body.includes('"id":"s1"'))
    expect(refusals.every(({ body }) => body.includes('"error":{"code":-32601'))).toBe(true)
    expect(refusals.length > 0).toBe(answers === 'stream')
  })

  test('that is lost is opened again with the same business', async () => {
    const api = await flowPos()
    const client = await connect(await profilesAt(api))
    await call(client, CHOOSE, { businessId: 'biz_2' })
    api.dropSessions()
    expect((await call(client, 'get_inventory')).text).toContain('"business":"biz_2"')
    api.dropSessions()
    const texts = await Promise.all(Array.from({ length: 5 }, () => call(client, 'list_orders')))
    expect(texts.every(({ text }) => text.includes('"business":"biz_2"'))).toBe(true)
  })

  test('with a fixed business asks nobody', async () => {
    const api = await flowPos()
    const pinned = await profilesAt(api, (text) =>
      text.replace('"session": {', '"arguments": { "pin": { "businessId": "biz_1" } }, "session": {'),
    )
    const client = await connect(pinned)
    expect((await call(client, 'get_products')).text).toContain('"business":"biz_1"')
    expect(await call(client, CHOOSE, { businessId: 'biz_2' })).toMatchObject({
      isError: true,
      text: expect.stringContaining('set by the profile'),
    })
    api.dropSessions()
    expect((await call(client, 'get_products')).text).toContain('"business":"biz_1"')
  })

  test('holds a hundred calls at once, each about the business of its moment', async () => {
    const api = await flowPos()
    const client = await connect(await profilesAt(api))
    await call(client, CHOOSE, { businessId: 'biz_1' })
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        index === 50 ? call(client, CHOOSE, { businessId: 'biz_2' }) : call(client, 'list_orders'),
      ),
    )
    expect(results.every(({ isError }) => !isError)).toBe(true)
    const businesses = results.filter((_, index) => index !== 50).map(({ text }) => /biz_\d/.exec(text)?.[0])
    expect(new Set(businesses.slice(0, 50))).toEqual(new Set(['biz_1']))
    expect(new Set(businesses.slice(50))).toEqual(new Set(['biz_2']))
  })

  test('is ended on the server at the end', async () => {
    const api = await flowPos()
    const session = await openLegacySession(['--profiles', await profilesAt(api)], MERCHANT)
    await session.request('tools/list')
    expect(api.openSessions).toBe(1)
    expect((await session.end()).exit).toBe(0)
    expect(api.openSessions).toBe(0)
  })
})

test('only what is named is listed and called, whatever the server lists', async () => {
  const api = await flowPos()
  const client = await connect(await profilesAt(api), { FLOWPOS_MCP_TOKEN: OPERATOR_KEY }).catch(() => undefined)
  // this key has no reports: the profile is not served by halves
  await expect(client?.listTools()).rejects.toThrow(/get_sales_report/)
  const narrow = await profilesAt(api, (text) => text.replace(/,\s*\{ "operation": "get_(sales|top)_[^}]*\}/g, ''))
  const other = await connect(narrow, { FLOWPOS_MCP_TOKEN: OPERATOR_KEY })
  const names = (await other.listTools()).tools.map(({ name }) => name)
  expect(names).not.toContain('set_active_tenant')
  await expect(call(other, 'set_active_tenant', { tenantId: 't' })).rejects.toThrow(/Unknown tool/)
  expect(api.requests.filter(({ body }) => body.includes('set_active_tenant'))).toEqual([])
})

test('a credential that is refused in the middle says how to renew it', async () => {
  const api = await flowPos()
  const client = await connect(await profilesAt(api))
  await call(client, CHOOSE, { businessId: 'biz_2' })
  api.revoke(MERCHANT_KEY)
  const { text, isError } = await call(client, 'get_products')
  expect(isError).toBe(true)
  expect(text).toMatch(/answered 401[\s\S]*Create a new token in FlowPOS[\s\S]*FLOWPOS_MCP_TOKEN[\s\S]*sent: yes/)
  expect(text).not.toContain(MERCHANT_KEY)
})

const ADDED = '{ "operation": "list_tenants", "access": "read" },'

interface Checked {
  readonly says: string
  readonly change?: (text: string) => string
  readonly token?: string
  readonly exit: number
  readonly code?: string
}

const CHECKS: readonly Checked[] = [
  { says: 'with a token', token: MERCHANT_KEY, exit: 0 },
  { says: 'without one', exit: 6, code: 'CREDENTIAL_MISSING' },
  { says: 'with one that is refused', token: 'fp_mcp_fake_unknown_key_0009', exit: 6, code: 'CREDENTIAL_REFUSED' },
  { says: 'with quotes around it', token: `"${MERCHANT_KEY}"`, exit: 6, code: 'CREDENTIAL_MALFORMED' },
  {
    says: 'for an operator tool that a merchant has not',
    token: MERCHANT_KEY,
    change: (text) => text.replace('"tools": [', `"tools": [ ${ADDED}`),
    exit: 5,
    code: 'OPERATION_NOT_FOUND',
  },
  {
    says: 'for a tool without readOnlyHint by its bare name',
    token: MERCHANT_KEY,
    change: (text) =>
      text.replace(
        '{ "operation": "list_orders", "access": "read", "requires": ["pos:read_catalog"] }',
        '"list_orders"',
      ),
    exit: 5,
    code: 'ACCESS_UNDECLARED',
  },
  {
    says: 'of a path that is no MCP server',
    token: MERCHANT_KEY,
    change: (text) => text.replace('/mcp"', '/other"'),
    exit: 3,
    code: 'CONTRACT_HTTP_STATUS',
  },
]

describe('check', () => {
  test.each(CHECKS)('$says', async ({ change, token, exit, code }) => {
    const api = await flowPos()
    const path = await profilesAt(api, change)
    const run = await runBridge(
      ['check', '--profiles', path, '--format', 'json'],
      token === undefined ? {} : { FLOWPOS_MCP_TOKEN: token },
    )
    const { profiles } = JSON.parse(run.stdout)
    expect(profiles[0].problems.map((one: { code: string }) => one.code)).toEqual(code === undefined ? [] : [code])
    expect(run.exit).toBe(exit)
    expect(run.stdout).not.toContain(MERCHANT_KEY)
  })

  test('of a server that is down', async () => {
    const api = await flowPos()
    const path = await profilesAt(api)
    await api.close()
    expect(await runBridge(['check', '--profiles', path], MERCHANT)).toMatchObject({
      exit: 3,
      stdout: expect.stringContaining('CONTRACT_UNREACHABLE'),
    })
  })
})

test('one call from the terminal, and what it would send', async () => {
  const api = await flowPos()
  const path = await profilesAt(api)
  const args = ['call', CHOOSE, '--arg', 'businessId=biz_1', '--profiles', path]
  expect(await runBridge(args, MERCHANT)).toMatchObject({ exit: 0, stdout: '{"activeBusinessId":"biz_1"}\n' })
  const before = api.requests.length
  const dry = await runBridge([...args, '--dry-run'], MERCHANT)
  expect(dry.stdout).toMatch(
    /^POST \/mcp HTTP\/1\.1\n[\s\S]*authorization: Bearer \[redacted[\s\S]*"name":"set_active_business","arguments":\{"businessId":"biz_1"\}/,
  )
  expect(api.requests.slice(before).some(({ body }) => body.includes('tools/call'))).toBe(false)
})
