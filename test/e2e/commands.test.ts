import { readFile } from 'node:fs/promises'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type GearGenius, startGearGenius } from '../../fixtures/geargenius/start-gear-genius.ts'
import { shippedProfilesAt } from './profiles-at.ts'
import { type Run, runBridge } from './run-bridge.ts'

let api: GearGenius
let profiles: string
let tokens: Record<string, string>
beforeAll(async () => {
  api = await startGearGenius()
  profiles = await shippedProfilesAt('demo', api.origin)
  tokens = { DEMO_USER_TOKEN: api.technicianToken, DEMO_ORG_TOKEN: api.managerToken }
})
afterAll(() => api.close())

function bridge(...args: readonly string[]): Promise<Run> {
  return runBridge([...args, '--profiles', profiles], tokens)
}

describe('tools', () => {
  test('json is the tools/list array, each bound to its operation', async () => {
    const run = await bridge('tools', '--format', 'json')
    const tools = JSON.parse(run.stdout)
    expect([run.exit, tools.length]).toEqual([0, 12])
    const recent = tools.find((tool: { name: string }) => tool.name === 'listRecentJobs')
    expect(recent).toMatchObject({
      inputSchema: {
        type: 'object',
        properties: { limit: { type: 'integer', minimum: 1, maximum: 50, default: 5 } },
        additionalProperties: false,
      },
      annotations: { readOnlyHint: true, destructiveHint: false },
    })
    expect(JSON.stringify(recent._meta)).toContain('/api/gpt/user/jobs/recent')
  })

  test('text names every tool with its access', async () => {
    const run = await bridge('tools', '--profile', 'demo_manager')
    expect(run.exit).toBe(0)
    for (const word of ['orgHealth', 'getOrgStats', 'listTechnicians', 'searchOrgJobs', 'read']) {
      expect(run.stdout).toContain(word)
    }
    expect(run.stdout).not.toContain('verifyJob')
  })

  test('needs no token', async () => {
    const run = await runBridge(['tools', '--profiles', profiles])
    expect(run.exit).toBe(0)
  })
})

describe('call', () => {
  test.each([
    ['a read', ['getUserProfile'], 0, 'Dana Whitfield'],
    ['a read with --arg', ['listRecentJobs', '--arg', 'limit=1'], 0, 'job_1046'],
    ['a read with --args', ['lookupDtcCode', '--args', '{"code":"P0302"}'], 0, 'Cylinder 2 misfire'],
    ['a read of a list parameter', ['searchJobs', '--args', '{"status":["waiting_parts"]}'], 0, 'Water pump'],
    ['of the other profile', ['listTechnicians', '--profile', 'demo_manager'], 0, 'Marcus Oyelaran'],
    ['a 64-bit number unharmed', ['getJob', '--arg', 'jobId=job_1042'], 0, '9007199254740994'],
  ])('%s', async (_, args, exit, said) => {
    const run = await bridge('call', ...args)
    expect({ exit: run.exit, stdout: run.stdout }).toEqual({ exit, stdout: expect.stringContaining(said) })
  })

  test.each([
    ['an unlisted operation of the contract', ['deleteJob', '--arg', 'jobId=job_1046'], 2, 'TOOL_UNKNOWN'],
    ['a name of the prototype', ['constructor'], 2, 'TOOL_UNKNOWN'],
    ['arguments that are not JSON', ['getJob', '--args', '{jobId}'], 2, 'ARGS_UNPARSABLE'],
    ['an argument out of range', ['listRecentJobs', '--arg', 'limit=51'], 8, 'limit'],
    ['an undeclared argument', ['listRecentJobs', '--arg', 'limits=5'], 8, 'limits'],
    ['a missing argument', ['getJob'], 8, 'jobId'],
    ['what the upstream does not have', ['getJob', '--arg', 'jobId=job_9'], 8, 'There is no job job_9'],
  ])('%s', async (_, args, exit, said) => {
    const run = await bridge('call', ...args)
    expect({ exit: run.exit, output: run.stdout + run.stderr }).toEqual({ exit, output: expect.stringContaining(said) })
    expect(api.requests.map(({ method }) => method)).not.toContain('DELETE')
  })

  test.each([
    ['a refused token', { DEMO_USER_TOKEN: 'frp_fake_revoked_token_0009' }],
    ['a token for another audience', { DEMO_USER_TOKEN: 'shopos_fake_manager_token_0002' }],
    ['no token', {}],
  ])('%s: exit 6', async (_, variables) => {
    const run = await runBridge(['call', 'getUserProfile', '--profiles', profiles], variables)
    expect({ exit: run.exit, output: run.stdout + run.stderr }).toEqual({
      exit: 6,
      output: expect.stringContaining('bridge demo'),
    })
  })

  test('an upstream that is gone: exit 7, sent: no', async () => {
    const gone = await startGearGenius()
    await gone.close()
    const run = await bridge('call', 'getHealth', '--profile', 'demo_technician', '--base-url', gone.origin)
    expect({ exit: run.exit, output: run.stdout + run.stderr }).toEqual({
      exit: 7,
      output: expect.stringContaining('sent: no'),
    })
  })

  test('--dry-run prints the request without the token and sends nothing', async () => {
    const before = api.requests.length
    const args = '{"title":"Brake fluid flush","flagHours":0.7}'
    const run = await bridge('call', 'createJob', '--args', args, '--dry-run')
    const sent = api.requests.slice(before).filter(({ target }) => target.startsWith('/api/'))
    expect([run.exit, sent]).toEqual([0, []])
    expect(run.stdout).toContain('POST /api/gpt/user/jobs')
    expect(run.stdout).toContain('Brake fluid flush')
    expect(run.stdout.toLowerCase()).toContain('x-user-token')
    expect(run.stdout + run.stderr).not.toContain(api.technicianToken)
  })

  test('--dry-run needs no token', async () => {
    const run = await runBridge(['call', 'getHealth', '--dry-run', '--profiles', profiles])
    expect([run.exit, run.stdout.includes('GET /api/gpt/health')]).toEqual([0, true])
  })
})

