import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { type FlowPos, type FlowPosOptions, startFlowPos } from '../../fixtures/flowpos/start-flow-pos.ts'
import { FIREBASE_TOKEN, STRANGER_TOKEN } from '../../fixtures/flowpos/tokens.ts'
import { pause } from '../../fixtures/hosted-mcp/listen.ts'
import { auditEntries, closing } from './person.ts'
import { writeProfiles } from './profiles-at.ts'
import { type Run, runBridge } from './run-bridge.ts'
import { openLegacySession, type Session } from './session.ts'

const SHIPPED = new URL('../../profiles/flowpos-exchange.json', import.meta.url)
const VARIABLES = { FLOWPOS_FIREBASE_TOKEN: FIREBASE_TOKEN }

interface Bench {
  readonly api: FlowPos
  readonly profiles: string
  readonly args: readonly string[]
}

async function bench(options: FlowPosOptions = {}, more: object = {}): Promise<Bench> {
  const api = closing(await startFlowPos(options))
  const file = JSON.parse((await readFile(SHIPPED, 'utf8')).replaceAll('https://api.flowpos.app', api.origin))
  Object.assign(file.profiles.flowpos_exchange, more)
  const profiles = await writeProfiles(JSON.stringify(file))
  return { api, profiles, args: ['--profiles', profiles] }
}

async function call(session: Session, name: string, args: object = {}): Promise<string> {
  return JSON.stringify((await session.request('tools/call', { name, arguments: args }))?.result)
}

async function chosen({ args }: Bench): Promise<Session> {
  const session = await openLegacySession(args, VARIABLES)
  expect(await call(session, 'set_active_business', { businessId: 'biz_2' })).toContain('biz_2')
  return session
}

function leaks({ api }: Bench, ...runs: readonly Run[]): readonly string[] {
  const all = runs.map(({ stdout, stderr }) => stdout + stderr).join('\n')
  return [...api.issued, FIREBASE_TOKEN].filter((secret) => all.includes(secret))
}

describe('a Firebase ID token', () => {
  test('is exchanged for an access token of a day, and neither is shown', async () => {
    const all = await bench()
    const check = await runBridge(['check', ...all.args, '--strict'], VARIABLES)
    const whoami = await runBridge(['whoami', ...all.args], VARIABLES)
    const read = await runBridge(['call', 'get_products', ...all.args], VARIABLES)
    expect([check.exit, whoami.exit, read.exit]).toEqual([0, 0, 8])
    expect(read.stderr).toContain('No active business')
    const [, expires = ''] = /expires +(\S+)/.exec(whoami.stdout) ?? []
    expect(Math.round((Date.parse(expires) - Date.now()) / 3_600_000)).toBe(24)
    expect(whoami.stdout).toContain('pos:read pos:write reports:read psa:read pos:intents')
    expect(all.api.grants).toEqual(['exchange', 'exchange', 'exchange'])
    expect(leaks(all, check, whoami, read)).toEqual([])
    const places = all.api.requests.filter(({ body }) => body.includes(FIREBASE_TOKEN)).map(({ path }) => path)
    expect(new Set(places)).toEqual(new Set(['/mcp/token']))
  })

  test.each([
    { given: 'that is over', token: 'fake-firebase-id-token-0009', status: 401 },
    { given: 'of somebody without a business', token: STRANGER_TOKEN, status: 403 },
  ])('$given says so, and what to do', async ({ token, status }) => {
    const all = await bench()
    const run = await runBridge(['call', 'get_products', ...all.args], { FLOWPOS_FIREBASE_TOKEN: token })
    expect([run.exit, run.stderr]).toEqual([6, expect.stringContaining(`gave no access token: it answered ${status}`)])
    expect(run.stderr).toMatch(/getIdToken\(true\)[\s\S]*403 means/)
    expect(all.api.requests.every(({ path }) => path === '/mcp/token')).toBe(true)
  })
})

