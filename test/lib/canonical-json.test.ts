import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson, prettyCanonicalJson } from '../../src/lib/canonical-json.ts'
import type { JsonValue } from '../../src/lib/json.ts'
import { parseExactJson } from '../../src/lib/parse-exact-json.ts'
import { sha256 } from '../../src/lib/sha256.ts'

test.each([
  ['{"b":1,"a":[true,null]}', '{"a":[true,null],"b":1}'],
  ['{"\\u20ac":1,"\\r":2,"1":3,"\\ud83d\\ude00":4,"\\ufb33":5}', '{"\\r":2,"1":3,"€":1,"😀":4,"\ufb33":5}'],
  ['[1.0, 1e2, 0.000001, 1E30]', '[1,100,0.000001,1e+30]'],
  ['9007199254740993', '9007199254740993'],
  ['{"__proto__":{"z":1,"a":2}}', '{"__proto__":{"a":2,"z":1}}'],
  ['{}', '{}'],
  ['[]', '[]'],
])('%s', (given, want) => {
  const parsed = parseExactJson(given)
  expect(parsed.ok && canonicalJson(parsed.value)).toBe(want)
})

test('pretty is the same content', () => {
  expect(prettyCanonicalJson({ b: [1, { d: 1, c: [] }], a: {} })).toBe(
    '{\n  "a": {},\n  "b": [\n    1,\n    {\n      "c": [],\n      "d": 1\n    }\n  ]\n}\n',
  )
  fc.assert(
    fc.property(fc.jsonValue(), (given) => {
      const value = given as JsonValue // what JSON can hold
      expect(canonicalJson(JSON.parse(prettyCanonicalJson(value)))).toBe(canonicalJson(value))
    }),
  )
})

test('sha256 is of the UTF-8 bytes', async () => {
  expect(await sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(await sha256('ü')).toBe('607474ca475a9724d7360aba71a56d5df77e61350e3f724cfa1f46e857e2d85f')
})
