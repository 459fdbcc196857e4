import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import document from '../../fixtures/geopera/openapi.json' with { type: 'json' }
import { type Geopera, type GeoperaOptions, startGeopera } from '../../fixtures/geopera/start-geopera.ts'
import type { JsonValue } from '../../src/lib/json.ts'
import { CLIENTS, closing, modernClient, type Person, type Says } from './person.ts'
import { writeProfiles } from './profiles-at.ts'
import { runBridge } from './run-bridge.ts'

const SHIPPED = fileURLToPath(new URL('../../profiles/geopera.json', import.meta.url))
const REAL = fileURLToPath(new URL('../../../shared/contracts/geopera-openapi.json', import.meta.url))
const PLACE = 'orders_archive_place'
const CART = { captures: [{ id: 'scene_1' }] }

const api = async (options?: GeoperaOptions): Promise<Geopera> => closing(await startGeopera(options))

/** The shipped profiles, as much of them as the stand-in has, and what a test adds. */
async function profilesAt({ contract, origin }: Geopera, more: readonly object[] = []): Promise<string> {
  const has = new Set(Object.values(document.paths).map(({ post }) => post.operationId))
  const file = JSON.parse(readFileSync(SHIPPED, 'utf8'))
  for (const profile of Object.values<{ upstream: object; tools: { operation: string }[] }>(file.profiles)) {
    profile.upstream = { kind: 'openapi', contract, baseUrl: origin }
    profile.tools = [...profile.tools.filter(({ operation }) => has.has(operation)), ...more.map(Object)]
  }
  return writeProfiles(JSON.stringify(file))
}

interface Opened {
  readonly profile?: 'geopera_research' | 'geopera_orders'
  readonly says?: Says
  readonly token?: string
  readonly more?: readonly object[]
}

async function connect(stand: Geopera, opened: Opened = {}, client = modernClient): Promise<Person> {
  const { profile = 'geopera_research', says, token = stand.key, more } = opened
  const args = ['--profiles', await profilesAt(stand, more), '--profile', profile]
  return client(args, { GEOPERA_API_TOKEN: token }, says)
}

const calls = (stand: Geopera, id: string) => stand.requests.filter(({ path }) => path === `/v1/op/${id}`)

describe.skipIf(!existsSync(REAL))('the contract itself (skipped where it is not beside the project)', () => {
  test('proves the shipped profiles, with nothing to remark', async () => {
    const run = await runBridge(['check', '--profiles', SHIPPED, '--contract', REAL, '--format', 'json', '--strict'])
    const { ok, profiles } = JSON.parse(run.stdout)
    expect([run.exit, ok]).toEqual([0, true])
    expect(profiles.map(({ problems }: { problems: unknown }) => problems)).toEqual([[], []])
  })
})

test('without the contract beside it, the shipped file serves nothing', async () => {
  expect((await runBridge(['check', '--profiles', SHIPPED])).exit).toBe(3)
})

describe('reading', () => {
  test('operations by name are tools, and no tool takes a credential', async () => {
    const stand = await api()
    const tools = await (await connect(stand)).tools()
    expect(tools.map(({ name }) => name)).toEqual([
      'catalog_search',
      'items_get',
      'items_search_org',
      'orders_list',
      'orders_get',
      'orders_archive_estimate',
      'processing_jobs_list',
      'billing_credits_balance',
      'orders_update',
      'notifications_mark_read',
    ])
    expect(JSON.stringify(tools)).not.toMatch(/api.?key/i)
    expect(tools[0]?.annotations).toMatchObject({ readOnlyHint: true })
  })

  test('the parameter that would carry one is named to whoever looks at the tools', async () => {
    const run = await runBridge(['tools', '--profiles', await profilesAt(await api())])
    expect(run.stdout).toMatch(
      /^items_get .*\n.*\n {2}item_id → body\n {2}needs the scope items:read\n {2}header "x-api-key" is a credential, so no argument$/m,
    )
  })

  test('bodies, ids and pages arrive as they are', async () => {
    const stand = await api()
    const person = await connect(stand)
    expect((await person.call('billing_credits_balance')).text).toContain('"credits":1000')
    expect((await person.call('items_get', { item_id: 'item_1' })).text).toContain('9007199254740993')
    expect((await person.call('catalog_search', { host_name: 'oak' })).text).toContain('"next":"page-2"')
    expect((await person.call('catalog_search', { host_name: 'oak', next: 'page-2' })).text).toContain('"next":null')
    expect((await person.call('orders_update', { order_id: 'ord_0001', tags: ['quay'] })).isError).toBe(false)
    expect(stand.office.orders[0]?.tags).toEqual(['quay'])
    expect(calls(stand, 'billing.credits.balance').map(({ body }) => body)).toEqual(['{}'])
    // the client may look at a first process before it uses a second one: each reads the contract
    const isContract = ({ path }: { path: string }) => path === '/openapi.json'
    const others = stand.requests.filter((request) => !isContract(request))
    expect(stand.requests.filter(isContract).filter(({ headers }) => headers.authorization !== undefined)).toEqual([])
    expect(new Set(others.map(({ headers }) => headers.authorization))).toEqual(new Set([`Bearer ${stand.key}`]))
    expect(others.filter(({ headers }) => Object.hasOwn(headers, 'x-api-key'))).toEqual([])
  })

  test('a credential as an argument is refused and sent nowhere', async () => {
    const stand = await api()
    const person = await connect(stand)
    const answer = await person.call('items_get', { item_id: 'item_1', 'x-api-key': 'gpra_somebody_elses' })
    expect([answer.isError, calls(stand, 'items.get')]).toEqual([true, []])
  })
})

