import { readFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type OpenShop, SHOP_TOKEN, startOpenShop } from '../../fixtures/openshop/start-open-shop.ts'
import { auditEntries, CLIENTS, type Says } from './person.ts'
import { writeProfiles } from './profiles-at.ts'
import { runBridge } from './run-bridge.ts'
import { openLegacySession, openSession, type Session } from './session.ts'

let shop: OpenShop
let session: Session | undefined
let profiles = ''
beforeEach(async () => {
  shop = await startOpenShop()
})
afterEach(async () => {
  await session?.end()
  session = undefined
  await shop.close()
})

const SHIPPED = new URL('../../profiles/openshop.json', import.meta.url)
const TOKEN = { OPENSHOP_MCP_TOKEN: SHOP_TOKEN }
const DOCUMENT = 'openshop://docs/log-search'

async function profilesAt(change: (text: string) => string = (text) => text): Promise<string> {
  const text = (await readFile(SHIPPED, 'utf8')).replaceAll('https://your-app.example.com/mcp', shop.url)
  return writeProfiles(change(text))
}

async function start(change?: (text: string) => string): Promise<Session> {
  profiles = await profilesAt(change)
  session = await openLegacySession(['--profiles', profiles], TOKEN)
  return session
}

async function call(name: string, args: object = {}): Promise<string> {
  const answer = await session?.request('tools/call', { name, arguments: args })
  const content = answer?.result?.content as readonly { readonly text: string }[] // as the protocol has it
  return `${answer?.result?.isError === true ? 'error: ' : ''}${content.map(({ text }) => text).join('\n')}`
}

describe('tools', () => {
  test('have names that clients take, and nothing beside the allowlist', async () => {
    const { request } = await start()
    const tools = (await request('tools/list'))?.result?.tools as readonly { readonly name: string }[] // as listed
    expect(tools.map(({ name }) => name).slice(0, 3)).toEqual([
      'openshop_shops_list',
      'openshop_logs_search',
      'openshop_flows_list',
    ])
    expect(await call('openshop_logs_search', { runId: 'run_1', limit: 5 })).toBe('{"runId":"run_1","entries":[]}')
    expect((await request('tools/call', { name: 'openshop.admin.graphql', arguments: {} }))?.error?.code).toBe(-32602)
    expect(shop.requests.some(({ body }) => body.includes('graphql'))).toBe(false)
    expect(shop.requests.every(({ method }) => method === 'POST')).toBe(true)
  })

  test('are listed for whoever writes a profile, with what they say of themselves', async () => {
    const { stdout } = await runBridge(['operations', '--profiles', await profilesAt()], TOKEN)
    expect(stdout).toMatch(
      /^openshop\.shops\.list {2}does not say whether it only reads, allowed by openshop_reading$/m,
    )
  })

  test('keep their dots where the profile says so', async () => {
    const { request } = await start((text) => text.replace('"grants"', '"toolNames": "exact", "grants"'))
    const tools = (await request('tools/list'))?.result?.tools as readonly { readonly name: string }[] // as listed
    expect(tools[0]?.name).toBe('openshop.shops.list')
  })

  test('get checked arguments only', async () => {
    await start()
    expect(await call('openshop_logs_search', { runId: 'r', limit: 500 })).toMatch(
      /^error: the arguments are not valid[\s\S]*sent: no$/,
    )
    expect(await call('openshop_logs_search', { runId: 'r', other: 1 })).toMatch(/other: is not an argument/)
    expect(shop.requests.some(({ body }) => body.includes('tools/call'))).toBe(false)
  })

  test('that need an operator are there when they are named and granted', async () => {
    const entry = '{ "operation": "openshop.admin.graphql", "access": "destructive" },'
    const path = await profilesAt((text) => text.replace('"tools": [', `"tools": [ ${entry}`))
    expect(await runBridge(['check', '--profiles', path], TOKEN)).toMatchObject({
      exit: 5,
      stdout: expect.stringContaining('not granted to this token'),
    })
    await shop.close()
    shop = await startOpenShop({ permissions: ['read_logs', 'read_flows', 'shopify_admin_graphql'] })
    const granted = await profilesAt((text) => text.replace('"tools": [', `"tools": [ ${entry}`))
    expect((await runBridge(['check', '--profiles', granted], TOKEN)).exit).toBe(0)
  })

  test('whose permission is withdrawn say so, and are denied in the audit log', async () => {
    await start((text) => text.replace('"grants"', '"audit": { "file": "audit.jsonl" }, "grants"'))
    await session?.request('tools/list')
    shop.withdraw('read_flows')
    expect(await call('openshop_flows_list')).toMatch(
      /^error: The upstream answered openshop\.flows\.list with the error -32003 \(permission denied\)[\s\S]*An admin of the shop/,
    )
    shop.remove('openshop.shops.list')
    expect(await call('openshop_shops_list')).toMatch(/error -32602[\s\S]*Unknown tool[\s\S]*withdrawn it since/)
    await session?.end()
    const ended = (await auditEntries(profiles)).filter(
      ({ tool, status }) => tool !== undefined && status !== 'started',
    )
    expect(ended.map(({ tool, status, httpStatus }) => [tool, status, httpStatus])).toEqual([
      ['openshop_flows_list', 'denied', 200],
      ['openshop_shops_list', 'error', 200],
    ])
  })

  test('with an expired token say how to renew it', async () => {
    await start()
    await session?.request('tools/list')
    shop.expire()
    const text = await call('openshop_shops_list')
    expect(text).toMatch(/^error: The upstream answered 403[\s\S]*MCP token has expired[\s\S]*An admin of the shop/)
    expect(text).not.toContain(SHOP_TOKEN)
  })
})

