import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { describe, expect, test } from 'vitest'
import { type FlowPos, MERCHANT_KEY, startFlowPos } from '../../fixtures/flowpos/start-flow-pos.ts'
import { type GearGenius, startGearGenius } from '../../fixtures/geargenius/start-gear-genius.ts'
import { type OpenShop, SHOP_TOKEN, startOpenShop } from '../../fixtures/openshop/start-open-shop.ts'
import { auditEntries, CLIENTS, closing } from './person.ts'
import { writeProfiles } from './profiles-at.ts'
import { BRIDGE, cleanEnvironment, type Run, runBridge } from './run-bridge.ts'

const GARAGE_TOKEN = 'fake-garage-token-0123456789'
const TOKENS = { GARAGE_TOKEN, POS_TOKEN: MERCHANT_KEY, SHOP_TOKEN }
const DOCUMENT = 'openshop://docs/log-search'
const EXAMPLE = new URL('../fixtures/profiles/several-upstreams.json', import.meta.url)

interface World {
  readonly garage: GearGenius
  readonly pos: FlowPos
  readonly shop: OpenShop
  readonly profiles: string
  bridge(args: readonly string[], variables?: Readonly<Record<string, string>>): Promise<Run>
}

async function world(change: (text: string) => string = (text) => text, gone: readonly string[] = []): Promise<World> {
  const garage = closing(await startGearGenius({ technicianToken: GARAGE_TOKEN }))
  const pos = closing(await startFlowPos({ gone }))
  const shop = closing(await startOpenShop())
  const text = (await readFile(EXAMPLE, 'utf8'))
    .replaceAll('http://127.0.0.1:4010', garage.origin)
    .replaceAll('http://127.0.0.1:4011/mcp', pos.url)
    .replaceAll('http://127.0.0.1:4012/mcp', shop.url)
  const profiles = await writeProfiles(change(text))
  const bridge: World['bridge'] = (args, variables = TOKENS) => runBridge(['--profiles', profiles, ...args], variables)
  return { garage, pos, shop, profiles, bridge }
}

/** Each system with everything that reached it, as text. */
function reached({ garage, pos, shop }: World): Readonly<Record<string, string>> {
  return {
    garage: JSON.stringify(garage.requests),
    pos: JSON.stringify(pos.requests),
    shop: JSON.stringify(shop.requests),
  }
}

/** The tokens that a system has seen, by their variables. */
function seenBy(requests: string): readonly string[] {
  return Object.entries(TOKENS).flatMap(([name, token]) => (requests.includes(token) ? [name] : []))
}

describe('tools of three systems in one list', () => {
  test.each(CLIENTS)('%s', async (_, connect) => {
    const all = await world()
    const person = await connect(['--profiles', all.profiles], TOKENS)
    expect((await person.tools()).map(({ name }) => name)).toEqual([
      'pos_get_products',
      'garage_listRecentJobs',
      'shop_list',
      'garage_job',
      'pos_set_active_business',
    ])
    const answers = await Promise.all([
      person.call('garage_listRecentJobs', { limit: 1 }),
      person.call('pos_get_products'),
      person.call('shop_list'),
    ])
    expect(answers.map(({ isError }) => isError)).toEqual([false, false, false])
    expect(answers[0]?.text).toContain('job_')
    expect(answers[1]?.text).toContain('"business":"biz_1"')
    expect(answers[2]?.text).toContain('fixture.myshopify.com')
    await expect(person.call('listRecentJobs')).rejects.toThrow('Unknown tool')
    const entries = await auditEntries(all.profiles)
    expect(
      entries.filter(({ status }) => status === 'success').map(({ tool, upstream }) => `${tool} ${upstream}`),
    ).toEqual(expect.arrayContaining(['garage_listRecentJobs garage', 'pos_get_products pos', 'shop_list shop']))
  })

  test('no credential reaches another system, and none is in any answer', async () => {
    const all = await world()
    const client = closing(new Client({ name: 'e2e', version: '1' }))
    const args = [BRIDGE, 'start', '--profiles', all.profiles]
    await client.connect(
      new StdioClientTransport({ command: process.execPath, args, env: cleanEnvironment(TOKENS), stderr: 'ignore' }),
    )
    const { resources } = await client.listResources()
    expect(resources.map(({ uri }) => uri)).toEqual([DOCUMENT])
    const answers = [
      await client.readResource({ uri: DOCUMENT }),
      await client.callTool({ name: 'garage_listRecentJobs', arguments: {} }),
      await client.callTool({ name: 'garage_job', arguments: { jobId: `job_${MERCHANT_KEY}` } }),
      await client.callTool({ name: 'pos_get_products', arguments: {} }),
      await client.callTool({ name: 'shop_list', arguments: {} }),
    ]
    for (const token of Object.values(TOKENS)) expect(JSON.stringify(answers)).not.toContain(token)
    const { garage = '', pos = '', shop = '' } = reached(all)
    // what a caller writes into an argument goes where it says; it is its own token that each system is shown
    expect(seenBy(garage.replaceAll(`job_${MERCHANT_KEY}`, ''))).toEqual(['GARAGE_TOKEN'])
    expect([seenBy(pos), seenBy(shop)]).toEqual([['POS_TOKEN'], ['SHOP_TOKEN']])
  })
})

