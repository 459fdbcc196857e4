import { describe, expect, test } from 'vitest'
import type { Style } from '../../src/contract/model.ts'
import { ExactNumber, type JsonValue } from '../../src/lib/json.ts'
import { writeStyle } from '../../src/request/style.ts'

const VALUES = {
  empty: '',
  string: 'blue',
  array: ['blue', 'black', 'brown'],
  object: { R: 100, G: 200, B: 150 },
} as const satisfies Record<string, JsonValue>

const path = (style: 'simple' | 'label' | 'matrix', explode: boolean, allowReserved = false): Style => ({
  in: 'path',
  style,
  explode,
  allowReserved,
})
const query = (style: Extract<Style, { in: 'query' }>['style'], explode: boolean, allowReserved = false): Style => ({
  in: 'query',
  style,
  explode,
  allowReserved,
})
const header = (explode: boolean): Style => ({ in: 'header', style: 'simple', explode })
const cookie = (style: 'form' | 'cookie', explode: boolean, allowReserved = false): Style => ({
  in: 'cookie',
  style,
  explode,
  allowReserved,
})

const write = (value: JsonValue, style: Style, name = 'color') => {
  const written = writeStyle(name, value, style)
  return written.ok ? written.value : `refused: ${written.error}`
}

const REFUSED_EMPTY = expect.stringContaining('refused: may not be empty')

