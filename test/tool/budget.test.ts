import { expect, test } from 'vitest'
import { andThen, unlessErrors } from '../../src/problem/checked.ts'
import { budgetProblems } from '../../src/tool/budget.ts'
import { compileTools } from '../../src/tool/compile.ts'
import { READ_MORE } from '../../src/tool/read-more.ts'
import { toolSize } from '../../src/tool/size.ts'
import { codesOf, parameterOf, planOf, profileOf } from '../plan/factory.ts'

const OPERATIONS = [
  { path: '/small' },
  { path: '/large', parameters: [parameterOf({ name: 'q', in: 'query', description: 'word '.repeat(40) })] },
]
const TOOLS = ['GET /small', 'GET /large']

function compiled(toolTokens: number | undefined, continuation?: boolean) {
  const limits = { ...profileOf().limits, ...(toolTokens === undefined ? {} : { toolTokens }) }
  const profile = { tools: TOOLS, limits, ...(continuation === undefined ? {} : { continuation }) }
  return andThen(planOf(profile, { operations: OPERATIONS }), (plan) =>
    andThen(compileTools(plan), (tools) => unlessErrors(budgetProblems(plan, tools), () => tools)),
  )
}

const unlimited = compiled(undefined)
const sizes = unlimited.ok ? [...unlimited.value.values()].map((tool) => toolSize(tool).tokens) : []
const own = toolSize(READ_MORE).tokens
const [small = 0, large = 0] = sizes
const total = small + large + own

test.each([
  { limit: total, continuation: true, want: [] },
  { limit: total - 1, continuation: true, want: ['TOOL_BUDGET_EXCEEDED'] },
  { limit: total - own, continuation: false, want: [] },
  { limit: total - own - 1, continuation: false, want: ['TOOL_BUDGET_EXCEEDED'] },
])('$limit with continuation $continuation: $want', ({ limit, continuation, want }) => {
  expect(codesOf(compiled(limit, continuation))).toEqual(want)
})

test('the largest tools are named first, and where the limit is', () => {
  expect(compiled(10, true).problems).toMatchObject([
    {
      severity: 'error',
      at: { source: 'profile', pointer: '/profiles/test/limits/toolTokens' },
      args: { tokens: total, limit: 10 },
    },
  ])
  const [found] = compiled(10, true).problems
  const named = found?.code === 'TOOL_BUDGET_EXCEEDED' ? found.args.largest : []
  expect(named.map(({ tool }) => tool).indexOf('get_large')).toBeLessThan(
    named.map(({ tool }) => tool).indexOf('get_small'),
  )
  expect(named).toContainEqual({ tool: 'get_large', tokens: large })
})
