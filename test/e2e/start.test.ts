import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type GearGenius, startGearGenius } from '../../fixtures/geargenius/start-gear-genius.ts'
import { shippedProfilesAt } from './profiles-at.ts'
import { runBridge } from './run-bridge.ts'
import { INITIALIZE, messagesIn, openLegacySession, openSession } from './session.ts'

let api: GearGenius
let args: readonly string[]
let tokens: Record<string, string>
beforeAll(async () => {
  api = await startGearGenius()
  args = ['--profiles', await shippedProfilesAt('demo', api.origin)]
  tokens = { DEMO_USER_TOKEN: api.technicianToken, DEMO_ORG_TOKEN: api.managerToken }
})
afterAll(() => api.close())

describe('a session', () => {
  test('stdout is JSON-RPC and nothing else, the end of input is exit 0', async () => {
    const session = await openLegacySession(args, tokens)
    session.send('')
    session.send('this is not JSON')
    await session.request('tools/list')
    await session.request('tools/call', { name: 'getUserProfile', arguments: {} })
    await session.request('tools/call', { name: 'deleteJob', arguments: { jobId: 'job_1046' } })
    await session.request('no/such/method')
    const run = await session.end()
    const messages = messagesIn(run.stdout)
    expect(run.exit).toBe(0)
    expect(messages.map(({ jsonrpc, id }) => [jsonrpc, id])).toEqual([1, 2, 3, 4, 5].map((id) => ['2.0', id]))
    expect(messages.map(({ error }) => error?.code)).toEqual([undefined, undefined, undefined, -32602, -32601])
  })

  test('the token goes to the API and nowhere else', async () => {
    const before = api.requests.length
    const session = await openLegacySession(args, tokens)
    await session.request('tools/call', { name: 'getHealth' })
    await session.request('tools/call', { name: 'listRecentJobs', arguments: { limit: 2 } })
    const run = await session.end()
    expect(run.stdout + run.stderr).not.toContain(api.technicianToken)
    expect(api.requests.slice(before).map(({ target, headers }) => [target, headers['x-user-token']])).toEqual([
      ['/.well-known/frp-gpt-openapi.json', undefined],
      ['/api/gpt/health', undefined],
      ['/api/gpt/user/jobs/recent?limit=2', api.technicianToken],
    ])
  })

  test('instructions and title of the profile come with initialize', async () => {
    const session = openSession([...args, '--profile', 'demo_manager'], tokens)
    const answer = await session.request('initialize', INITIALIZE)
    await session.end()
    expect(answer?.result).toMatchObject({
      protocolVersion: '2025-11-25',
      instructions: expect.stringContaining('start with getOrgStats'),
      capabilities: { tools: {} },
    })
  })

  test('requests already read are answered after the end of input', async () => {
    const lines = [
      { jsonrpc: '2.0', id: 'a', method: 'initialize', params: INITIALIZE },
      { jsonrpc: '2.0', method: 'notifications/initialized' },
      { jsonrpc: '2.0', id: 'b', method: 'tools/call', params: { name: 'getTimer', arguments: {} } },
    ]
    const input = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
    const run = await runBridge(['start', ...args], tokens, input)
    expect([run.exit, messagesIn(run.stdout).map(({ id }) => id)]).toEqual([0, ['a', 'b']])
  })

  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('%s ends it with %s', async (signal, exit) => {
    const session = await openLegacySession(args, tokens)
    await session.request('tools/list')
    session.kill(signal)
    expect((await session.exited).exit).toBe(exit)
  })

  test('a line over 10 MiB ends it with 2', async () => {
    const session = await openLegacySession(args, tokens)
    session.send('x'.repeat(10 * 1024 * 1024 + 1))
    const run = await session.exited
    expect([run.exit, run.stderr.includes('INPUT_LINE_TOO_LONG')]).toEqual([2, true])
  })
})

describe('calls', () => {
  const call = async (name: string, given: object, variables = tokens) => {
    const session = await openLegacySession(args, variables)
    const answer = await session.request('tools/call', { name, arguments: given })
    await session.end()
    const [block] = (answer?.result?.content ?? []) as readonly { readonly text: string }[]
    return { error: answer?.error?.code, isError: answer?.result?.isError ?? false, text: block?.text ?? '' }
  }

  test('a write is sent once, exactly as given', async () => {
    const before = api.requests.length
    await call('createJob', { title: 'Spark plugs', laborHours: 1.25, vehicle: { year: 2016, make: 'Honda' } })
    const writes = api.requests.slice(before).filter(({ method }) => method === 'POST')
    expect(writes.map(({ target, body, status }) => [target, JSON.parse(body), status])).toEqual([
      ['/api/gpt/user/jobs', { title: 'Spark plugs', laborHours: 1.25, vehicle: { year: 2016, make: 'Honda' } }, 201],
    ])
  })

  test.each([
    ['an argument that is not declared', 'listRecentJobs', { limt: 3 }, 'limt'],
    ['an argument of the wrong type', 'listRecentJobs', { limit: 'many' }, 'limit'],
    ['a body field out of its values', 'updateJobStatus', { jobId: 'job_1046', status: 'done' }, 'status'],
    ['a path that would leave its segment', 'getJob', { jobId: '..' }, 'jobId'],
    ['a credential as an argument', 'getUserProfile', { 'X-User-Token': 'other' }, 'X-User-Token'],
  ])('%s is refused before sending', async (_, name, given, said) => {
    const before = api.requests.filter(({ target }) => target.startsWith('/api/')).length
    const answer = await call(name, given)
    expect(answer).toEqual({ error: undefined, isError: true, text: expect.stringContaining(said) })
    expect(answer.text).toContain('sent: no')
    expect(api.requests.filter(({ target }) => target.startsWith('/api/'))).toHaveLength(before)
  })

  test("the API's own refusal arrives with its words", async () => {
    const answer = await call('updateJobStatus', { jobId: 'job_1042', status: 'open' })
    expect(answer.isError).toBe(true)
    for (const said of ['409', 'job_1042 is completed and billed.', 'sent: yes']) expect(answer.text).toContain(said)
  })

  test('a refused token says how to renew it', async () => {
    const answer = await call('getUserProfile', {}, { DEMO_USER_TOKEN: 'frp_fake_revoked_token_0009' })
    expect(answer.isError).toBe(true)
    for (const said of ['401', 'unknown, expired or revoked', 'Run `bridge demo` again', 'sent: yes']) {
      expect(answer.text).toContain(said)
    }
    expect(answer.text).not.toContain('frp_fake_revoked_token_0009')
  })
})
