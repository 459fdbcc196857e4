import { describe, expect, test } from 'vitest'
import {
  charset,
  essenceOf,
  isForm,
  isJson,
  isMultipart,
  isText,
  isXml,
  matchesRange,
  parseMediaType,
} from '../../src/lib/media-type.ts'

describe('parseMediaType', () => {
  test.each([
    ['application/json', { type: 'application', subtype: 'json', parameters: {} }],
    [' Text/HTML ; Charset="UTF-8" ', { type: 'text', subtype: 'html', parameters: { charset: 'UTF-8' } }],
    ['application/problem+json', { type: 'application', subtype: 'problem', suffix: 'json', parameters: {} }],
    ['application/a+b+xml;v=1', { type: 'application', subtype: 'a+b', suffix: 'xml', parameters: { v: '1' } }],
    ['text/x; a="x;\\"y\\""; b=2', { type: 'text', subtype: 'x', parameters: { a: 'x;"y"', b: '2' } }],
    ['text/x; broken; =; a = 1; a=2; a=3;', { type: 'text', subtype: 'x', parameters: { a: '2' } }],
    ['image/*', { type: 'image', subtype: '*', parameters: {} }],
    ['text/x;__proto__=1', { type: 'text', subtype: 'x', parameters: { ['__proto__']: '1' } }],
  ])('%s', (text, want) => {
    const parsed = parseMediaType(text)
    expect({ ...parsed, parameters: Object.fromEntries(parsed?.parameters ?? []) }).toEqual(want)
  })

  test.each(['', 'json', 'application/', '/json', 'a b/c', 'application/json, text/plain', 'é/x'])(
    '%j is none',
    (text) => {
      expect(parseMediaType(text)).toBeUndefined()
    },
  )
})

test.each([
  { given: 'application/json; charset=utf-8', want: ['json', 'text'] },
  { given: 'TEXT/JSON', want: ['json', 'text'] },
  { given: 'application/vnd.api+JSON', want: ['json', 'text'] },
  { given: 'image/json', want: [] },
  { given: 'application/x-ndjson', want: ['text'] },
  { given: 'text/xml', want: ['xml', 'text'] },
  { given: 'image/svg+xml', want: ['xml', 'text'] },
  { given: 'text/csv', want: ['text'] },
  { given: 'application/x-www-form-urlencoded', want: ['form'] },
  { given: 'multipart/form-data; boundary=x', want: ['multipart'] },
  { given: 'application/octet-stream', want: [] },
  { given: 'nonsense', want: [] },
])('$given is $want', ({ given, want }) => {
  const kinds = { json: isJson, xml: isXml, text: isText, form: isForm, multipart: isMultipart }
  expect(Object.entries(kinds).flatMap(([kind, is]) => (is(given) ? [kind] : []))).toEqual(want)
})

test.each([
  ['*/*', 'image/png', true],
  ['image/*', 'IMAGE/png', true],
  ['image/*', 'imagex/png', false],
  ['application/*', 'text/plain', false],
  ['application/json;q=0.5', 'application/json; charset=utf-8', true],
  ['application/json', 'application/problem+json', false],
  ['nonsense', 'application/json', false],
])('range %s covers %s: %s', (range, mediaType, want) => {
  expect(matchesRange(range, mediaType)).toBe(want)
})

test('names what it read', () => {
  expect(essenceOf('Application/Problem+JSON; x=1')).toBe('application/problem+json')
  expect(charset('text/html; charset=ISO-8859-1')).toBe('iso-8859-1')
  expect(charset('text/html')).toBeUndefined()
})