describe('one of them that is not as it should be stops all', () => {
  test.each(Object.keys(TOKENS))('%s is missing', async (missing) => {
    const all = await world()
    const variables = Object.fromEntries(Object.entries(TOKENS).filter(([name]) => name !== missing))
    const start = await all.bridge(['start'], variables)
    expect([start.exit, start.stdout, start.stderr]).toEqual([6, '', expect.stringContaining(missing)])
    expect(reached(all)).toEqual({ garage: '[]', pos: '[]', shop: '[]' })
  })

  test('two problems of two systems, and the earliest stage counts', async () => {
    const all = await world((text) => text.replace('frp-gpt-openapi', 'none'), ['get_products'])
    const check = await all.bridge(['check', '--format', 'json'])
    const [profile] = JSON.parse(check.stdout).profiles
    expect(profile.problems).toMatchObject([
      { code: 'CONTRACT_HTTP_STATUS', at: { source: 'contract' } },
      {
        code: 'OPERATION_NOT_FOUND',
        operation: 'get_products',
        at: { pointer: '/profiles/workshop/tools/0', line: 36 },
      },
    ])
    expect(check.exit).toBe(3)
    const start = await all.bridge(['start'])
    expect([start.exit, start.stderr]).toEqual([3, expect.stringContaining('get_products')])
  })

  test('a check without credentials misses only those that a server asks for', async () => {
    const all = await world()
    const check = await all.bridge(['check', '--format', 'json'], {})
    const [profile] = JSON.parse(check.stdout).profiles
    const found = profile.problems.map(({ code, message }: Record<string, string>) => `${code} ${message}`)
    expect([check.exit, found]).toEqual([
      6,
      [
        expect.stringMatching(/^CREDENTIAL_MISSING .*POS_TOKEN/),
        expect.stringMatching(/^CREDENTIAL_MISSING .*SHOP_TOKEN/),
      ],
    ])
    expect(all.garage.requests).toHaveLength(1)
  })

  test('a renewed credential is that of the system that refused it', async () => {
    const all = await world()
    const call = await all.bridge(['call', 'garage_listRecentJobs'], { ...TOKENS, GARAGE_TOKEN: 'fake-other-token-1' })
    expect([call.exit, call.stderr]).toEqual([6, expect.stringContaining('Ask the garage.')])
    expect(call.stderr).not.toContain('Ask the till.')
  })
})

