import { describe, expect, test } from 'vitest'
import type { JsonSchema, MediaType, Parameter, Serialization } from '../../src/contract/model.ts'
import {
  bodyFamily,
  contentUnsupported,
  flattensBody,
  isBinary,
  mediaTypeUnsupported,
  parameterUnsupported,
  preferredContent,
  sentMediaType,
  wantsBase64,
} from '../../src/contract/serializable.ts'

const parameter = (changes: Partial<Parameter> = {}): Parameter => ({
  name: 'p',
  in: 'query',
  required: false,
  deprecated: false,
  allowEmptyValue: false,
  schema: true,
  serialization: { kind: 'style', style: { in: 'query', style: 'form', explode: true, allowReserved: false } },
  pointer: '/p',
  ...changes,
})
const content = (mediaType: string, schema: JsonSchema = true, changes: Partial<MediaType> = {}): MediaType => ({
  mediaType,
  schema,
  encoding: new Map(),
  pointer: '/c',
  ...changes,
})
const as = (mediaType: string): Serialization => ({ kind: 'content', mediaType })
const deepObject: Serialization = {
  kind: 'style',
  style: { in: 'query', style: 'deepObject', explode: true, allowReserved: false },
}

describe('parameterUnsupported', () => {
  const nested = { type: 'array', items: { type: 'object' } }
  test.each<[Partial<Parameter>, unknown]>([
    [{}, undefined],
    [{ name: 'filter[x] é' }, undefined],
    [{ name: 'a\ud800' }, 'its name is not well-formed text'],
    [{ in: 'header', name: 'X-A' }, undefined],
    [{ in: 'header', name: 'X A' }, 'its name is not legal for a header'],
    [{ in: 'header', name: 'X-A\r\nX-B' }, 'its name is not legal for a header'],
    [{ in: 'cookie', name: 'a=b' }, 'its name is not legal for a cookie'],
    [{ serialization: as('application/json') }, undefined],
    [{ serialization: as('application/vnd.x+json') }, undefined],
    [{ serialization: as('text/plain') }, undefined],
    [{ serialization: as('image/png') }, "a query parameter can't be written as image/png"],
    [{ in: 'querystring', serialization: as('application/x-www-form-urlencoded') }, undefined],
    [{ in: 'querystring', serialization: as('application/json') }, undefined],
    [{ in: 'querystring', serialization: as('text/plain') }, "a querystring parameter can't be written as text/plain"],
    [{ in: 'querystring' }, 'a querystring parameter needs a media type'],
    [{ schema: nested }, expect.stringMatching(/no way to write lists or objects inside/)],
    [{ schema: { $ref: '#/$defs/Nested' } }, expect.stringMatching(/no way to write lists or objects inside/)],
    [{ schema: nested, serialization: deepObject }, undefined],
    [
      {
        schema: { type: 'array', items: { type: 'array', items: { type: 'string' } } },
        serialization: { kind: 'collection', collection: { in: 'query', spread: true, delimiters: ['|'] } },
      },
      undefined,
    ],
    [{ schema: nested, serialization: as('application/json') }, undefined],
    [{ schema: { type: 'array', items: { anyOf: [{ type: 'object' }, { type: 'string' }] } } }, undefined],
    [{ schema: { type: 'array' } }, undefined],
    [{ schema: { type: 'object', properties: { a: { type: 'object' } } } }, undefined],
    [{ schema: { type: 'object', properties: { a: { type: 'object' } }, required: ['a'] } }, expect.any(String)],
    [{ schema: { type: 'object', required: ['constructor'] } }, undefined],
    [{ schema: { anyOf: [nested, { type: 'string' }] } }, undefined],
  ])('%j', (changes, want) => {
    expect(parameterUnsupported(parameter(changes), new Map([['Nested', nested]]))).toEqual(want)
  })
})

