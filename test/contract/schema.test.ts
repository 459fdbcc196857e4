import { describe, expect, test } from 'vitest'
import type { JsonValue } from '../../src/lib/json.ts'
import { mustRead, openapi, operation } from './read.ts'

interface Converted {
  readonly schema: unknown
  /** Keyword and pointer (below the schema) of each warning. */
  readonly warnings: readonly (readonly [detail: unknown, pointer: string])[]
}

const HERE = '/paths/~1a/post/requestBody/content/application~1json/schema'

/** Converts a schema by way of a body: text where JSON can't say it in JavaScript. */
async function convert(schema: JsonValue | string, version = '3.1.0'): Promise<Converted> {
  const document = openapi(
    { '/a': { post: { requestBody: { content: { 'application/json': { schema: 'SCHEMA' } } } } } },
    {},
    version,
  )
  const text = typeof schema === 'string' ? schema : JSON.stringify(schema)
  const contract = await mustRead(JSON.stringify(document).replace('"SCHEMA"', () => text))
  const read = operation(contract, 'POST /a')
  if (!read.ok) throw new Error('not readable')
  const warnings = read.problems.map(({ code, severity, args, at }) => {
    expect([code, severity]).toEqual(['SCHEMA_INVALID', 'warning'])
    return ['detail' in args ? args.detail : '', at.pointer?.slice(HERE.length) ?? ''] as const
  })
  return { schema: read.value.requestBody?.content[0]?.schema, warnings }
}

function unusable(keyword: string) {
  return [[`"${keyword}" has a value that it can't have`, `/${keyword}`]]
}

describe('keywords that hold values', () => {
  test.each<[keyword: string, good: readonly JsonValue[], bad: readonly JsonValue[]]>([
    ['type', ['string', 'null', ['string', 'null']], ['text', [], ['string', 'any'], 1, null, {}, 'file', 'toString']],
    ['enum', [[1, 'a', null], [{ $ref: '#/no' }]], [[], 'a', {}, null]],
    ['const', [null, 0, '', [], { a: 1 }, false], []],
    ['default', [null, 0, '', [], { a: 1 }, false], []],
    ['title', ['', 'x'], [1, null, {}, [], true]],
    ['description', ['x'], [1, null]],
    ['format', ['int64', 'anything'], [1, null]],
    ['pattern', ['^a$', '('], [1, null, {}]],
    ['contentEncoding', ['base64'], [1]],
    ['contentMediaType', ['image/png'], [1]],
    ['multipleOf', [1, 0.01, 1e300], [0, -1, '1', null]],
    ['maximum', [0, -1.5, 1e300], ['1', null, true]],
    ['minimum', [0, -1.5], ['1', null, false]],
    ['exclusiveMaximum', [0, -1.5], ['1', null, true, false]],
    ['exclusiveMinimum', [0, -1.5], ['1', null, true, false]],
    ['maxLength', [0, 5, 5.0], [-1, 1.5, '1', null]],
    ['minLength', [0, 5], [-1, 1.5, '1', null]],
    ['maxItems', [0], [-1]],
    ['minItems', [0], [-1]],
    ['maxContains', [0], [-1]],
    ['minContains', [0], [-1]],
    ['maxProperties', [0], [-1]],
    ['minProperties', [0], [-1]],
    ['uniqueItems', [true, false], ['true', 1, null]],
    ['deprecated', [true], ['yes']],
    ['readOnly', [true], [1]],
    ['writeOnly', [true], [1]],
    ['required', [[], ['a', 'b']], [true, 'a', [1], null, {}]],
    ['dependentRequired', [{}, { a: ['b'] }], [{ a: 'b' }, [], true]],
  ])('%s', async (keyword, good, bad) => {
    for (const value of good) {
      expect(await convert({ [keyword]: value })).toEqual({ schema: { [keyword]: value }, warnings: [] })
    }
    for (const value of bad) {
      expect(await convert({ [keyword]: value })).toEqual({ schema: {}, warnings: unusable(keyword) })
    }
  })
})

