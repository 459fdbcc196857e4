import { describe, expect, test } from 'vitest'
import { editJson, parseJsonText } from '../../src/lib/edit-json.ts'

describe('every other byte stays', () => {
  test.each([
    ['empty', '', ['a', 'b'], 1, '{\n  "a": {\n    "b": 1\n  }\n}\n'],
    ['an empty object', '{ }\n', ['a'], [1], '{\n  "a": [\n    1\n  ]\n}\n'],
    ['comments', '{\n  // one\n  "x": 1 /* two */\n}', ['a'], 2, '{\n  // one\n  "x": 1, /* two */\n  "a": 2\n}'],
    ['only a comment', '{ // one\n}', ['a'], 2, '{\n  "a": 2\n // one\n}'],
    ['a comma at the end', '{\n  "x": 1,\n}', ['a'], 2, '{\n  "x": 1,\n  "a": 2,\n}'],
    ['a comma and a comment', '{\n  "x": 1, // two\n}', ['a'], 2, '{\n  "x": 1, // two\n  "a": 2,\n}'],
    ['tabs', '{\n\t"x": {\n\t\t"y": 1\n\t}\n}\n', ['x', 'z'], 2, '{\n\t"x": {\n\t\t"y": 1,\n\t\t"z": 2\n\t}\n}\n'],
    ['CRLF', '{\r\n  "x": 1\r\n}\r\n', ['a'], { b: 2 }, '{\r\n  "x": 1,\r\n  "a": {\r\n    "b": 2\r\n  }\r\n}\r\n'],
    ['a byte order mark', '\ufeff{}', ['a'], 2, '\ufeff{\n  "a": 2\n}'],
    ['one line', '{"x":  1}', ['a'], { b: 2 }, '{"x":  1, "a": {"b":2}}'],
    ['a replaced value', '{ "a": 1,  "b":2 }', ['a'], 3, '{ "a": 3,  "b":2 }'],
    ['an item', '{\n  "l": [\n    1\n  ]\n}', ['l', -1], 2, '{\n  "l": [\n    1,\n    2\n  ]\n}'],
    ['a list that is not there', '{}', ['l', -1], 2, '{\n  "l": [\n    2\n  ]\n}'],
    ['a name of the prototype', '{}', ['__proto__'], 3, '{\n  "__proto__": 3\n}'],
    ['taken away', '{\n  "a": 1,\n  "b":2, // x\n  "c": 3\n}', ['b'], undefined, '{\n  "a": 1, // x\n  "c": 3\n}'],
    ['the last taken away', '{\n  "a": 1,\n  "b": 2\n}', ['b'], undefined, '{\n  "a": 1\n}'],
  ])('%s', (_, text, path, value, want) => {
    expect(editJson(text, path, value)).toBe(want)
  })
})

describe('what is no JSON is told by its line', () => {
  test.each([
    ['{ "a": 1 }', 'refused', { ok: true, value: { a: 1 } }],
    ['', 'refused', { ok: true, value: undefined }],
    ['{\n // x\n}', 'allowed', { ok: true, value: {} }],
    ['{\n // x\n}', 'refused', { ok: false, error: { line: 2, isRelaxed: true } }],
    ['{\n"a": 1,\n}', 'refused', { ok: false, error: { line: 3, isRelaxed: true } }],
    ['{\n"a": \n}', 'allowed', { ok: false, error: { line: 3, isRelaxed: false } }],
  ] as const)('%j, comments %s', (text, comments, want) => {
    expect(parseJsonText(text, comments)).toEqual(want)
  })
})
