import { expect, test } from 'vitest'
import type { JsonSchema } from '../../src/contract/model.ts'
import { andThen } from '../../src/problem/checked.ts'
import { compileTools } from '../../src/tool/compile.ts'
import { unenforcedPatterns } from '../../src/tool/unenforced-patterns.ts'
import { bodyOf, mediaTypeOf, type OperationParts, parameterOf, planOf } from '../plan/factory.ts'

async function found(operation: OperationParts): Promise<readonly string[]> {
  const plan = planOf({ tools: [{ operation: 'POST /jobs', access: 'write' }] }, { operations: [operation] })
  const tools = andThen(plan, compileTools)
  if (!plan.ok || !tools.ok) throw new Error(JSON.stringify([...plan.problems, ...tools.problems]))
  const problems = await unenforcedPatterns(plan.value, tools.value)
  return problems.map(({ code, severity, operation: entry, at, args }) =>
    [code, severity, entry, at.pointer, ...Object.values(args)].join(' '),
  )
}

const text = (pattern: string): JsonSchema => ({ type: 'string', pattern })
const query = (name: string, schema: JsonSchema) => parameterOf({ name, in: 'query', schema })
const said = (pointer: string, pattern: string, fault = 'unsupported') =>
  `PATTERN_NOT_ENFORCED warning POST /jobs ${pointer} ${pattern} ${fault}`

test.each<{ given: string; operation: OperationParts; want: readonly string[] }>([
  { given: 'patterns that are enforced', operation: { parameters: [query('q', text('^(a+)+$'))] }, want: [] },
  {
    given: 'parameters',
    operation: { parameters: [query('q', text('(')), query('r', { items: text('(?=x)y') })] },
    want: [said('/parameters/query/q', '(', 'syntax'), said('/parameters/query/r', '(?=x)y')],
  },
  {
    given: 'a body, property names, definitions',
    operation: {
      requestBody: bodyOf([
        mediaTypeOf({
          type: 'object',
          properties: { a: { type: 'object', patternProperties: { '^(x)\\1$': true } }, b: { $ref: '#/$defs/Tree' } },
        }),
      ]),
      definitions: new Map([
        ['Tree', { type: 'object', properties: { left: { $ref: '#/$defs/Tree' }, name: text('(?<!a)b') } }],
      ]),
    },
    want: [said('/requestBody/content/application~1json', '^(x)\\1$'), said('/paths/~1jobs/post', '(?<!a)b')],
  },
  {
    given: 'one pattern in two places',
    operation: { parameters: [query('q', text('(?!)')), query('r', text('(?!)'))] },
    want: [said('/parameters/query/q', '(?!)')],
  },
  {
    given: 'data that looks like a schema',
    operation: { parameters: [query('q', { const: { pattern: '(' }, default: { pattern: '(' } })] },
    want: [],
  },
])('$given', async ({ operation, want }) => {
  expect(await found({ method: 'POST', ...operation })).toEqual(want)
})