describe('an access token', () => {
  test('that is refused in the middle is replaced once, without a restart, and the business stays', async () => {
    const all = await bench()
    const session = await chosen(all)
    all.api.expire()
    expect(await call(session, 'get_inventory')).toContain('biz_2')
    // one that was refused can't vouch for another one
    expect(all.api.grants).toEqual(['exchange', 'exchange'])
    all.api.expire()
    all.api.endFirebase()
    expect(await call(session, 'get_inventory')).toMatch(/"isError":true/)
    expect(all.api.grants).toHaveLength(2)
    const run = await session.end()
    expect([run.exit, leaks(all, run)]).toEqual([0, []])
  })

  test.each<{ refreshes: boolean; want: readonly string[] }>([
    { refreshes: true, want: ['exchange', 'refresh'] },
    { refreshes: false, want: ['exchange', '!refresh', 'exchange'] },
  ])('is renewed by itself before its end, else exchanged anew: $want', async ({ refreshes, want }) => {
    const all = await bench({ refreshes, expiresIn: 2 })
    const session = await chosen(all)
    await pause(1100)
    expect(await call(session, 'list_orders')).toContain('biz_2')
    expect(all.api.grants).toEqual(want)
    await session.end()
  })

  test('is renewed once for fifty calls', async () => {
    const all = await bench({ expiresIn: 2, delayMs: 150 }, { limits: { concurrency: 64 } })
    const session = await chosen(all)
    await pause(1100)
    const texts = await Promise.all(Array.from({ length: 50 }, () => call(session, 'list_orders')))
    expect(texts.filter((text) => !text.includes('biz_2'))).toEqual([])
    expect(all.api.grants).toEqual(['exchange', 'refresh'])
    await session.end()
  })

  test('that allows less than before: what it lacks is named, and nothing is sent', async () => {
    const all = await bench({}, { audit: { file: 'audit.jsonl' } })
    const session = await chosen(all)
    all.api.narrow(['pos:read'])
    all.api.expire()
    expect(await call(session, 'get_products')).toContain('biz_2')
    const before = all.api.requests.length
    expect(await call(session, 'get_sales_report')).toMatch(/lacks \\"reports:read\\"[\s\S]*sent: no/)
    expect(all.api.requests).toHaveLength(before)
    await session.end()
    const entries = await auditEntries(all.profiles)
    expect(entries.at(-2)).toMatchObject({ status: 'denied', problem: 'SCOPE_NOT_GRANTED', sent: 'no' })
  })
})

test('the audit log says which business each call was about, and no other value', async () => {
  const all = await bench({}, { audit: { file: 'audit.jsonl' } })
  const session = await openLegacySession(all.args, VARIABLES)
  await call(session, 'get_top_products', { period: 'week' })
  await call(session, 'set_active_business', { businessId: 'biz_1' })
  await call(session, 'set_active_business', { businessId: 'biz_9' })
  await call(session, 'get_top_products', { period: 'week' })
  await call(session, 'set_active_business', { businessId: 'biz_2' })
  all.api.dropSessions()
  await call(session, 'get_top_products', { period: 'week' })
  await all.api.close()
  await call(session, 'list_orders')
  await session.end()
  const entries = await auditEntries(all.profiles)
  const ended = entries.filter(({ status }) => status === 'success' || status === 'error')
  expect(ended.map(({ tool, status, session: about }) => [tool, status, about])).toEqual([
    ['get_top_products', 'error', undefined],
    ['set_active_business', 'success', { businessId: 'biz_1' }],
    ['set_active_business', 'error', { businessId: 'biz_1' }],
    ['get_top_products', 'success', { businessId: 'biz_1' }],
    ['set_active_business', 'success', { businessId: 'biz_2' }],
    ['get_top_products', 'success', { businessId: 'biz_2' }],
    ['list_orders', 'error', { businessId: 'biz_2' }],
  ])
  expect(JSON.stringify(entries)).not.toMatch(/biz_9|"week"/)
})

test('a business that the profile fixes is in the audit log from the first call on', async () => {
  const pinned = { operation: 'set_active_business', access: 'write', session: { argument: 'businessId' } }
  const tools = [
    { ...pinned, arguments: { pin: { businessId: 'biz_1' } } },
    { operation: 'list_orders', access: 'read' },
  ]
  const all = await bench({}, { tools, audit: { file: 'audit.jsonl' } })
  const session = await openLegacySession(all.args, VARIABLES)
  expect(await call(session, 'list_orders')).toContain('biz_1')
  await session.end()
  expect(await auditEntries(all.profiles)).toContainEqual(
    expect.objectContaining({ tool: 'list_orders', status: 'success', session: { businessId: 'biz_1' } }),
  )
})
