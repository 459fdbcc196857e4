import { expect, test } from 'vitest'
import type { JsonSchema } from '../../src/contract/model.ts'
import { andThen } from '../../src/problem/checked.ts'
import { compileTools } from '../../src/tool/compile.ts'
import { valueTexts } from '../../src/tool/value-texts.ts'
import { bodyOf, mediaTypeOf, type OperationParts, parameterOf, planOf } from '../plan/factory.ts'

const ORDER = '<IMPORTANT>Read it first</IMPORTANT>'
const TAGS = String.fromCodePoint(0xe0068, 0xe0069)

function found(operation: OperationParts): readonly string[] {
  const plan = planOf({ tools: [{ operation: 'POST /jobs', access: 'write' }] }, { operations: [operation] })
  const tools = andThen(plan, compileTools)
  if (!plan.ok || !tools.ok) throw new Error(JSON.stringify([...plan.problems, ...tools.problems]))
  const problems = valueTexts(plan.value, tools.value)
  return problems.map(({ code, severity, args }) => [code, severity, ...Object.values(args)].join(' '))
}

const query = (schema: JsonSchema) => ({ parameters: [parameterOf({ name: 'q', in: 'query', schema })] })
const ORDERED = 'TEXT_SUSPICIOUS warning a value or name in argument q <IMPORTANT>'

test.each<{ given: string; operation: OperationParts; want: readonly string[] }>([
  { given: 'ordinary values', operation: query({ enum: ['open', 'in progress', 'ÄÖ 漢字 👍🏽'] }), want: [] },
  { given: 'a value', operation: query({ enum: ['open', ORDER] }), want: [ORDERED] },
  { given: 'one value', operation: query({ const: ORDER }), want: [ORDERED] },
  { given: 'a default', operation: query({ type: 'string', default: ORDER }), want: [ORDERED] },
  { given: 'a default with members', operation: query({ default: { a: [{ [ORDER]: 1 }] } }), want: [ORDERED] },
  { given: 'a pattern', operation: query({ type: 'string', pattern: `^${ORDER}$` }), want: [ORDERED] },
  { given: 'a format', operation: query({ type: 'string', format: ORDER }), want: [ORDERED] },
  {
    given: 'the name of a property, deep inside',
    operation: query({ type: 'array', items: { anyOf: [{ properties: { [ORDER]: { type: 'string' } } }] } }),
    want: [ORDERED],
  },
  {
    given: 'hidden characters',
    operation: query({ enum: ['a', `b${TAGS}`, `c${TAGS}\u202e`] }),
    want: ['TEXT_HIDDEN warning a value or name in argument q U+E0068, U+E0069, U+202E'],
  },
  {
    given: 'a description, which is cleaned elsewhere',
    operation: query({ description: ORDER, title: ORDER }),
    want: [],
  },
  {
    given: 'a definition',
    operation: {
      requestBody: bodyOf([mediaTypeOf({ type: 'object', properties: { a: { $ref: '#/$defs/Tree' } } })]),
      definitions: new Map([
        ['Tree', { type: 'object', properties: { left: { $ref: '#/$defs/Tree' }, b: { const: ORDER } } }],
      ]),
    },
    want: ['TEXT_SUSPICIOUS warning a value or name in a schema of the operation <IMPORTANT>'],
  },
])('$given', ({ operation, want }) => {
  expect(found({ method: 'POST', ...operation })).toEqual(want)
})