describe('operations', () => {
  test('json lists the whole contract and who may use what', async () => {
    const run = await bridge('operations', '--format', 'json', '--profile', 'demo_technician')
    expect(run.exit).toBe(0)
    const text = JSON.stringify(JSON.parse(run.stdout))
    for (const word of ['deleteJob', 'startTimer', 'listRecentJobs', 'demo_technician']) expect(text).toContain(word)
  })

  test('--search narrows', async () => {
    const run = await bridge('operations', '--search', 'timer', '--profile', 'demo_technician')
    expect(run.exit).toBe(0)
    expect(run.stdout).toContain('startTimer')
    expect(run.stdout).not.toContain('lookupDtcCode')
  })
})

test('profiles reads the file only', async () => {
  const before = api.requests.length
  const run = await bridge('profiles')
  expect([run.exit, api.requests.length]).toEqual([0, before])
  expect(run.stdout).toContain('demo_technician')
  expect(run.stdout).toContain('Demo: manager assistant')
})

describe('schema', () => {
  test.each(['agent-profiles.json', 'demo-profiles.json'])('accepts the shipped %s', async (file) => {
    const run = await runBridge(['schema'])
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(JSON.parse(run.stdout))
    validate(JSON.parse(await readFile(new URL(`../../profiles/${file}`, import.meta.url), 'utf8')))
    expect({ exit: run.exit, errors: validate.errors ?? [] }).toEqual({ exit: 0, errors: [] })
  })

  test('refuses an unknown key', async () => {
    const run = await runBridge(['schema'])
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(JSON.parse(run.stdout))
    const text = await readFile(new URL('../fixtures/profiles/unknown-key.json', import.meta.url), 'utf8')
    expect(validate(JSON.parse(text))).toBe(false)
  })
})

describe('explain', () => {
  test('a code in full', async () => {
    const run = await runBridge(['explain', 'OPERATION_NOT_FOUND'])
    expect([run.exit, run.stdout.includes('OPERATION_NOT_FOUND')]).toEqual([0, true])
  })

  test('an unknown code: exit 2', async () => {
    const run = await runBridge(['explain', 'OPERATION_NOT_FOUN'])
    expect([run.exit, run.stderr.includes('OPERATION_NOT_FOUND')]).toEqual([2, true])
  })
})