describe('keywords that hold schemas', () => {
  const inner = { type: 'string', example: 'left out' }
  const kept = { type: 'string' }

  test.each([
    'additionalProperties',
    'unevaluatedProperties',
    'propertyNames',
    'items',
    'unevaluatedItems',
    'contains',
    'not',
    'if',
    'then',
    'else',
    'contentSchema',
  ])('%s', async (keyword) => {
    expect(await convert({ [keyword]: inner })).toEqual({ schema: { [keyword]: kept }, warnings: [] })
    expect(await convert({ [keyword]: false })).toEqual({ schema: { [keyword]: false }, warnings: [] })
    expect(await convert({ [keyword]: 'text' })).toEqual({
      schema: { [keyword]: true },
      warnings: [['a schema must be an object', `/${keyword}`]],
    })
  })

  test.each(['allOf', 'anyOf', 'oneOf', 'prefixItems'])('%s', async (keyword) => {
    expect(await convert({ [keyword]: [inner, true] })).toEqual({ schema: { [keyword]: [kept, true] }, warnings: [] })
    expect(await convert({ [keyword]: [] })).toEqual({ schema: {}, warnings: unusable(keyword) })
    expect(await convert({ [keyword]: inner })).toEqual({ schema: {}, warnings: unusable(keyword) })
    expect(await convert({ [keyword]: [inner, null] })).toEqual({
      schema: { [keyword]: [kept, true] },
      warnings: [['a schema must be an object', `/${keyword}/1`]],
    })
  })

  test.each(['properties', 'patternProperties', 'dependentSchemas'])('%s', async (keyword) => {
    const names = { type: inner, __proto__x: true, example: inner }
    const want = { type: kept, __proto__x: true, example: kept }
    expect(await convert({ [keyword]: names })).toEqual({ schema: { [keyword]: want }, warnings: [] })
    expect(await convert({ [keyword]: [inner] })).toEqual({ schema: {}, warnings: unusable(keyword) })
  })

  test('items as a list are the first items', async () => {
    expect(await convert({ items: [inner, true] })).toEqual({ schema: { prefixItems: [kept, true] }, warnings: [] })
    expect(await convert({ items: [] })).toEqual({ schema: {}, warnings: unusable('items') })
  })
})

describe('whole schemas', () => {
  test.each([
    { given: true, want: true },
    { given: false, want: false },
    { given: {}, want: {} },
    {
      given: { 'x-a': 1, xml: {}, example: 1, examples: [1], discriminator: {}, externalDocs: {}, $comment: '' },
      want: {},
    },
    {
      given: { required: ['a', 'b', 'a'], type: ['string', 'string'] },
      want: { required: ['a', 'b'], type: ['string'] },
    },
    { given: { nullable: true, type: 'string' }, want: { type: 'string' } },
  ])('$given', async ({ given, want }) => {
    expect(await convert(given)).toEqual({ schema: want, warnings: [] })
  })

  test.each(['"text"', '5', 'null', '[]'])('%s is none', async (given) => {
    expect(await convert(given)).toEqual({ schema: true, warnings: [['a schema must be an object', '']] })
  })

  test('names of the prototype are names', async () => {
    const text = '{"properties": {"__proto__": {"type": "string"}, "constructor": true}, "__proto__": {"type": "null"}}'
    const { schema, warnings } = await convert(text)
    expect(JSON.stringify(schema)).toBe('{"properties":{"__proto__":{"type":"string"},"constructor":true}}')
    expect(warnings).toEqual([])
  })

  test('a bound beyond every double bounds nothing', async () => {
    expect(await convert('{"maximum": 1e400}')).toEqual({ schema: {}, warnings: unusable('maximum') })
  })
})

