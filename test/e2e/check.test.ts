import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type GearGenius, startGearGenius } from '../../fixtures/geargenius/start-gear-genius.ts'
import { operationVanished } from './drift.ts'
import { shippedProfilesAt } from './profiles-at.ts'
import { runBridge } from './run-bridge.ts'

const TECHNICIAN_TOOLS = [
  'getHealth',
  'getUserProfile',
  'getUserStats',
  'listRecentJobs',
  'searchJobs',
  'getJob',
  'listNotes',
  'listTools',
  'getTimer',
  'lookupDtcCode',
  'createJob',
  'updateJobStatus',
]
const MANAGER_TOOLS = ['orgHealth', 'getOrgStats', 'listTechnicians', 'searchOrgJobs']

let api: GearGenius
let demo: string
let agent: string
beforeAll(async () => {
  api = await startGearGenius()
  demo = await shippedProfilesAt('demo', api.origin)
  agent = await shippedProfilesAt('agent', api.origin)
})
afterAll(() => api.close())

describe('check --format json', () => {
  test.each([
    [[], { demo_technician: TECHNICIAN_TOOLS, demo_manager: MANAGER_TOOLS }],
    [['--profile', 'demo_manager'], { demo_manager: MANAGER_TOOLS }],
    [
      ['--profile', 'demo_manager', '--profile', 'demo_technician'],
      { demo_technician: TECHNICIAN_TOOLS, demo_manager: MANAGER_TOOLS },
    ],
  ])('of the profiles that %j asks for', async (args, tools) => {
    const run = await runBridge(['check', '--format', 'json', '--profiles', demo, ...args])
    const report = JSON.parse(run.stdout)
    const found = Object.fromEntries(report.profiles.map((one: { id: string; tools: string[] }) => [one.id, one.tools]))
    expect({ exit: run.exit, version: report.version, ok: report.ok, tools: found }).toEqual({
      exit: 0,
      version: 1,
      ok: true,
      tools,
    })
  })

  test('names the contract by its absolute URL', async () => {
    const run = await runBridge(['check', '--format', 'json', '--profiles', demo, '--profile', 'demo_manager'])
    expect(JSON.parse(run.stdout).profiles[0].contract).toBe(api.managerContract)
  })

  test('is not narrowed by MCP_PROFILE', async () => {
    const run = await runBridge(['check', '--format', 'json', '--profiles', demo], { MCP_PROFILE: 'demo_manager' })
    expect(JSON.parse(run.stdout).profiles).toHaveLength(2)
  })

  test('finds the profiles file by MCP_PROFILES', async () => {
    const run = await runBridge(['check'], { MCP_PROFILES: demo })
    expect(run.exit).toBe(0)
  })

  test('sends no credential, even if one is set', async () => {
    const before = api.requests.length
    await runBridge(['check', '--profiles', demo], { DEMO_USER_TOKEN: api.technicianToken })
    const sent = api.requests.slice(before)
    expect(sent.map(({ target }) => target.startsWith('/.well-known/'))).toEqual([true, true])
    expect(sent.map(({ headers }) => headers['x-user-token'])).toEqual([undefined, undefined])
  })

  test('says where a problem is, and still proves the other profile', async () => {
    const drifted = await startGearGenius({
      mutate: (document, audience) => (audience === 'technician' ? operationVanished(document) : document),
    })
    try {
      const profiles = await shippedProfilesAt('demo', drifted.origin)
      const run = await runBridge(['check', '--format', 'json', '--profiles', profiles])
      const [technician, manager] = JSON.parse(run.stdout).profiles
      expect([run.exit, technician.ok, manager.ok]).toEqual([5, false, true])
      expect(technician.problems[0]).toMatchObject({
        code: 'OPERATION_NOT_FOUND',
        severity: 'error',
        operation: 'updateJobStatus',
        message: expect.stringContaining('updateJobStatus'),
        hint: expect.any(String),
        at: { source: 'profile', pointer: '/profiles/demo_technician/tools/11', line: expect.any(Number) },
      })
    } finally {
      await drifted.close()
    }
  })
})

test('the shipped profiles fit the API that they name', async () => {
  const run = await runBridge(['check', '--format', 'json', '--strict', '--profiles', agent])
  const report = JSON.parse(run.stdout)
  expect({ exit: run.exit, tools: report.profiles.map((one: { tools: string[] }) => one.tools) }).toEqual({
    exit: 0,
    tools: [
      ['getHealth', 'getUserProfile', 'getUserStats', 'listRecentJobs', 'createJob', 'updateJobStatus'],
      MANAGER_TOOLS,
    ],
  })
})

test('text names every profile, without colour', async () => {
  const run = await runBridge(['check', '--profiles', demo])
  expect(run.stdout).toContain('demo_technician')
  expect(run.stdout).toContain('demo_manager')
  expect(run.stdout).not.toContain('\u001b')
})

test('--contract and --base-url replace what the profile says', async () => {
  const run = await runBridge([
    'check',
    ...['--profiles', demo, '--profile', 'demo_technician', '--format', 'json'],
    ...['--contract', api.managerContract, '--base-url', api.origin],
  ])
  const [profile] = JSON.parse(run.stdout).profiles
  expect([run.exit, profile.contract]).toEqual([5, api.managerContract])
})

describe('usage', () => {
  test.each([
    ['unknown command', ['chekc']],
    ['unknown option', ['check', '--verbos']],
    ['unknown format', ['check', '--format', 'yaml']],
    ['option without its value', ['check', '--profile']],
  ])('%s: exit 2', async (_, args) => {
    const run = await runBridge([...args, '--profiles', demo])
    expect(run.exit).toBe(2)
    expect(run.stderr).not.toBe('')
  })

  test('--version and --help are fine', async () => {
    const [version, help] = await Promise.all([runBridge(['--version']), runBridge(['--help'])])
    expect([version.exit, help.exit]).toEqual([0, 0])
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    for (const command of ['check', 'start', 'tools', 'call', 'operations', 'profiles', 'explain', 'schema', 'demo']) {
      expect(help.stdout).toContain(command)
    }
  })
})
