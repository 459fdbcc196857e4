import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutJson, cutLines } from '../../src/response/cut.ts'

describe('cutJson', () => {
  test.each<{ given: string; limit: number; shown: string; list?: unknown }>([
    { given: '[11,22,33,44]', limit: 9, shown: '[11,22', list: { path: [], pointer: '', shown: 2 } },
    {
      given: '{"next":"x","data":[{"a":1},{"a":2},{"a":3}]}',
      limit: 40,
      shown: '{"next":"x","data":[{"a":1},{"a":2}',
      list: { path: ['data'], pointer: '/data', shown: 2 },
    },
    {
      given: '{"a/b":{"items":["x","y]},","z"]}}',
      limit: 28,
      shown: '{"a/b":{"items":["x","y]},"',
      list: { path: ['a/b', 'items'], pointer: '/a~1b/items', shown: 2 },
    },
    {
      given: '[[1,2],[3,4,5,6,7,8,9,10,11,12,13,14]]',
      limit: 25,
      shown: '[[1,2],[3,4,5,6,7,8,9,10',
      list: { path: [1], pointer: '/1', shown: 8 },
    },
    { given: '{"a":"12345678","b":"12345678901234567890"}', limit: 25, shown: '{"a":"12345678"' },
    { given: '{"a":"\\",[","b":1234567}', limit: 19, shown: '{"a":"\\",["' },
    { given: '{"a":"no comma anywhere"}', limit: 10, shown: '{"a":"no c' },
  ])('$given at $limit', ({ given, limit, shown, list }) => {
    expect(cutJson(given, limit, false)).toEqual({ shown, ...(list === undefined ? {} : { list }) })
  })

  test('what is shown is always a beginning, within the limit and not empty', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 60 }), fc.boolean(), (value, limit, pretty) => {
        const text = JSON.stringify(value, undefined, pretty ? 2 : 0)
        fc.pre(text.length > limit && limit > 1)
        const { shown } = cutJson(text, limit, false)
        expect(text.startsWith(shown)).toBe(true)
        expect(shown.length).toBeLessThanOrEqual(limit)
        expect(shown.length).toBeGreaterThan(0)
      }),
    )
  })

  test('a list that is cut is a list of whole elements', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { minLength: 2 }), fc.double({ min: 0.1, max: 1 }), (values, part) => {
        const text = JSON.stringify(values)
        const { shown, list } = cutJson(text, Math.ceil(text.length * part), false)
        if (list?.pointer === '') expect(JSON.parse(`${shown}]`)).toEqual(JSON.parse(text).slice(0, list.shown))
      }),
    )
  })

  test('depth beyond any stack', () => {
    const text = '[1,'.repeat(200_000)
    expect(cutJson(text, 500_000, false).shown.length).toBeLessThanOrEqual(500_000)
  })
})

describe('cutLines', () => {
  test.each<{ given: string; limit: number; incomplete?: boolean; want: string }>([
    { given: 'one\ntwo\nthree', limit: 9, want: 'one\ntwo\n' },
    { given: 'one\n234567890', limit: 10, want: 'one\n234567' },
    { given: 'abc🚗d', limit: 4, want: 'abc' },
    { given: 'abc🚗d', limit: 5, want: 'abc🚗' },
    { given: 'a word and half-a-secr', limit: 100, incomplete: true, want: 'a word and ' },
    { given: 'a word and half-a-secr', limit: 18, incomplete: true, want: 'a word and half-a-' },
    { given: 'a\nb\nhalf', limit: 100, incomplete: true, want: 'a\nb\n' },
  ])('$given at $limit', ({ given, limit, incomplete = false, want }) => {
    expect(cutLines(given, limit, incomplete).shown).toBe(want)
  })
})
