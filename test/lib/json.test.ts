import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ExactNumber, stringifyJson } from '../../src/lib/json.ts'
import { parseExactJson } from '../../src/lib/parse-exact-json.ts'
import { parseJson } from '../../src/lib/parse-json.ts'
import { lineOfPointer } from '../../src/lib/pointer-lines.ts'

const DUPLICATE = '{\n "a": { "b": 1,\n  "b": 2 } }'

describe('parseJson', () => {
  test.each([
    ['{"a":1}', { a: 1 }],
    ['\ufeff[1]', [1]],
    ['{"a":{"a":":"},"b":"\\"a\\":"}', { a: { a: ':' }, b: '"a":' }],
    ['{"a" : ":", "b"\n:": \\": "}', { a: ':', b: ': ": ' }],
  ])('reads %s', (text, value) => {
    expect(parseJson(text)).toEqual({ ok: true, value })
  })

  test.each([
    ['', { kind: 'syntax', line: 1, column: 1 }],
    ['{\n "a": tru }', { kind: 'syntax', line: 2, column: 7 }],
    ['{"a":1,}', { kind: 'syntax', line: 1, column: 8 }],
    ['// no\n{}', { kind: 'syntax', line: 1, column: 1 }],
    [DUPLICATE, { kind: 'duplicate-key', key: 'b', pointer: '/a/b', line: 3 }],
    ['{"a" :":","a":1}', { kind: 'duplicate-key', key: 'a', pointer: '/a', line: 1 }],
    [`${'['.repeat(600)}${']'.repeat(600)}`, { kind: 'too-deep', limit: 500 }],
  ])('refuses %s', (text, error) => {
    expect(parseJson(text)).toEqual({ ok: false, error })
  })

  test('takes every object as the language writes it, and none with a member more than once', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), fc.nat(), (object, nth) => {
        const text = JSON.stringify(object, null, nth % 3)
        const names = Object.keys(object)
        const name = names[nth % names.length] ?? ''
        expect(parseJson(text).ok).toBe(true)
        expect(parseJson(`${text.slice(0, -1)},${JSON.stringify(name)}:0}`)).toMatchObject({
          ok: false,
          error: { kind: 'duplicate-key', key: name },
        })
      }),
    )
  })

  test('keeps names of the prototype as plain names', () => {
    const parsed = parseJson('{"__proto__":{"polluted":true},"constructor":1}')
    expect(parsed.ok && Object.keys(Object(parsed.value))).toEqual(['__proto__', 'constructor'])
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })
})

describe('exact numbers', () => {
  test.each([
    '9007199254740993',
    '-9223372036854775808',
    '12345678901234567890',
    '0.1234567890123456789',
    '1e400',
    '{"ids":[9007199254740993,1],"__proto__":123456789012345678901,"n":1.5}',
  ])('%s survives a round trip', (text) => {
    const parsed = parseExactJson(text)
    expect(parsed.ok && stringifyJson(parsed.value)).toBe(text)
  })

  test.each(['1.50', '1e3', '0.1', '-0', '1234567890123456000', '100000000000000000000'])(
    '%s fits a double',
    (text) => {
      const parsed = parseExactJson(text)
      expect(parsed.ok && parsed.value).not.toBeInstanceOf(ExactNumber)
    },
  )
})

describe('lineOfPointer', () => {
  const text = '{\n  "paths": {\n    "/a/b": [\n      1,\n      { "x": 2 }\n    ]\n  }\n}'
  test.each([
    ['', 1],
    ['/paths', 2],
    ['/paths/~1a~1b', 3],
    ['/paths/~1a~1b/0', 4],
    ['/paths/~1a~1b/1/x', 5],
    ['/nothing', undefined],
  ])('%s is on line %s', (pointer, line) => {
    expect(lineOfPointer(text, pointer)).toBe(line)
  })

  test('branches on the way are left again', () => {
    const branches = '{\n"a": {"b": {"c": 1}, "d": [[1]]},\n"e": [[2], {"f": 3},\n{"g": 4}]\n}'
    expect(['/a', '/e', '/e/2', '/e/2/g'].map((pointer) => lineOfPointer(branches, pointer))).toEqual([2, 3, 4, 4])
  })
})