describe('failures', () => {
  test('an expired key says how to get another one, and is not shown', async () => {
    const answer = await (await connect(await api(), { token: 'gpra_fake_revoked_0009' })).call('orders_list')
    expect(answer.text).toContain('Mint or rotate an API key in Geopera and set it as GEOPERA_API_TOKEN')
    expect([answer.isError, answer.text.includes('gpra_fake')]).toEqual([true, false])
  })

  test('the key of another system never leaves', async () => {
    const stand = await api()
    const profiles = await profilesAt(stand)
    const run = await runBridge(['start', '--profiles', profiles], { GEOPERA_API_TOKEN: 'oshp_mcp_fake' })
    expect([run.exit, stand.requests]).toEqual([6, []])
  })

  const EXTRA = [
    { operation: 'items.asset.download', access: 'read' },
    { operation: 'processing.create', access: 'spend' },
    { operation: 'billing.topup', access: 'spend', idempotencyKey: true },
    { operation: 'items.expire_batch', access: 'write', internal: true },
    { operation: 'webhooks.drain', access: 'write', internal: true },
  ]

  test.each<{ name: string; tool: string; args: Record<string, unknown>; want: readonly string[] }>([
    { name: '402', tool: 'billing_topup', args: { body: { credits: 1 } }, want: ['402', 'The card was declined.'] },
    {
      name: '403 with the scope',
      tool: 'items_expire_batch',
      args: {},
      want: ["missing scope 'admin:write'", 'It needs the scope admin:write.'],
    },
    { name: '404', tool: 'items_get', args: { item_id: 'x' }, want: ['404', 'not one of your organization'] },
    {
      name: '410',
      tool: 'items_asset_download',
      args: { item_id: 'item_1', asset_id: 'a' },
      want: ['410', 'The asset has expired.'],
    },
    {
      name: '422 in the words of the framework',
      tool: 'processing_create',
      args: { body: { inputs: {} } },
      want: ['422', 'process_id', 'Field required'],
    },
    { name: 'an operation that takes no key gets none', tool: 'webhooks_drain', args: {}, want: ['401'] },
  ])('$name', async ({ tool, args, want }) => {
    const stand = await api()
    const answer = await (await connect(stand, { more: EXTRA })).call(tool, args)
    expect([answer.isError, answer.text.includes('sent: yes')]).toEqual([true, true])
    for (const words of want) expect(answer.text).toContain(words)
    if (tool === 'webhooks_drain')
      expect(calls(stand, 'webhooks.drain').map(({ headers }) => headers.authorization)).toEqual([undefined])
  })

  test('201 is fine', async () => {
    const person = await connect(await api(), { more: EXTRA })
    const answer = await person.call('processing_create', { body: { process_id: 'p' } })
    expect([answer.isError, answer.text]).toEqual([false, expect.stringContaining('"job_1"')])
  })

  test('409: an order that was delivered is not cancelled', async () => {
    const person = await connect(await api(), { profile: 'geopera_orders', says: 'accept' })
    const answer = await person.call('orders_cancel', { order_id: 'ord_0001' })
    expect([answer.isError, answer.text]).toEqual([true, expect.stringContaining('The order is delivered.')])
  })

  test('429: the wait is told, and an order is not sent again', async () => {
    const stand = await api({ orderLimit: { requests: 1, perMs: 60_000 } })
    const person = await connect(stand, { profile: 'geopera_orders', says: 'accept' })
    await person.call(PLACE, { body: CART })
    const answer = await person.call(PLACE, { body: CART })
    expect([answer.isError, answer.text]).toEqual([true, expect.stringMatching(/\b(60|59) seconds/)])
    expect([calls(stand, 'orders.archive.place').length, stand.office.orders.length]).toEqual([2, 2])
  })
})