describe('media types', () => {
  test.each([
    ['application/json', 'json', undefined],
    ['application/merge-patch+json; charset=UTF-8', 'json', undefined],
    ['*/*', 'json', undefined],
    ['application/*', 'json', undefined],
    ['text/*', 'text', undefined],
    ['application/x-www-form-urlencoded', 'form', undefined],
    ['multipart/form-data', 'multipart', undefined],
    ['multipart/*', 'multipart', undefined],
    ['multipart/mixed', 'multipart', 'of multipart only form-data can be written'],
    ['text/csv', 'text', undefined],
    ['application/yaml', 'text', undefined],
    ['text/xml', 'xml', undefined],
    ['application/soap+xml', 'xml', undefined],
    ['application/octet-stream', 'binary', undefined],
    ['image/png', 'binary', undefined],
    ['image/*', 'binary', 'it names no one media type to send'],
    ['json', 'binary', 'it names no one media type to send'],
    ['text/plain; x\r\nX-Evil: 1', 'text', 'it names no one media type to send'],
    ['application/json; charset=iso-8859-1', 'json', 'bodies are written in UTF-8, not in iso-8859-1'],
  ])('%s', (mediaType, family, reason) => {
    expect([bodyFamily(mediaType), mediaTypeUnsupported(mediaType)]).toEqual([family, reason])
  })

  test.each([
    ['*/*', 'application/json'],
    ['text/*', 'text/plain'],
    ['application/vnd.x+json; v=1', 'application/vnd.x+json; v=1'],
  ])('%s is sent as %s', (given, want) => {
    expect(sentMediaType(given)).toBe(want)
  })
})

describe('contentUnsupported', () => {
  const object = { type: 'object' }
  const text = { type: 'string' }
  const header = parameter({ name: 'X-Part', in: 'header', required: true })
  const withHeader = (required: boolean) => ({ encoding: new Map([['a', { headers: [{ ...header, required }] }]]) })
  test.each<[MediaType, unknown]>([
    [content('application/json', { type: 'array' }), undefined],
    [content('application/xml', object), expect.stringMatching(/written from string, which its schema/)],
    [content('application/xml', { $ref: '#/$defs/Pet' }), expect.stringMatching(/written from string/)],
    [content('application/xml', text), undefined],
    [content('application/xml'), undefined],
    [content('text/plain', { type: 'integer' }), undefined],
    [content('text/plain', object), expect.stringMatching(/written from boolean, number, string/)],
    [content('application/octet-stream', object), expect.stringMatching(/written from string/)],
    [content('application/x-www-form-urlencoded', { type: 'array' }), expect.stringMatching(/written from object/)],
    [content('multipart/form-data', object, withHeader(true)), expect.stringMatching(/need the header X-Part/)],
    [content('multipart/form-data', object, withHeader(false)), undefined],
  ])('%j', (given, want) => {
    expect(contentUnsupported(given, new Map([['Pet', object]]))).toEqual(want)
  })
})

describe('preferredContent', () => {
  test.each([
    [['application/xml', 'application/json'], 'application/json'],
    [['application/merge-patch+json', 'application/json'], 'application/json'],
    [['application/vnd.b+json', 'application/vnd.a+json'], 'application/vnd.b+json'],
    [['multipart/form-data', 'application/x-www-form-urlencoded'], 'application/x-www-form-urlencoded'],
    [['image/png', 'text/plain', 'multipart/form-data'], 'multipart/form-data'],
    [['image/png', 'application/xml', 'text/plain'], 'text/plain'],
    [['image/*', 'multipart/mixed'], undefined],
    [[], undefined],
  ])('of %j', (mediaTypes, want) => {
    expect(preferredContent(mediaTypes.map((one) => content(one)))?.mediaType).toBe(want)
  })

  test('leaves out what the schema does not let us write', () => {
    const given = [content('application/xml', { type: 'object' }), content('application/pdf')]
    expect(preferredContent(given)?.mediaType).toBe('application/pdf')
  })
})

