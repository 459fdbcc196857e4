import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { outlineOf } from '../../src/lib/json-outline.ts'
import { lazyJson } from '../../src/lib/lazy-json.ts'
import { parseJson } from '../../src/lib/parse-json.ts'
import { type Json, mutate } from '../fuzz/mutate.ts'
import { createRandom } from '../soak/random.ts'

/** Enough that what holds it is a part of its own. */
const LONG = 'x'.repeat(5_000)

/** What the bytes give by way of the outline, and by way of the parser that makes every value; undefined for what is no object. */
function bothOf(bytes: Uint8Array): readonly [lazy: unknown, whole: unknown] {
  const outline = outlineOf(bytes)
  const whole = parseJson(Buffer.from(bytes).toString())
  const isObject = whole.ok && typeof whole.value === 'object' && whole.value !== null && !Array.isArray(whole.value)
  return [outline && lazyJson(bytes, outline), isObject ? whole.value : undefined]
}

/** With the order of the names. */
function written(value: unknown): string | undefined {
  return JSON.stringify(value)
}

function expectSame(bytes: Uint8Array): void {
  const [lazy, whole] = bothOf(bytes)
  expect(written(lazy)).toBe(written(whole))
}

describe('what is JSON and what is not', () => {
  test.each([
    ...['{}', ' {\r\n\t} ', '\ufeff{"a":1}', '{"a":[]}', '{"a":[1,[2,{}],{"b":[[]]}]}', '{"":""}'],
    ...['0', '-0', '0.5', '-1.5e10', '1E+2', '1e-2', '123456789012345678901', '1e400'].map((one) => `{"a":${one}}`),
    ...['true', 'false', 'null', '"\\u00e9\\n\\/\\"\\\\"', '"é😀\u2028\u007f"'].map((one) => `{"a":${one}}`),
    ...['"\\ud83d\\ude00"', '"\\ud800"', '"\\u0000"'].map((one) => `{"a":${one},${one}:0}`),
    // and these are not
    ...['', ' ', '[]', '1', 'null', '{', '}', '{]', '[}', '{"a"}', '{"a":}', '{"a":1,}', '{,"a":1}', '{"a":1 "b":2}'],
    ...['{"a":[1,]}', '{"a":[,1]}', '{"a":[1 2]}', '{"a":1}}', '{"a":1}{}', '{"a":1}x', "{'a':1}", '{a:1}', '{"a",1}'],
    ...['01', '-', '+1', '.5', '1.', '1e', '1e+', '0x1', '--1', 'NaN', 'Infinity', 'tru', 'truee', 'nul', 'True'].map(
      (one) => `{"a":${one}}`,
    ),
    ...['"', '"a', '"\n"', '"\t"', '"\\x"', '"\\u12"', '"\\u12g4"', '"\\', '"a\\"'].map((one) => `{"a":${one}}`),
    ...['"\n"', '"\\x"', '"a', 'a"', '"a\\"', '"a" "b"'].map((one) => `{${one}:1}`),
    ...['// no\n{}', '{} // no', '{/**/}', '\u00a0{}', '\ufeff\ufeff{}', '{"a":1\u2028}', '{"a":1}\0', '\0{"a":1}'],
  ])('%j', (text) => {
    expectSame(Buffer.from(text))
  })

  test.each([
    ['{"a":1,"a":2}', 'a'],
    ['{"a":1,"b":{"c":0,"d":0,"c":0}}', 'c'],
    ['{"a":1,"\\u0061":2}', 'a'],
    ['{"\\u0061":1,"\\u0061":2}', 'a'],
    ['{"":1,"":2}', ''],
    ['{"é":1,"\\u00e9":2}', 'é'],
    ['{"__proto__":1,"__proto__":2}', '__proto__'],
    [`{${Array.from({ length: 40 }, (_, index) => `"k${index % 39}":0`).join()}}`, 'k0'],
  ])('%s has %j twice', (text) => {
    expect(outlineOf(Buffer.from(text))).toBeUndefined()
    expect(parseJson(text)).toMatchObject({ ok: false, error: { kind: 'duplicate-key' } })
  })

  test.each([
    ['of one sum', '{"Aa":1,"BB":2,"C#":3}'],
    ['of inner objects', '{"a":{"a":{"a":1},"b":{"a":1}},"b":[{"a":1},{"a":1}]}'],
    ['that look alike', '{"a":1,"a ":2,"\\u00610":3,"a0\\n":4}'],
    ['of many', `{${Array.from({ length: 5_000 }, (_, index) => `"k${index}":0`).join()}}`],
    ['of one sum among many', `{${Array.from({ length: 40 }, (_, index) => `"k${index}":0`).join()},"Aa":1,"BB":2}`],
  ])('keys %s are not', (_, text) => {
    expectSame(Buffer.from(text))
    expect(outlineOf(Buffer.from(text))).toBeDefined()
  })

  test.each([499, 500, 501, 100_000])('%i levels', (levels) => {
    expectSame(Buffer.from(`{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`))
    expectSame(Buffer.from(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`))
  })
})

describe('large parts', () => {
  const text = written({
    2: { long: LONG },
    a: { b: { c: LONG, '2': [LONG, { e: LONG }], '1': { f: LONG } }, 'é"\n': { g: LONG }, h: 1 },
    __proto: { j: LONG },
    1: { '': { i: LONG } },
  })
  const bytes = Buffer.from(`\ufeff${text?.replace('__proto"', '__proto__"').replaceAll(',', ' ,\n')}`)

  test('are what they would be', () => {
    expectSame(bytes)
  })

  test('are made once, when they are asked for', () => {
    const outline = outlineOf(bytes)
    const root = outline && lazyJson(bytes, outline)
    expect(root?.a).toBe(root?.a)
    expect(Object.hasOwn(root ?? {}, '__proto__')).toBe(true)
    expect(structuredClone(root)).toEqual(JSON.parse(bytes.toString().slice(1)))
    // whoever makes a value of what is no JSON any more finds out
    const broken = Buffer.from(bytes)
    const late = outline && lazyJson(broken, outline)
    broken.fill('x', broken.indexOf('"b"'))
    expect(() => late?.a).toThrow(SyntaxError)
  })
})

test('every object as the language writes it', () => {
  const grown = fc.object({ values: [fc.string(), fc.double(), fc.constant(LONG), fc.boolean()], maxDepth: 4 })
  fc.assert(
    fc.property(grown, fc.nat(3), (object, spaces) => {
      expectSame(Buffer.from(JSON.stringify(object, null, spaces)))
    }),
    { numRuns: 300 },
  )
})

test('bytes that are broken anywhere', () => {
  const text = '{"a": [1.5e3, true, {"b\\n": "\\u00e9", "c": null}], "é": {"": -0}, "d": false}'
  const alphabet = Buffer.from('{}[]",:\\/ \n\t0123.eE+-tfnua\u00e9\0')
  fc.assert(
    fc.property(
      fc.array(fc.record({ at: fc.nat(text.length), byte: fc.constantFrom(...alphabet), kind: fc.nat(2) }), {
        minLength: 1,
        maxLength: 3,
      }),
      (changes) => {
        const bytes = [...Buffer.from(text)]
        for (const { at, byte, kind } of changes) bytes.splice(at, kind === 2 ? 0 : 1, ...(kind === 0 ? [] : [byte]))
        const broken = Buffer.from(bytes)
        // others are refused before, and what stands for them when they are decoded is a character like any other
        if (broken.equals(Buffer.from(broken.toString()))) expectSame(broken)
      },
    ),
    { numRuns: 5_000 },
  )
})

test('a contract that is broken anywhere', () => {
  const contract: Json = JSON.parse(
    readFileSync(new URL('../../fixtures/geargenius/technician-openapi.json', import.meta.url), 'utf8'),
  )
  const random = createRandom(7)
  for (let count = 0; count < 300; count++) expectSame(Buffer.from(mutate(contract, random)))
})
