import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exactValue } from '../../src/response/exact.ts'
import { call, TOKEN } from './call.ts'

const { redact } = call()

test.each<{ name: string; given: string; want: unknown }>([
  { name: 'an object', given: '{ "a": [1, 1.50, null, "\\u00e9"] }', want: { a: [1, 1.5, null, 'é'] } },
  { name: 'names of the prototype', given: '{"constructor":1}', want: { constructor: 1 } },
  { name: 'a pair of surrogates, escaped', given: '["\\ud83d\\ude00"]', want: ['😀'] },
  { name: 'a scalar', given: '"x"', want: 'x' },
  { name: 'a 64-bit integer', given: '{"id":9007199254740993}', want: undefined },
  { name: 'a number beyond doubles', given: '[1e400]', want: undefined },
  { name: 'a key twice', given: '{"a":1,"a":1}', want: undefined },
  { name: 'a surrogate that stands alone', given: '["\\ud800"]', want: undefined },
  { name: 'a member that readers lose', given: '{"a":{"__proto__":1}}', want: undefined },
  { name: 'deep nesting', given: `${'['.repeat(200)}${']'.repeat(200)}`, want: undefined },
  { name: 'a large text', given: JSON.stringify('x'.repeat(262_144)), want: undefined },
  {
    name: 'a secret that only escapes hide',
    given: `["${TOKEN.replace('f', '\\u0066')}"]`,
    want: undefined,
  },
])('$name', ({ given, want }) => {
  expect(exactValue(given, JSON.parse(given), redact)).toEqual(want)
})

test('what is given is what a plain reader reads', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const value = exactValue(text, JSON.parse(text), redact)
      fc.pre(value !== undefined)
      expect(value).toEqual(JSON.parse(text))
    }),
  )
})
