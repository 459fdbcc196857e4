import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Collection } from '../../src/contract/model.ts'
import type { JsonValue } from '../../src/lib/json.ts'
import { collectionTexts, writeCollection } from '../../src/request/collection.ts'

const query = (...delimiters: string[]): Collection => ({ in: 'query', spread: false, delimiters })
const spread = (...delimiters: string[]): Collection => ({ in: 'query', spread: true, delimiters })
const path = (...delimiters: string[]): Collection => ({ in: 'path', spread: false, delimiters })
const header = (...delimiters: string[]): Collection => ({ in: 'header', spread: false, delimiters })

describe('written', () => {
  test.each<[Collection, JsonValue, string | undefined]>([
    [path('|'), [1, 2], '1%7C2'],
    [path(' '), ['a,b', 'c/d'], 'a%2Cb%20c%2Fd'],
    [path('|', ','), [['a', 'b,c'], ['d']], 'a,b%2Cc%7Cd'],
    [header('\t'), ['a', 'b c'], 'a\tb c'],
    [header('|'), [true, 1.5], 'true|1.5'],
    [query(' ', '|'), [['a', 'b'], ['c']], 'n%5B%5D=a%7Cb%20c'],
    [spread(','), [['a', 'b'], ['c']], 'n%5B%5D=a,b&n%5B%5D=c'],
    [query('|'), [''], 'n%5B%5D='],
    [query('|'), [], undefined],
    [query('|'), null, undefined],
  ])('%j %j', (collection, value, want) => {
    expect(writeCollection('n[]', value, collection)).toEqual({ ok: true, value: want })
  })
})

describe('refused', () => {
  test.each<[Collection, JsonValue, RegExp]>([
    [path('|'), ['a|b'], /"\|" inside/],
    [query(' ', '|'), [['a b'], ['c']], /" " inside/],
    [header(','), ['a,b'], /"," inside/],
    [header('|'), ['a\r\nb'], /visible ASCII/],
    [path(' '), ['..', 'a'], /".."/],
    [query('|'), [null], /null as an item/],
    [query('|'), [['a']], /a list or an object inside/],
    [query('|', ','), [[], ['a']], /an empty list inside/],
    [query('|'), ['\ud800'], /not well-formed/],
  ])('%j %j', (collection, value, want) => {
    expect(writeCollection('n', value, collection)).toEqual({ ok: false, error: expect.stringMatching(want) })
  })
})

test('what is written can be read back', () => {
  const item = fc.string({ minLength: 1 }).filter((text) => !/[\t| ]/.test(text))
  fc.assert(
    fc.property(fc.array(fc.array(item, { minLength: 1 }), { minLength: 1 }), (lists) => {
      const written = collectionTexts(lists, query('\t', '|'))
      expect(
        written.ok &&
          written.value
            .join('')
            .split('\t')
            .map((text) => text.split('|')),
      ).toEqual(lists)
    }),
  )
})