describe('what 3.0 and 2.0 say differently', () => {
  const string = { type: 'string' }
  const orNull = { type: ['string', 'null'] }
  test.each([
    { given: { ...string, nullable: true }, want: orNull },
    { given: { ...string, 'x-nullable': true }, want: orNull },
    { given: { ...string, nullable: false }, want: string },
    { given: { ...string, nullable: 'true' }, want: string },
    { given: { ...string, nullable: true, enum: ['a'] }, want: { ...orNull, enum: ['a', null] } },
    { given: { ...string, nullable: true, enum: ['a', null] }, want: { ...orNull, enum: ['a', null] } },
    { given: { type: ['string', 'null'], nullable: true }, want: orNull },
    { given: { nullable: true }, want: {} },
    { given: { nullable: true, allOf: [string] }, want: { anyOf: [{ allOf: [string] }, { type: 'null' }] } },
    { given: { nullable: true, enum: ['a'] }, want: { anyOf: [{ enum: ['a'] }, { type: 'null' }] } },
    { given: { properties: { a: { ...string, nullable: true } } }, want: { properties: { a: orNull } } },
    { given: { minimum: 1, exclusiveMinimum: true }, want: { exclusiveMinimum: 1 } },
    { given: { minimum: 1, exclusiveMinimum: false }, want: { minimum: 1 } },
    { given: { maximum: 1, exclusiveMaximum: true, minimum: 0 }, want: { exclusiveMaximum: 1, minimum: 0 } },
    { given: { exclusiveMaximum: true }, want: {} },
    { given: { exclusiveMaximum: 5 }, want: { exclusiveMaximum: 5 } },
    { given: { type: 'file' }, want: { type: 'string', format: 'binary' } },
    { given: { additionalProperties: false }, want: { additionalProperties: false } },
  ])('$given', async ({ given, want }) => {
    expect(await convert(given, '3.0.3')).toEqual({ schema: want, warnings: [] })
  })

  test('in 3.1 those words have other meanings, or none', async () => {
    expect(await convert({ minimum: 1, exclusiveMinimum: true })).toEqual({
      schema: { minimum: 1 },
      warnings: unusable('exclusiveMinimum'),
    })
  })

  test.each(['uniqueItems', 'minLength', 'required'])('a flag is no value of %s there either', async (keyword) => {
    const value = keyword === 'uniqueItems' ? 1 : true
    expect(await convert({ [keyword]: value }, '3.0.3')).toEqual({ schema: {}, warnings: unusable(keyword) })
  })
})

describe('definitions', () => {
  const schemas = {
    Pet: { properties: { owner: { $ref: '#/components/schemas/Owner' } } },
    Owner: { type: 'string' },
    Unused: { type: 'no type at all' },
    'Pet.v2': { $ref: '#/components/schemas/Pet' },
  }
  const withSchema = (schema: object) =>
    openapi({ '/a': { post: { requestBody: { content: { 'application/json': { schema } } } } } }, { schemas })

  test('only what is reached, under its own name', async () => {
    const read = operation(await mustRead(withSchema({ $ref: '#/components/schemas/Pet.v2' })), 'POST /a')
    expect(read.problems).toEqual([])
    expect(read.ok && Object.fromEntries(read.value.definitions)).toEqual({
      Owner: { type: 'string' },
      Pet: { properties: { owner: { $ref: '#/$defs/Owner' } } },
      'Pet.v2': { $ref: '#/$defs/Pet' },
    })
  })

  test('names do not depend on what was read before', async () => {
    const paths = {
      '/a': { post: { requestBody: { content: { 'application/json': { schema: { $ref: '#/definitions/Owner' } } } } } },
      '/b': {
        post: { requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Owner' } } } } },
      },
    }
    const document = { ...openapi(paths, { schemas }), definitions: { Owner: { type: 'null' } } }
    const names = async (keys: readonly string[]) => {
      const contract = await mustRead(document)
      return keys.map((key) => {
        const read = operation(contract, key)
        return read.ok ? [key, ...read.value.definitions.keys()] : []
      })
    }
    const forth = await names(['POST /a', 'POST /b'])
    const back = await names(['POST /b', 'POST /a'])
    expect(back.reverse()).toEqual(forth)
    expect(forth[1]).toEqual(['POST /b', 'Owner'])
  })
})
