import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Style } from '../../src/contract/model.ts'
import type { JsonValue } from '../../src/lib/json.ts'
import { writeStyle } from '../../src/request/style.ts'

// Readers as a server would write them, sharing nothing with the writer: split first, decode after.

type Reader = (text: string) => JsonValue

const decode = decodeURIComponent
const list = (text: string, mark: string) => text.split(mark).map(decode)
const flat = (text: string, mark: string) => {
  const texts = list(text, mark)
  return Object.fromEntries(texts.flatMap((key, index) => (index % 2 === 0 ? [[key, texts[index + 1] ?? '']] : [])))
}
const pairs = (text: string, mark: string) =>
  text.split(mark).map((pair): [string, string] => {
    const [key = '', ...rest] = pair.split('=')
    return [decode(key), decode(rest.join('='))]
  })
const object = (text: string, mark: string) => Object.fromEntries(pairs(text, mark))
const values = (text: string, mark: string) => pairs(text, mark).map(([, value]) => value)
const cut =
  (read: Reader, length: number): Reader =>
  (text) =>
    read(text.slice(length))
const NAME = 'name'
const named = NAME.length + 1

interface Cell {
  readonly style: Style
  readonly list: Reader
  readonly object: Reader
  /** Characters that this cell can't carry in a collection, if there are any. */
  readonly without?: string
}

const path = (style: 'simple' | 'label' | 'matrix', explode: boolean): Style => ({
  in: 'path',
  style,
  explode,
  allowReserved: false,
})
const query = (style: Extract<Style, { in: 'query' }>['style'], explode: boolean, allowReserved = false): Style => ({
  in: 'query',
  style,
  explode,
  allowReserved,
})

const CELLS: readonly Cell[] = [
  { style: path('simple', false), list: (text) => list(text, ','), object: (text) => flat(text, ',') },
  { style: path('simple', true), list: (text) => list(text, ','), object: (text) => object(text, ',') },
  { style: path('label', false), list: cut((text) => list(text, ','), 1), object: cut((text) => flat(text, ','), 1) },
  { style: path('label', true), list: cut((text) => list(text, '.'), 1), object: cut((text) => object(text, '.'), 1) },
  {
    style: path('matrix', false),
    list: cut((text) => list(text, ','), named + 1),
    object: cut((text) => flat(text, ','), named + 1),
  },
  {
    style: path('matrix', true),
    list: cut((text) => values(text, ';'), 1),
    object: cut((text) => object(text, ';'), 1),
  },
  {
    style: query('form', false),
    list: cut((text) => list(text, ','), named),
    object: cut((text) => flat(text, ','), named),
  },
  { style: query('form', true), list: (text) => values(text, '&'), object: (text) => object(text, '&') },
  ...(['spaceDelimited', 'pipeDelimited', 'tabDelimited'] as const).map((style): Cell => {
    const mark = { spaceDelimited: '%20', pipeDelimited: '%7C', tabDelimited: '%09' }[style]
    return {
      style: query(style, false),
      list: cut((text) => list(text, mark), named),
      object: cut((text) => flat(text, mark), named),
      without: decode(mark),
    }
  }),
  {
    style: { in: 'cookie', style: 'form', explode: true, allowReserved: false },
    list: (text) => values(text, '; '),
    object: (text) => object(text, '; '),
  },
]

const isSafe = (text: string): boolean => {
  // dot segments and control characters are refused in paths: other tests look at those
  // biome-ignore lint/suspicious/noControlCharactersInRegex: left out on purpose
  return text !== '' && !/[\x00-\x1f\x7f]/.test(text) && !text.includes('.') && !text.includes('%')
}
const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }).filter(isSafe)
const tricky = fc.constantFrom('a,b', 'a;b', 'a=b', 'a&b', 'a b', 'a|b', '/', 'a/b', '?', '#', '+', '名', '😀', '[x]')
const item = fc.oneof(text, tricky)
const items = fc.array(item, { minLength: 1, maxLength: 6 })
const members = fc.dictionary(fc.oneof(item, fc.constantFrom('constructor', 'toString')), item, {
  minKeys: 1,
  maxKeys: 5,
  noNullPrototype: true,
})
const can = (cell: Cell, ...texts: readonly string[]) =>
  !texts.some((one) => cell.without && one.includes(cell.without))

describe.each(CELLS)('read(write(value)) = value: $style', (cell) => {
  test('lists', () => {
    fc.assert(
      fc.property(items, (value) => {
        fc.pre(can(cell, ...value))
        const written = writeStyle(NAME, value, cell.style)
        expect(written.ok && cell.list(written.value ?? '')).toEqual(value)
      }),
    )
  })

  test('objects', () => {
    fc.assert(
      fc.property(members, (value) => {
        fc.pre(can(cell, ...Object.entries(value).flat()))
        const written = writeStyle(NAME, value, cell.style)
        expect(written.ok && cell.object(written.value ?? '')).toEqual(value)
      }),
    )
  })
})

describe('what a reader of forms makes of a query', () => {
  test.each([false, true])('scalars, allowReserved %s', (allowReserved) => {
    fc.assert(
      fc.property(item, item, (name, value) => {
        const written = writeStyle(name, value, query('form', true, allowReserved))
        expect(written.ok && [...new URLSearchParams(written.value)]).toEqual([[name, value]])
      }),
    )
  })

  // brackets as qs reads them: `[]` appends, a number is an index, a name is a member
  const scalar = fc.oneof(item, fc.integer().map(String))
  const key = item.filter((one) => !/[[\]]/.test(one) && !/^\d+$/.test(one))
  const { tree } = fc.letrec<{ tree: JsonValue; node: JsonValue }>((tie) => ({
    node: fc.oneof({ maxDepth: 3 }, scalar, tie('tree'), fc.array(scalar, { minLength: 1, maxLength: 3 })),
    tree: fc.dictionary(key, tie('node'), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
  }))

  test('deepObject', () => {
    fc.assert(
      fc.property(tree, (value) => {
        const written = writeStyle(NAME, value, query('deepObject', true))
        expect(written.ok && readBrackets(written.value ?? '')).toEqual(value)
      }),
    )
  })

  function readBrackets(text: string): unknown {
    const root = new Map<string, unknown>()
    for (const [name, value] of new URLSearchParams(text)) {
      const steps = [...name.matchAll(/\[([^\]]*)\]/g)].map(([, step]) => step ?? '')
      let into = root
      for (const [index, step] of steps.entries()) {
        const own = step === '' ? String(into.size) : step
        if (index === steps.length - 1) into.set(own, value)
        else if (!into.has(own)) into.set(own, new Map())
        const next = into.get(own)
        if (next instanceof Map) into = next
      }
    }
    return plain(root)
  }

  function plain(value: unknown): unknown {
    if (!(value instanceof Map)) return value
    const isList = [...value.keys()].every((name, index) => name === String(index))
    return isList ? [...value.values()].map(plain) : Object.fromEntries([...value].map(([k, v]) => [k, plain(v)]))
  }
})
