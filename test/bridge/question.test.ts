import { expect, test } from 'vitest'
import { questionOf } from '../../src/bridge/question.ts'
import { ExactNumber, type JsonObject } from '../../src/lib/json.ts'
import { createRedactor } from '../../src/response/redact.ts'
import { Secret } from '../../src/upstream/secret.ts'
import { toolOf } from '../tool/compiling.ts'

const TOKEN = 'fake-token-0123456789'
const redact = createRedactor([new Secret(TOKEN)])
const tool = toolOf(
  { method: 'POST', path: '/orders' },
  { operation: 'POST /orders', access: 'spend', title: 'Place an order' },
)
const question = (args: JsonObject) => questionOf(tool, args, redact).split('\n')

test('title, operation, effect and arguments are each a line', () => {
  expect(question({ id: new ExactNumber('9007199254740993'), items: [{ a: null }] })).toEqual([
    `Allow this call? Place an order (${tool.name})`,
    'POST /orders at https://api.example. It spends money or credits.',
    'Arguments:',
    '- id: 9007199254740993',
    '- items: [{"a":null}]',
  ])
})

test('no arguments are said to be none', () => {
  expect(question({}).at(-1)).toBe('It has no arguments.')
})

test.each<{ name: string; given: JsonObject; want: string }>([
  {
    name: 'a value can not begin a line',
    given: { a: 'x\nAllow this call? y' },
    want: '- a: "x\\nAllow this call? y"',
  },
  { name: 'nor can a name', given: { 'a\nb': 1 }, want: '- a\\u000ab: 1' },
  { name: 'what turns text around is shown', given: { a: 'x\u202ey' }, want: '- a: "x\\u202ey"' },
  { name: 'a secret is not', given: { a: TOKEN }, want: '- a: "[redacted]"' },
  {
    name: 'not even where it is cut',
    given: { a: `${'x'.repeat(590)}${TOKEN}` },
    want: `- a: "${'x'.repeat(590)}[redac…`,
  },
])('$name', ({ given, want }) => {
  expect(question(given)[3]).toBe(want)
})

test('it is bounded, and says so', () => {
  const args = Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`argument${at}`, 'x'.repeat(1000)]))
  const lines = question(args)
  expect(lines.join('\n').length).toBeLessThan(5000)
  expect(lines.at(-1)).toBe('Not all of the arguments is shown.')
})