describe('what is not there', () => {
  test('an operation that vanished is named, and nothing is served', async () => {
    const stand = await api({
      mutate: (contract) => ({
        ...contract,
        paths: Object.fromEntries(
          Object.entries<JsonValue>(Object(contract.paths)).filter(([path]) => !path.endsWith('.update')),
        ),
      }),
    })
    const run = await runBridge(['start', '--profiles', await profilesAt(stand)], { GEOPERA_API_TOKEN: stand.key })
    expect([run.exit, run.stdout]).toEqual([5, ''])
    expect(run.stderr).toContain('"orders.update"')
  })

  test.each([
    { operation: 'items.expire_batch', access: 'write' },
    { operation: 'orders.tasking.groups.list', access: 'read' },
    { operation: 'webhooks.drain', access: 'write' },
  ])('$operation needs to be named as internal', async (entry) => {
    const stand = await api()
    const exits = await Promise.all(
      [entry, { ...entry, internal: true }].map(
        async (one) => (await runBridge(['check', '--profiles', await profilesAt(stand, [one])])).exit,
      ),
    )
    expect(exits).toEqual([5, 0])
  })
})

describe.each(CLIENTS)('an order through %s', (_, client) => {
  test('is placed once the person agrees, with one key', async () => {
    const stand = await api()
    const person = await connect(stand, { profile: 'geopera_orders', says: 'accept' }, client)
    const answer = await person.call(PLACE, { body: CART })
    expect([answer.isError, answer.text]).toEqual([false, expect.stringContaining('"status":"placed"')])
    expect(person.questions).toEqual([expect.stringContaining('Allow this call? Place an archive order')])
    expect(person.questions[0]).toContain('- body: {"captures":[{"id":"scene_1"}]}')
    expect(person.questions[0]).not.toContain(stand.key)
    const placed = calls(stand, 'orders.archive.place')
    expect(placed.map(({ headers }) => headers['idempotency-key'])).toEqual([expect.stringMatching(/^[\da-f-]{36}$/)])
  })

  test.each<readonly [Says | undefined, string]>([
    ['decline', 'the person declined the call'],
    ['cancel', 'the person closed the question'],
    [undefined, 'there is nobody who could be asked'],
  ])('%s: nothing reaches the API', async (says, want) => {
    const stand = await api()
    const person = await connect(stand, { profile: 'geopera_orders', ...(says === undefined ? {} : { says }) }, client)
    const answer = await person.call(PLACE, { body: CART })
    expect(answer.isError).toBe(true)
    expect(answer.text).toMatch(new RegExp(`^not confirmed: ${want}[^]*sent: no$`))
    expect([calls(stand, 'orders.archive.place'), stand.office.credits]).toEqual([[], 1000])
  })
})

test('an order whose answer was lost is sent again under its key, and is one order', async () => {
  const stand = await api({ spoiled: [503, 502] })
  const person = await connect(stand, { profile: 'geopera_orders', says: 'accept' })
  expect((await person.call(PLACE, { body: CART })).isError).toBe(false)
  expect((await person.call(PLACE, { body: CART })).isError).toBe(false)
  const keys = calls(stand, 'orders.archive.place').map(({ headers }) => headers['idempotency-key'])
  expect([keys.length, new Set(keys).size, stand.office.credits]).toEqual([4, 2, 920])
  expect(person.questions).toHaveLength(2)
})

describe('bridge call', () => {
  const run = async (stand: Geopera, ...more: readonly string[]) =>
    runBridge(
      ['call', PLACE, '--profiles', await profilesAt(stand), '--profile', 'geopera_orders', ...more],
      { GEOPERA_API_TOKEN: stand.key },
      'y\n',
    )

  test('without a terminal nobody can be asked', async () => {
    const stand = await api()
    const { exit, stderr } = await run(stand, '--args', JSON.stringify({ body: CART }))
    expect([exit, stderr]).toEqual([8, expect.stringContaining('not confirmed: there is nobody who could be asked')])
    expect(calls(stand, 'orders.archive.place')).toEqual([])
  })

  test('a dry run asks nobody', async () => {
    const stand = await api()
    const { exit, stdout } = await run(stand, '--dry-run', '--args', JSON.stringify({ body: CART }))
    expect([exit, stdout]).toEqual([0, expect.stringContaining('POST')])
    expect([stdout.includes(stand.key), calls(stand, 'orders.archive.place')]).toEqual([false, []])
  })
})