describe('flattensBody', () => {
  const a = { type: 'string' }
  const b = { type: 'integer' }
  const plain = { type: 'object', properties: { a }, required: ['a'] }
  const definitions = new Map<string, JsonSchema>([
    ['Plain', plain],
    ['Open', { ...plain, additionalProperties: true }],
    ['Self', { allOf: [{ $ref: '#/$defs/Self' }], properties: { a } }],
  ])

  test.each<[JsonSchema, Readonly<Record<string, JsonSchema>>, readonly string[]]>([
    [plain, { a }, ['a']],
    [{ ...plain, additionalProperties: false }, { a }, ['a']],
    [{ properties: { a } }, { a }, []],
    [{ type: ['object'], properties: { a } }, { a }, []],
    [{ $ref: '#/$defs/Plain' }, { a }, ['a']],
    [{ $ref: '#/$defs/Plain', properties: { b } }, { b, a }, ['a']],
    [{ allOf: [{ $ref: '#/$defs/Plain' }, { properties: { b }, required: ['b', 'a'] }] }, { a, b }, ['a', 'b']],
    [{ allOf: [plain, { description: 'more' }], title: 'x' }, { a }, ['a']],
    [{ allOf: [plain, true], minProperties: 1 }, { a }, ['a']],
    [{ allOf: [{ properties: { a } }, { properties: { a: b } }] }, { a: { allOf: [a, b] } }, []],
    [{ type: 'object', properties: { a }, required: ['missing'] }, { a, missing: true }, ['missing']],
    [{ properties: { a, b }, anyOf: [{ required: ['a'] }, { type: 'object', required: ['b'] }] }, { a, b }, []],
    [{ ...plain, oneOf: [{ required: ['a'] }] }, { a }, ['a']],
    [{ properties: { constructor: a }, required: ['toString'] }, { constructor: a, toString: true }, ['toString']],
  ])('%j', (schema, properties, required) => {
    const flat = flattensBody(schema, definitions)
    expect(flat && [[...flat.properties], flat.required]).toEqual([Object.entries(properties), required])
  })

  test.each<JsonSchema>([
    true,
    false,
    {},
    { type: 'object' },
    { type: 'array', items: plain },
    { type: ['object', 'null'], properties: { a } },
    { ...plain, additionalProperties: true },
    { ...plain, additionalProperties: a },
    { ...plain, patternProperties: { '^x': a } },
    { ...plain, unevaluatedProperties: true },
    { ...plain, oneOf: [{ required: ['b'] }] },
    { ...plain, oneOf: [{ required: ['a'], properties: { a: b } }] },
    { ...plain, oneOf: [] },
    { ...plain, anyOf: [plain] },
    { ...plain, not: { required: ['b'] } },
    { ...plain, enum: [{ a: 'x' }] },
    { ...plain, if: { required: ['b'] }, else: { required: ['c'] } },
    { ...plain, dependentRequired: { a: ['b'] } },
    { ...plain, dependentSchemas: { a: { required: ['b'] } } },
    { anyOf: [plain, { type: 'null' }] },
    { $ref: '#/$defs/Open' },
    { allOf: [plain, { $ref: '#/$defs/Open' }] },
    { allOf: [plain, { type: 'string' }] },
    { allOf: [plain, false] },
    { $ref: '#/$defs/Self' },
  ])('%j is given whole', (schema) => {
    expect(flattensBody(schema, definitions)).toBeUndefined()
  })
})

describe('bytes', () => {
  const definitions = new Map<string, JsonSchema>([['File', { type: 'string', format: 'binary' }]])
  test.each<[JsonSchema, string | undefined, boolean]>([
    [{ type: 'string', format: 'binary' }, undefined, true],
    [{ $ref: '#/$defs/File' }, undefined, true],
    [{ type: 'string', contentMediaType: 'image/png' }, undefined, true],
    [{ type: 'string', contentMediaType: 'application/json' }, undefined, false],
    [{ type: 'string', contentMediaType: 'image/png', contentEncoding: 'base64' }, undefined, false],
    [{ type: 'string', format: 'byte' }, undefined, false],
    [{ type: 'string' }, 'image/png, image/jpeg', true],
    [true, 'application/octet-stream', true],
    [{ type: 'string' }, 'text/plain, image/png', false],
    [{ type: 'string' }, '*/*', false],
    [true, undefined, false],
  ])('%j with %s: %s', (schema, contentType, want) => {
    expect(isBinary(schema, definitions, contentType)).toBe(want)
  })

  test.each<[MediaType, boolean]>([
    [content('application/pdf'), true],
    [content('application/pdf', { contentEncoding: 'base64' }), false],
    [content('text/plain', { format: 'binary' }), false],
  ])('%j: %s', (given, want) => {
    expect(wantsBase64(given, definitions)).toBe(want)
  })
})
