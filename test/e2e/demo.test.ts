import { beforeAll, describe, expect, test } from 'vitest'
import { type Run, runBridge } from './run-bridge.ts'

describe('bridge demo', () => {
  let run: Run
  beforeAll(async () => {
    // real tokens and profiles of whoever tries it have no part in it
    run = await runBridge(['demo'], { MCP_USER_TOKEN: 'frp_fake_own_token_0004', MCP_PROFILE: 'nobody' })
  })

  test('ends well, with nothing on stderr', () => {
    expect({ exit: run.exit, stderr: run.stderr }).toEqual({ exit: 0, stderr: '' })
  })

  test.each([
    ['reads', 'Dana Whitfield'],
    ['writes', 'POST /api/gpt/user/jobs → 201'],
    ['changes a status', /PATCH \/api\/gpt\/user\/jobs\/job_\d+\/status → 200/],
    ['refuses what is not listed', /deleteJob .*\n\s+refused by the protocol[^\n]*\n\s+reached the API: nothing/],
    ['refuses a bad argument unsent', /"deleted"\}\n[\s\S]*sent: no[\s\S]*reached the API: nothing/],
    ['shows the manager', 'reviewQueue'],
    ['says how to renew a token', 'Run `bridge demo` again'],
  ])('%s', (_, said) => {
    expect(run.stdout).toMatch(said)
  })

  test('prints no token and no colour', () => {
    expect(run.stdout).not.toMatch(/_fake_|was_revoked/)
    expect(run.stdout).not.toContain('\u001b')
  })
})
