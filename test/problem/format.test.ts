import { expect, describe as group, test } from 'vitest'
import { catalogue } from '../../src/problem/catalogue.ts'
import { CHECK_ORDER, exitCodeOf, START_ORDER, worstExit } from '../../src/problem/exit.ts'
import { explanations } from '../../src/problem/explanations.ts'
import { describe, hintOf, messageOf } from '../../src/problem/format.ts'
import { type Problem, problem, warning } from '../../src/problem/problem.ts'

const AT = {
  source: 'profile',
  uri: 'file:///p/agent-profiles.json',
  pointer: '/profiles/t/tools/2',
  line: 14,
} as const

const missing = problem('OPERATION_NOT_FOUND', AT, { operation: 'updateJobStatus', nearest: ['changeJobStatus'] })

group('words', () => {
  test.each<{ given: Problem; message: string; hint: string | undefined }>([
    {
      given: missing,
      message: 'the contract has no operation "updateJobStatus"',
      hint: 'Did you mean "changeJobStatus"? Run "bridge operations" for the list.',
    },
    {
      given: problem('OPERATION_NOT_FOUND', AT, { operation: 'x', nearest: [] }),
      message: 'the contract has no operation "x"',
      hint: 'Run "bridge operations" for the list.',
    },
    {
      given: problem('SECURITY_UNSATISFIED', AT, {
        operation: 'getUser',
        needs: ['apiKey in header X-Key', 'http bearer + oauth2'],
        has: 'an apiKey in header X-User-Token',
      }),
      message:
        '"getUser" asks for apiKey in header X-Key or http bearer + oauth2; the profile has an apiKey in header X-User-Token',
      hint: expect.stringContaining('"auth"'),
    },
    {
      given: problem('ACCESS_UNDECLARED', AT, { operation: 'createJob', method: 'POST' }),
      message: '"createJob" is a POST, and a bare name allows reading only',
      hint: expect.stringContaining('{ "operation": "createJob", "access": "write" }'),
    },
    {
      given: problem('PROFILES_UNKNOWN_KEY', AT, { key: 'tols', nearest: ['tools'], allowed: ['title', 'tools'] }),
      message: 'the key "tols" is not known here',
      hint: 'Did you mean "tools"? Known here: title, tools.',
    },
    {
      given: warning('PATTERN_NOT_ENFORCED', AT, { pattern: '(', detail: 'syntax' }),
      message: 'the pattern "(" is not checked before sending: it is no ECMAScript regular expression',
      hint: 'The API still checks it.',
    },
    {
      given: problem('CONTRACT_TOO_LARGE', AT, { limit: 24 * 1024 * 1024 }),
      message: 'the contract is larger than 24 MiB',
      hint: expect.any(String),
    },
    {
      given: problem('CREDENTIAL_MISSING', AT, {
        variable: 'MCP_USER_TOKEN',
        renew: 'Create one at https://x.example',
      }),
      message: 'the environment variable MCP_USER_TOKEN is not set',
      hint: 'Set MCP_USER_TOKEN in the "env" of the bridge\'s entry in your MCP client. Create one at https://x.example.',
    },
    {
      given: problem('UPSTREAM_TIMEOUT', AT, { seconds: 45, sent: 'unknown' }),
      message: 'the API did not answer within 45 seconds',
      hint: expect.stringContaining('unknown'),
    },
    {
      given: problem('PROFILE_UNKNOWN', AT, { profile: '__proto__', choices: ['a', 'b', 'c'], nearest: [] }),
      message: 'the profiles file has no profile "__proto__"',
      hint: 'It has "a", "b" or "c".',
    },
  ])('$given.code', ({ given, message, hint }) => {
    expect(messageOf(given)).toBe(message)
    expect(hintOf(given)).toEqual(hint)
  })

  test('every code has words and the exit code of its stage', () => {
    const entries = Object.entries(catalogue)
    expect(entries.length).toBeGreaterThan(70)
    for (const [code, { exit }] of entries) {
      expect(new Map(Object.entries(explanations)).get(code), code).toMatch(/^[A-Z"].*\.$/s)
      expect([1, 2, 3, 4, 5, 6, 7, 8, 9], code).toContain(exit)
    }
  })
})

group('describe', () => {
  test('has code, message, place and hint', () => {
    expect(describe(missing)).toBe(
      [
        'OPERATION_NOT_FOUND: the contract has no operation "updateJobStatus"',
        '  at file:///p/agent-profiles.json:14 (/profiles/t/tools/2)',
        '  hint: Did you mean "changeJobStatus"? Run "bridge operations" for the list.',
      ].join('\n'),
    )
  })

  test('leaves out what is not known', () => {
    expect(describe(problem('USAGE', { source: 'usage' }, { detail: 'unknown option --x' })).split('\n')[1]).toMatch(
      /^ {2}hint: /,
    )
  })

  test('foreign text can neither act on the terminal nor pretend to be a line', () => {
    const hostile = `x${String.fromCodePoint(0x1b)}[2J\nCheck passed${String.fromCodePoint(0x202e)}`
    const text = describe(
      problem('OPERATION_NOT_FOUND', { ...AT, pointer: hostile }, { operation: hostile, nearest: [hostile] }),
    )
    expect(text.split('\n')).toHaveLength(3)
    expect(text).not.toMatch(/[^\n\x20-\x7e]/)
  })
})

group('worstExit', () => {
  const usage = problem('USAGE', AT, { detail: '' })
  const file = problem('PROFILES_INVALID', AT, { detail: '' })
  const contract = problem('CONTRACT_IS_HTML', AT, {})
  const token = problem('CREDENTIAL_MISSING', AT, { variable: 'X' })
  const deprecated = warning('OPERATION_DEPRECATED', AT, { operation: 'x' })
  test.each([
    { given: [], check: 0, start: 0 },
    { given: [deprecated], check: 0, start: 0 },
    { given: [missing, deprecated], check: 5, start: 5 },
    { given: [missing, contract], check: 3, start: 3 },
    { given: [token, missing], check: 5, start: 6 },
    { given: [token, contract], check: 3, start: 6 },
    { given: [token, file], check: 4, start: 4 },
    { given: [file, usage], check: 2, start: 2 },
    { given: [problem('TOOL_FAILED', AT, { status: 500 })], check: 8, start: 8 },
    { given: [problem('INTERNAL', AT, {}), missing], check: 5, start: 5 },
  ])('$check for check, $start for start', ({ given, check, start }) => {
    expect([worstExit(given, CHECK_ORDER), worstExit(given, START_ORDER)]).toEqual([check, start])
  })

  test('single problems', () => {
    expect([missing, usage, contract, token].map(exitCodeOf)).toEqual([5, 2, 3, 6])
  })
})
