import { expect, test } from 'vitest'
import { type Problem, problem, type Sent } from '../../src/problem/problem.ts'
import { renderFailure } from '../../src/response/failure.ts'
import { createRedactor } from '../../src/response/redact.ts'
import { Secret } from '../../src/upstream/secret.ts'
import { TOKEN, texts } from './call.ts'

const redact = createRedactor([new Secret(TOKEN)])

test.each<{ given: Problem; sent: Sent; want: readonly RegExp[] }>([
  {
    given: problem('ARGUMENTS_INVALID', { source: 'call' }, { faults: ['limit: at most 50', `x: not ${TOKEN}`] }),
    sent: 'no',
    want: [/not valid:$/, /^- limit: at most 50$/, /^- x: not \[redacted\]$/, /^hint: /, /^sent: no$/],
  },
  {
    given: problem('UPSTREAM_TIMEOUT', { source: 'upstream' }, { seconds: 45, sent: 'unknown' }),
    sent: 'unknown',
    want: [/45 seconds/, /^hint: /, /^sent: unknown$/],
  },
  {
    given: problem('TOOL_FAILED', { source: 'upstream' }, { status: 500 }),
    sent: 'yes',
    want: [/500/, /^sent: yes$/],
  },
])('$given.code', ({ given, sent, want }) => {
  const result = renderFailure(given, sent, redact)
  const lines = texts(result)[0]?.split('\n') ?? []
  expect(result.isError).toBe(true)
  expect(result.content).toHaveLength(1)
  expect(lines).toHaveLength(want.length)
  for (const [at, line] of lines.entries()) expect(line).toMatch(want[at] ?? /^never$/)
})