describe('resources', () => {
  test('are listed and read if they are named', async () => {
    session = openSession(['--profiles', await profilesAt()], TOKEN)
    const { request, notify } = session
    const hello = await request('initialize', {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'e2e', version: '1' },
    })
    expect(hello?.result?.capabilities).toMatchObject({ tools: {}, resources: {} })
    notify('notifications/initialized')
    expect((await request('resources/list'))?.result?.resources).toEqual([
      { uri: DOCUMENT, name: 'Log search', title: 'Log search', mimeType: 'text/markdown' },
    ])
    expect((await request('resources/read', { uri: DOCUMENT }))?.result?.contents).toEqual([
      { uri: DOCUMENT, mimeType: 'text/markdown', text: '# Log search\n\nName a run.' },
    ])
    expect(await request('resources/read', { uri: 'openshop://permissions' })).toMatchObject({
      error: { code: -32602, message: 'Unknown resource: openshop://permissions' },
    })
    expect((await request('resources/templates/list'))?.result?.resourceTemplates).toEqual([])
    expect(shop.requests.filter(({ body }) => body.includes('resources/read'))).toHaveLength(1)
  })

  test('that fail are errors of the protocol', async () => {
    const { request } = await start()
    await request('resources/list')
    shop.withdraw('read_logs')
    const answer = await request('resources/read', { uri: DOCUMENT })
    expect(answer?.error).toMatchObject({ code: -32603, message: expect.stringContaining('permission denied') })
  })

  test('are shown beside the tools', async () => {
    const { stdout } = await runBridge(['tools', '--profiles', await profilesAt()], TOKEN)
    expect(stdout).toContain(`${DOCUMENT}  read  resource\n  Log search\n`)
  })

  test('are no capability without any', async () => {
    const { request } = await start((text) => text.replace(/,\s*"resources": \[[^\]]*\]/, ''))
    expect((await request('resources/list'))?.error?.code).toBe(-32601)
  })

  test('that the server does not list fail the check', async () => {
    const path = await profilesAt((text) => text.replace(DOCUMENT, 'openshop://docs/log-serach'))
    const run = await runBridge(['check', '--profiles', path], TOKEN)
    expect(run.exit).toBe(5)
    expect(run.stdout).toMatch(/RESOURCE_NOT_FOUND[\s\S]*Did you mean "openshop:\/\/docs\/log-search"/)
  })
})

test('a token of another system is refused before it is sent', async () => {
  const run = await runBridge(['check', '--profiles', await profilesAt()], {
    OPENSHOP_MCP_TOKEN: 'fp_mcp_fake_key_of_another',
  })
  expect(run.exit).toBe(6)
  expect(run.stdout).toContain('CREDENTIAL_PREFIX')
  expect(shop.requests).toEqual([])
})

describe.each(CLIENTS)('a tool that asks first, through %s', (_, client) => {
  const RUN = '{ "operation": "openshop.flows.run", "access": "write", "confirm": true },'

  test.each<{ says: Says | undefined; want: RegExp; calls: number }>([
    { says: 'accept', want: /"runId":"run_1"/, calls: 1 },
    { says: 'decline', want: /^not confirmed: the person declined the call[\s\S]*sent: no$/, calls: 0 },
    { says: undefined, want: /^not confirmed: there is nobody who could be asked[\s\S]*sent: no$/, calls: 0 },
  ])('$says', async ({ says, want, calls }) => {
    await shop.close()
    shop = await startOpenShop({ permissions: ['read_logs', 'read_flows', 'run_flows'] })
    const path = await profilesAt((text) => text.replace('"tools": [', `"tools": [ ${RUN}`))
    const person = await client(['--profiles', path], TOKEN, says)
    expect((await person.call('openshop_flows_run', { flow: 'sync-orders' })).text).toMatch(want)
    expect(shop.requests.filter(({ body }) => body.includes('tools/call'))).toHaveLength(calls)
    expect(person.questions).toHaveLength(says === undefined ? 0 : 1)
    for (const question of person.questions) expect(question).toContain('- flow: "sync-orders"')
  })
})