// https://spec.openapis.org/oas/v3.2.0.html#style-examples
describe("the specification's table", () => {
  test.each<[string, Style, Record<keyof typeof VALUES, unknown>]>([
    [
      'matrix, joined',
      path('matrix', false),
      { empty: ';color', string: ';color=blue', array: ';color=blue,black,brown', object: ';color=R,100,G,200,B,150' },
    ],
    [
      'matrix, exploded',
      path('matrix', true),
      {
        empty: ';color',
        string: ';color=blue',
        array: ';color=blue;color=black;color=brown',
        object: ';R=100;G=200;B=150',
      },
    ],
    [
      'label, joined',
      path('label', false),
      { empty: REFUSED_EMPTY, string: '.blue', array: '.blue,black,brown', object: '.R,100,G,200,B,150' },
    ],
    [
      'label, exploded',
      path('label', true),
      { empty: REFUSED_EMPTY, string: '.blue', array: '.blue.black.brown', object: '.R=100.G=200.B=150' },
    ],
    [
      'simple in path, joined',
      path('simple', false),
      { empty: REFUSED_EMPTY, string: 'blue', array: 'blue,black,brown', object: 'R,100,G,200,B,150' },
    ],
    [
      'simple in path, exploded',
      path('simple', true),
      { empty: REFUSED_EMPTY, string: 'blue', array: 'blue,black,brown', object: 'R=100,G=200,B=150' },
    ],
    [
      'simple in header, joined',
      header(false),
      { empty: '', string: 'blue', array: 'blue,black,brown', object: 'R,100,G,200,B,150' },
    ],
    [
      'simple in header, exploded',
      header(true),
      { empty: '', string: 'blue', array: 'blue,black,brown', object: 'R=100,G=200,B=150' },
    ],
    [
      'form in query, joined',
      query('form', false),
      { empty: 'color=', string: 'color=blue', array: 'color=blue,black,brown', object: 'color=R,100,G,200,B,150' },
    ],
    [
      'form in query, exploded',
      query('form', true),
      {
        empty: 'color=',
        string: 'color=blue',
        array: 'color=blue&color=black&color=brown',
        object: 'R=100&G=200&B=150',
      },
    ],
    [
      'spaceDelimited, joined',
      query('spaceDelimited', false),
      {
        empty: 'color=',
        string: 'color=blue',
        array: 'color=blue%20black%20brown',
        object: 'color=R%20100%20G%20200%20B%20150',
      },
    ],
    [
      'spaceDelimited, exploded',
      query('spaceDelimited', true),
      {
        empty: 'color=',
        string: 'color=blue',
        array: 'color=blue&color=black&color=brown',
        object: 'R=100&G=200&B=150',
      },
    ],
    [
      'pipeDelimited, joined',
      query('pipeDelimited', false),
      {
        empty: 'color=',
        string: 'color=blue',
        array: 'color=blue%7Cblack%7Cbrown',
        object: 'color=R%7C100%7CG%7C200%7CB%7C150',
      },
    ],
    [
      'pipeDelimited, exploded',
      query('pipeDelimited', true),
      {
        empty: 'color=',
        string: 'color=blue',
        array: 'color=blue&color=black&color=brown',
        object: 'R=100&G=200&B=150',
      },
    ],
    [
      'tabDelimited, joined',
      query('tabDelimited', false),
      {
        empty: 'color=',
        string: 'color=blue',
        array: 'color=blue%09black%09brown',
        object: 'color=R%09100%09G%09200%09B%09150',
      },
    ],
    [
      'tabDelimited, exploded',
      query('tabDelimited', true),
      {
        empty: 'color=',
        string: 'color=blue',
        array: 'color=blue&color=black&color=brown',
        object: 'R=100&G=200&B=150',
      },
    ],
    ...[true, false].map((explode): [string, Style, Record<keyof typeof VALUES, unknown>] => [
      `deepObject, explode ${explode}`,
      query('deepObject', explode),
      {
        empty: 'color=',
        string: 'color=blue',
        array: 'color%5B%5D=blue&color%5B%5D=black&color%5B%5D=brown',
        object: 'color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150',
      },
    ]),
    [
      'form in cookie, joined',
      cookie('form', false),
      { empty: 'color=', string: 'color=blue', array: 'color=blue,black,brown', object: 'color=R,100,G,200,B,150' },
    ],
    [
      'form in cookie, exploded',
      cookie('form', true),
      {
        empty: 'color=',
        string: 'color=blue',
        array: 'color=blue; color=black; color=brown',
        object: 'R=100; G=200; B=150',
      },
    ],
    [
      'cookie, joined',
      cookie('cookie', false),
      { empty: 'color=', string: 'color=blue', array: 'color=blue,black,brown', object: 'color=R,100,G,200,B,150' },
    ],
    [
      'cookie, exploded',
      cookie('cookie', true),
      {
        empty: 'color=',
        string: 'color=blue',
        array: 'color=blue; color=black; color=brown',
        object: 'R=100; G=200; B=150',
      },
    ],
  ])('%s', (_, style, want) => {
    expect({
      empty: write(VALUES.empty, style),
      string: write(VALUES.string, style),
      array: write(VALUES.array, style),
      object: write(VALUES.object, style),
    }).toEqual(want)
  })

  const every: readonly Style[] = [
    ...[true, false].flatMap((explode) => [
      ...(['simple', 'label', 'matrix'] as const).map((style) => path(style, explode)),
      ...(['form', 'spaceDelimited', 'pipeDelimited', 'tabDelimited', 'deepObject'] as const).map((style) =>
        query(style, explode),
      ),
      ...(['form', 'cookie'] as const).map((style) => cookie(style, explode)),
      header(explode),
    ]),
  ]

  test.each(every)('null, an empty list and an empty object leave nothing to write: %o', (style) => {
    expect([null, [], {}, { a: null }].map((value) => write(value, style))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })

  test.each(every)('null as an item is refused: %o', (style) => {
    expect(write(['a', null], style)).toMatch(/^refused: has null as an item/)
  })

  test.each(every)('a lone surrogate is refused: %o', (style) => {
    expect(write('a\ud800', style)).toMatch(/^refused: /)
    expect(write({ 'a\udc00': 'b' }, style)).toMatch(/^refused: /)
  })

  test.each(every.filter(({ style }) => style !== 'deepObject'))('nested values are refused: %o', (style) => {
    expect(write([['a']], style)).toMatch(/^refused: has a list or an object inside/)
    expect(write({ a: { b: 'c' } }, style)).toMatch(/^refused: has a list or an object inside/)
  })

  test.each(every)('scalars keep their digits: %o', (style) => {
    expect(write(new ExactNumber('9007199254740993'), style)).toContain('9007199254740993')
    expect(write([new ExactNumber('0.12345678901234567890')], style)).toMatch(
      style.in === 'path' && style.style === 'label' && style.explode ? /0%2E1234567890/ : /0\.12345678901234567890/,
    )
    expect(write(false, style)).toContain('false')
  })
})

describe('characters', () => {
  const HARD = 'a/b?c#d&e=f+g h%i;j,k|l[m]é😀\'"<>\\^`{}!*()~'
  const NONE =
    'a%2Fb%3Fc%23d%26e%3Df%2Bg%20h%25i%3Bj%2Ck%7Cl%5Bm%5D%C3%A9%F0%9F%98%80%27%22%3C%3E%5C%5E%60%7B%7D%21%2A%28%29~'

  test.each<[JsonValue, Style, unknown]>([
    [HARD, path('simple', false), NONE],
    [HARD, query('form', true), `color=${NONE}`],
    [HARD, cookie('form', true), `color=${NONE}`],
    [
      HARD,
      path('simple', false, true),
      "a%2Fb%3Fc%23d&e=f+g%20h%25i;j,k%7Cl%5Bm%5D%C3%A9%F0%9F%98%80'%22%3C%3E%5C%5E%60%7B%7D!*()~",
    ],
    [
      HARD,
      query('form', true, true),
      "color=a/b?c%23d%26e=f%2Bg%20h%25i;j,k%7Cl%5Bm%5D%C3%A9%F0%9F%98%80'%22%3C%3E%5C%5E%60%7B%7D!*()~",
    ],
    // what is percent-encoded already stays under allowReserved, and only there
    ['100%25%zz', query('form', true, true), 'color=100%25%25zz'],
    ['100%25', query('form', true), 'color=100%2525'],
    ['%C3%A9%c0%ae', query('form', true, true), 'color=%25C3%25A9%25c0%25ae'],
    ['%C3%A9', query('form', true, true), 'color=%C3%A9'],
    // what parts the items is never left raw inside of them
    [['a,b', 'c'], query('form', false, true), 'color=a%2Cb,c'],
    [['a,b', 'c'], query('form', false), 'color=a%2Cb,c'],
    [['a.b', 'c'], path('label', true), '.a%2Eb.c'],
    [['a;b'], path('matrix', true, true), ';color=a%3Bb'],
    [{ 'a=b': 'c&d' }, query('form', true, true), 'a%3Db=c%26d'],
    [['a b', 'c'], query('spaceDelimited', false), expect.stringMatching(/^refused: has " " inside/)],
    [['a|b', 'c'], query('pipeDelimited', false), expect.stringMatching(/^refused: has "\|" inside/)],
    [['a|b', 'c'], query('spaceDelimited', false), 'color=a%7Cb%20c'],
    [['a,b'], header(false), expect.stringMatching(/^refused: has "," inside/)],
    ['a,b', header(false), 'a,b'],
    [{ 'a=b': 'c' }, header(true), expect.stringMatching(/^refused: has "=" inside/)],
  ])('%j as %o', (value, style, want) => {
    expect(write(value, style)).toEqual(want)
  })

  test.each(['filter[name]', '$filter', 'page.size', '@type', 'a b', '名', 'x&y=z'])('the name %s', (name) => {
    const written = write('v', query('form', true), name)
    expect([...new URLSearchParams(String(written))]).toEqual([[name, 'v']])
  })
})

describe('deepObject', () => {
  test.each<[JsonValue, unknown]>([
    [{ a: { b: { c: 1 } } }, 'color[a][b][c]=1'],
    [{ a: ['x', 'y'] }, 'color[a][]=x&color[a][]=y'],
    [{ a: ['x'] }, 'color[a][]=x'],
    [[{ a: 1, b: 2 }, { a: 3 }], 'color[0][a]=1&color[0][b]=2&color[1][a]=3'],
    [{ a: [['x'], ['y', 'z']] }, 'color[a][0][]=x&color[a][1][]=y&color[a][1][]=z'],
    [{ a: null, b: [], c: {}, d: true }, 'color[d]=true'],
    [JSON.parse('{"__proto__":{"admin":true},"constructor":1}'), 'color[__proto__][admin]=true&color[constructor]=1'],
    [{ 'a]b': 1 }, expect.stringMatching(/^refused: has the name "a]b"/)],
  ])('%j', (value, want) => {
    const written = write(value, query('deepObject', true))
    expect(String(written).replaceAll('%5B', '[').replaceAll('%5D', ']')).toEqual(want)
  })
})

describe('what a header or a cookie can not carry is refused', () => {
  test.each(['a\r\nX-Evil: 1', 'a\n', 'a\0', 'a\tb', 'é', ' a', 'a ', 'x'.repeat(9000), '\x7f'])(
    '%j in a header',
    (value) => {
      expect(write(value, header(false))).toMatch(/^refused: /)
    },
  )

  test.each(['a; b=c', 'a b', '"a"', 'a\\b', 'a,b', 'é', 'a\r\n'])('%j in a cookie of style cookie', (value) => {
    expect(write(value, cookie('cookie', false))).toMatch(/^refused: /)
  })

  test.each(['a; b=c', 'a b', 'a\r\nSet-Cookie: x'])('%j in a cookie of style form is escaped', (value) => {
    expect(write(value, cookie('form', false))).toBe(`color=${encodeURIComponent(value)}`)
  })
})