describe('commands', () => {
  test('check, tools, profiles and operations say which system', async () => {
    const all = await world()
    const check = await all.bridge(['check', '--format', 'json'])
    const contracts = { garage: all.garage.technicianContract, pos: all.pos.url, shop: all.shop.url }
    expect(JSON.parse(check.stdout).profiles).toMatchObject([{ ok: true, contract: contracts.garage, contracts }])
    const text = await all.bridge(['check'])
    expect(text.stdout).toContain(`  garage: ${contracts.garage}\n  pos: ${contracts.pos}\n  shop: ${contracts.shop}\n`)
    const tools = await all.bridge(['tools', '--format', 'json'])
    const bindings = JSON.parse(tools.stdout).map((one: { _meta: object }) => Object.values(one._meta)[0])
    expect(bindings[0]).toMatchObject({ upstream: 'pos', operation: 'get_products' })
    const profiles = await all.bridge(['profiles'])
    expect(profiles.stdout.match(/^ {2}upstream .*$/gm)).toHaveLength(3)
    const operations = await all.bridge(['operations', '--upstream', 'pos', '--format', 'json'])
    const rows: readonly { upstream: string; operation: string; allowedBy: string[] }[] = JSON.parse(operations.stdout)
    expect([...new Set(rows.map(({ upstream }) => upstream))]).toEqual(['pos'])
    expect(rows.find(({ operation }) => operation === 'get_products')?.allowedBy).toEqual(['workshop'])
    const every = await all.bridge(['operations'])
    expect(every.stdout).toMatch(/^garage: listRecentJobs.*allowed by workshop$/m)
  })

  test.each<{ given: readonly string[]; exit: number; says: RegExp }>([
    { given: ['check', '--contract', 'x.json'], exit: 2, says: /garage, pos, shop.*--contract garage=…/ },
    { given: ['check', '--base-url', 'http://127.0.0.1:1'], exit: 2, says: /--base-url garage=…/ },
    { given: ['tools', '--contract', 'till=x.json'], exit: 2, says: /garage, pos, shop/ },
    { given: ['tools', '--base-url', 'pos=ftp://x'], exit: 2, says: /--base-url takes an https URL/ },
    { given: ['tools', '--contract', 'garage=none.json'], exit: 3, says: /none\.json/ },
    { given: ['operations', '--upstream', 'till'], exit: 2, says: /no upstream "till": it has garage, pos, shop/ },
    { given: ['whoami', '--upstream', 'till'], exit: 2, says: /no upstream "till"/ },
    { given: ['login', '--upstream', 'pos'], exit: 2, says: /upstream "pos".*nobody|no credential for which/ },
  ])('$given is $exit', async ({ given, exit, says }) => {
    const all = await world()
    const run = await all.bridge(given)
    expect([run.exit, run.stdout + run.stderr]).toEqual([exit, expect.stringMatching(says)])
  })

  test('another place for one of them', async () => {
    const all = await world()
    const other = closing(await startGearGenius({ technicianToken: GARAGE_TOKEN }))
    const elsewhere = ['--base-url', `garage=${other.origin}`, '--contract', `garage=${all.garage.technicianContract}`]
    const call = await all.bridge([...elsewhere, 'call', 'garage_listRecentJobs'])
    expect([call.exit, call.stderr]).toEqual([0, ''])
    expect(other.requests.map(({ target }) => target)).toEqual([expect.stringContaining('/jobs/recent')])
    const dry = await all.bridge(['call', 'garage_listRecentJobs', '--dry-run'])
    expect(dry.stdout).toContain('x-user-token: [redacted: GARAGE_TOKEN]')
    expect(dry.stdout).toContain(`host: ${new URL(all.garage.origin).host}`)
  })

  test('what sets a client up, examines and shows it, has all of them', async () => {
    const all = await world()
    const doctor = await all.bridge(['doctor'])
    expect([doctor.exit, doctor.stdout]).toEqual([0, expect.stringContaining('pos_get_products')])
    const config = await all.bridge(['config', 'cursor'])
    for (const name of Object.keys(TOKENS)) expect(config.stdout).toContain(name)
    const review = await all.bridge(['review', '--out', '-'])
    expect(review.exit).toBe(0)
    for (const url of [all.garage.technicianContract, all.pos.url, all.shop.url]) expect(review.stdout).toContain(url)
    expect(review.stdout.match(/<dt>Upstream<\/dt>/g)).toHaveLength(3)
  })

  test('whoami of one needs that one only', async () => {
    const all = await world()
    const whoami = await all.bridge(['whoami', '--upstream', 'shop'], { SHOP_TOKEN })
    expect([whoami.exit, whoami.stdout]).toEqual([0, expect.stringMatching(/^workshop\n {2}upstream +shop\n/)])
    expect((await all.bridge(['whoami'], { SHOP_TOKEN })).exit).toBe(6)
  })
})

test('the lock has each of them by its name', async () => {
  const all = await world()
  expect(await all.bridge(['lock', '--yes'])).toMatchObject({ exit: 0, stderr: '' })
  const lock = JSON.parse(await readFile(join(dirname(all.profiles), 'agent-profiles.lock.json'), 'utf8'))
  const { upstreams } = lock.profiles.workshop
  expect(Object.keys(upstreams)).toEqual(['garage', 'pos', 'shop'])
  expect(Object.keys(upstreams.pos.operations)).toEqual(['get_products', 'set_active_business'])
  expect(upstreams.garage.rules).toEqual({ rateLimit: { requests: 100, perSeconds: 1 } })
  expect(await all.bridge(['diff'])).toMatchObject({ exit: 0, stdout: 'workshop: as locked\n' })
  const moved = await all.bridge([
    'diff',
    '--base-url',
    'garage=http://127.0.0.1:1',
    '--contract',
    `garage=${all.garage.technicianContract}`,
  ])
  expect([moved.exit, moved.stdout]).toEqual([5, expect.stringContaining('the upstream "garage"')])
  expect(moved.stdout).not.toContain('"pos"')
})
