import { describe, expect, test } from 'vitest'
import type { JsonSchema } from '../../src/contract/model.ts'
import { ExactNumber, type JsonObject, stringifyJson } from '../../src/lib/json.ts'
import { bodyOf, mediaTypeOf, type OperationParts, parameterOf } from '../plan/factory.ts'
import { toolOf } from './compiling.ts'

const query = (name: string, schema: JsonSchema, more: Partial<ReturnType<typeof parameterOf>> = {}) =>
  parameterOf({ name, in: 'query', schema, ...more })

const post = (schema: JsonSchema, definitions: Record<string, JsonSchema> = {}, required = true): OperationParts => ({
  method: 'POST',
  requestBody: bodyOf([mediaTypeOf(schema)], required),
  definitions: new Map(Object.entries(definitions)),
})

describe('golden', () => {
  test('an operation without arguments', () => {
    expect(stringifyJson(toolOf({}).inputSchema)).toBe('{"type":"object","properties":{},"additionalProperties":false}')
  })

  test('parameters and body', () => {
    const parameters = [
      parameterOf({ name: 'jobId', in: 'path', description: 'Which  job.' }),
      query('notify', { type: 'boolean', default: true }, { deprecated: true, description: 'Tell the customer.' }),
    ]
    const body: JsonSchema = {
      type: 'object',
      title: 'JobStatusUpdate',
      required: ['status', 'updatedAt'],
      properties: {
        status: { $ref: '#/$defs/Status', description: 'The new status.' },
        note: { type: ['string', 'null'], maxLength: 500, title: 'Note', deprecated: true },
        updatedAt: { type: 'string', format: 'date-time', readOnly: true },
      },
    }
    const definitions = { Status: { type: 'string', enum: ['open', 'done'], description: 'A status.' } }
    const tool = toolOf({ ...post(body, definitions), path: '/jobs/{jobId}', parameters })
    expect(tool.inputSchema).toEqual({
      type: 'object',
      properties: {
        jobId: { type: 'string', description: 'Which  job.' },
        notify: { type: 'boolean', default: true, description: 'Deprecated. Tell the customer.' },
        status: { type: 'string', enum: ['open', 'done'], description: 'The new status.' },
        note: { type: ['string', 'null'], maxLength: 500, description: 'Deprecated.' },
      },
      required: ['jobId', 'status'],
      additionalProperties: false,
    })
    expect(tool.body).toMatchObject({ required: true, schema: true })
  })

  test('a recursive body', () => {
    const tree = {
      type: 'object',
      properties: { name: { type: 'string' }, children: { type: 'array', items: { $ref: '#/$defs/Tree' } } },
    }
    expect(
      toolOf(post({ type: 'array', items: { $ref: '#/$defs/Tree' } }, { Tree: tree, Unused: true })).inputSchema,
    ).toEqual({
      type: 'object',
      properties: { body: { type: 'array', items: { $ref: '#/$defs/Tree' } } },
      required: ['body'],
      additionalProperties: false,
      $defs: { Tree: tree },
    })
  })
})

describe('one schema', () => {
  const DEFINITIONS: Record<string, JsonSchema> = {
    Id: { type: 'string', readOnly: true },
    Base: { type: 'object', properties: { id: { $ref: '#/$defs/Id' }, name: { type: 'string' } } },
    Count: { type: 'integer', minimum: 1, description: 'A count.' },
    Any: true,
    Never: false,
  }

  test.each<{ given: string; schema: JsonSchema; want: JsonObject }>([
    { given: 'true', schema: true, want: {} },
    { given: 'false', schema: false, want: { not: {} } },
    { given: 'an array without items', schema: { type: 'array' }, want: { type: 'array', items: {} } },
    { given: 'an array or null', schema: { type: ['array', 'null'] }, want: { type: ['array', 'null'], items: {} } },
    { given: 'items that are true', schema: { type: 'array', items: true }, want: { type: 'array', items: {} } },
    {
      given: 'a tuple that unevaluatedItems closes',
      schema: { type: 'array', prefixItems: [{}], unevaluatedItems: false },
      want: { type: 'array', prefixItems: [{}], unevaluatedItems: false },
    },
    { given: 'a list of one type', schema: { type: ['string'] }, want: { type: 'string' } },
    {
      given: 'keywords that decide nothing',
      schema: {
        type: 'string',
        example: 'a',
        examples: ['a'],
        'x-foo': 1,
        xml: {},
        externalDocs: {},
        $id: 'x',
        title: 'T',
        writeOnly: true,
      },
      want: { type: 'string' },
    },
    {
      given: 'properties with the names of keywords',
      schema: {
        type: 'object',
        properties: { example: { type: 'string' }, readOnly: { type: 'boolean' }, title: { title: 'x' } },
        additionalProperties: {},
      },
      want: {
        type: 'object',
        properties: { example: { type: 'string' }, readOnly: { type: 'boolean' }, title: {} },
        additionalProperties: {},
      },
    },
    {
      given: 'literals that look like schemas',
      schema: { enum: [{ readOnly: true, type: 'array' }], const: { example: 1 } },
      want: { enum: [{ readOnly: true, type: 'array' }], const: { example: 1 } },
    },
    {
      given: 'titles of variants',
      schema: {
        oneOf: [
          { title: 'Card', type: 'object' },
          { title: 'Cash', description: 'In cash.', const: 1 },
        ],
      },
      want: {
        oneOf: [
          { title: 'Card', type: 'object' },
          { description: 'In cash.', const: 1 },
        ],
      },
    },
    {
      given: 'a default that is a document',
      schema: { type: 'string', default: 'x'.repeat(300) },
      want: { type: 'string' },
    },
    {
      given: 'a definition that admits everything',
      schema: { $ref: '#/$defs/Any', description: 'Any.' },
      want: { description: 'Any.' },
    },
    { given: 'a definition that admits nothing', schema: { $ref: '#/$defs/Never' }, want: { not: {} } },
    {
      given: 'a bound beside a reference',
      schema: { $ref: '#/$defs/Count', maximum: 5 },
      want: { type: 'integer', minimum: 1, description: 'A count.', maximum: 5 },
    },
    {
      given: 'the same bound in both',
      schema: { $ref: '#/$defs/Count', minimum: 3 },
      want: { minimum: 3, allOf: [{ type: 'integer', minimum: 1, description: 'A count.' }] },
    },
    {
      given: 'properties beside a reference',
      schema: { $ref: '#/$defs/Count', properties: { a: true } },
      want: { properties: { a: {} }, allOf: [{ type: 'integer', minimum: 1, description: 'A count.' }] },
    },
    {
      given: 'readOnly at depth, by reference, across allOf',
      schema: {
        allOf: [
          { $ref: '#/$defs/Base' },
          {
            type: 'object',
            required: ['id', 'name', 'at'],
            properties: { at: { type: 'object', properties: { z: { readOnly: true } } } },
          },
        ],
      },
      want: {
        allOf: [
          { type: 'object', properties: { name: { type: 'string' } } },
          { type: 'object', required: ['name', 'at'], properties: { at: { type: 'object' } } },
        ],
      },
    },
    {
      given: 'patternProperties and if',
      schema: { type: 'object', patternProperties: { '^x-': { title: 'x' } }, if: { required: ['a'] }, else: false },
      want: { type: 'object', patternProperties: { '^x-': {} }, if: { required: ['a'] }, else: false },
    },
  ])('$given', ({ schema, want }) => {
    const tool = toolOf({
      parameters: [query('q', schema, { serialization: { kind: 'content', mediaType: 'application/json' } })],
      definitions: new Map(Object.entries(DEFINITIONS)),
    })
    expect(tool.inputSchema).toEqual({ type: 'object', properties: { q: want }, additionalProperties: false })
  })

  test('exact numbers stay exact', () => {
    const tool = toolOf({
      parameters: [query('q', { type: 'integer', maximum: new ExactNumber('9223372036854775807') })],
    })
    expect(stringifyJson(tool.inputSchema)).toContain('"maximum":9223372036854775807')
  })

  test('a name of the prototype is a name', () => {
    const tool = toolOf(
      post({ type: 'object', properties: JSON.parse('{"__proto__":{"type":"string"}}'), required: ['__proto__'] }),
    )
    expect(stringifyJson(tool.inputSchema)).toContain(
      '"properties":{"__proto__":{"type":"string"}},"required":["__proto__"]',
    )
  })
})

describe('definitions', () => {
  const big: JsonSchema = { type: 'string', enum: Array.from({ length: 60 }, (_, index) => `value-${index}`) }
  const a: JsonSchema = { $ref: '#/$defs/A' }

  test.each<{ given: string; schema: JsonSchema; definitions: Record<string, JsonSchema>; kept: readonly string[] }>([
    { given: 'used once', schema: { type: 'array', items: a }, definitions: { A: big }, kept: [] },
    {
      given: 'small and used twice',
      schema: { prefixItems: [a, a] },
      definitions: { A: { type: 'string' } },
      kept: [],
    },
    { given: 'big and used twice', schema: { prefixItems: [a, a] }, definitions: { A: big }, kept: ['A'] },
    {
      given: 'used once, by one that is used twice',
      schema: { prefixItems: [a, a] },
      definitions: { A: { type: 'array', items: { $ref: '#/$defs/B' } }, B: big },
      kept: ['A'],
    },
    {
      given: 'referring to each other',
      schema: { prefixItems: [a] },
      definitions: { A: { type: 'array', items: { $ref: '#/$defs/B' } }, B: { type: 'array', items: a } },
      kept: ['A'],
    },
    {
      given: 'nested by the hundreds',
      schema: { prefixItems: [{ $ref: '#/$defs/D0' }] },
      definitions: Object.fromEntries(
        Array.from({ length: 500 }, (_, index) => [
          `D${index}`,
          index === 499 ? true : { items: { $ref: `#/$defs/D${index + 1}` } },
        ]),
      ),
      kept: Array.from({ length: 20 }, (_, index) => `D${499 - 24 * (index + 1)}`),
    },
  ])('$given', ({ schema, definitions, kept }) => {
    const { inputSchema } = toolOf(post(schema, definitions))
    expect(Object.keys(Object(inputSchema.$defs)).sort()).toEqual([...kept].sort())
  })
})

describe('the body as a whole', () => {
  const properties = { a: { type: 'string' }, b: { type: 'string' }, id: { type: 'string', readOnly: true } }
  test.each<{ given: string; operation: OperationParts; want: JsonSchema }>([
    {
      given: 'nothing but properties',
      operation: post({ type: 'object', properties, required: ['a', 'id'] }),
      want: true,
    },
    {
      given: 'allOf of such',
      operation: post({ allOf: [{ type: 'object', properties }, { required: ['a'] }] }),
      want: true,
    },
    {
      given: 'what spreading loses',
      operation: post({ type: 'object', properties, required: ['id'], minProperties: 1 }),
      want: { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } }, minProperties: 1 },
    },
    {
      given: 'one that may be left out, with a required property',
      operation: post({ type: 'object', properties: { a: { type: 'string' } }, required: ['a'] }, {}, false),
      want: { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
    },
    { given: 'one that is not spread', operation: post({ type: 'array', minItems: 1 }), want: true },
  ])('$given', ({ operation, want }) => {
    expect(toolOf(operation).body?.schema).toEqual(want)
  })

  test('a property of a body that may be left out is not required by itself', () => {
    const tool = toolOf(post({ type: 'object', properties: { a: { type: 'string' } }, required: ['a'] }, {}, false))
    expect(tool.inputSchema).not.toHaveProperty('required')
  })
})

describe('what leaves nothing behind is no value of a required parameter', () => {
  const of = (schema: JsonSchema, more: Partial<ReturnType<typeof parameterOf>> = {}) =>
    toolOf({
      path: '/jobs/{p}',
      parameters: [parameterOf({ name: 'p', in: 'path', schema, ...more })],
      definitions: new Map([['List', { type: 'array', items: { type: 'string' } }]]),
    }).inputSchema.properties

  test.each<[JsonSchema, JsonSchema, Partial<ReturnType<typeof parameterOf>>?]>([
    [
      { type: 'object', properties: { a: { type: 'string' } } },
      { type: 'object', properties: { a: { type: 'string' } }, minProperties: 1 },
    ],
    [{ $ref: '#/$defs/List' }, { type: 'array', items: { type: 'string' }, minItems: 1 }],
    [
      { type: 'array', items: {}, minItems: 2 },
      { type: 'array', items: {}, minItems: 2 },
    ],
    [{ type: 'string' }, { type: 'string' }],
    [{}, {}],
    [{ type: 'object' }, { type: 'object' }, { serialization: { kind: 'content', mediaType: 'application/json' } }],
  ])('%j', (schema, want, more) => {
    expect(of(schema, more)).toEqual({ p: want })
  })
})

describe('bytes are given as base64', () => {
  const base64 = { type: 'string', contentEncoding: 'base64' }
  test.each<{ given: string; mediaType: string; schema: JsonSchema; want: JsonObject }>([
    { given: 'a body of bytes', mediaType: 'application/pdf', schema: true, want: { body: base64 } },
    {
      given: 'files in a multipart body',
      mediaType: 'multipart/form-data',
      schema: {
        type: 'object',
        properties: {
          one: { type: 'string', format: 'binary', description: 'A scan.' },
          many: { type: 'array', items: { type: 'string', format: 'binary' } },
        },
      },
      want: { one: { ...base64, description: 'A scan.' }, many: { type: 'array', items: base64 } },
    },
    {
      given: 'binary in JSON stays',
      mediaType: 'application/json',
      schema: { type: 'object', properties: { a: { type: 'string', format: 'binary' } } },
      want: { a: { type: 'string', format: 'binary' } },
    },
  ])('$given', ({ mediaType, schema, want }) => {
    const tool = toolOf({ method: 'POST', requestBody: bodyOf([mediaTypeOf(schema, mediaType)]) })
    expect(tool.inputSchema.properties).toEqual(want)
  })

  test.each<{ given: string; schema: JsonSchema; contentType?: string; want: JsonSchema }>([
    { given: 'by its content type', schema: { type: 'string' }, contentType: 'image/png, image/jpeg', want: base64 },
    {
      given: 'not an object of that type',
      schema: { type: 'object' },
      contentType: 'image/png',
      want: { type: 'object' },
    },
    {
      given: 'a list of that type',
      schema: { type: 'array', items: { type: 'string' } },
      contentType: 'image/png',
      want: { type: 'array', items: base64 },
    },
    {
      given: 'a list behind references',
      schema: { $ref: '#/$defs/Files' },
      want: { type: 'array', items: base64, maxItems: 2 },
    },
  ])('$given', ({ schema, contentType, want }) => {
    const content = mediaTypeOf({ type: 'object', properties: { f: schema } }, 'multipart/form-data')
    const encoding = new Map(contentType === undefined ? [] : [['f', { contentType, headers: [] }]])
    const tool = toolOf({
      method: 'POST',
      requestBody: bodyOf([{ ...content, encoding }]),
      definitions: new Map([
        ['Files', { type: 'array', items: { $ref: '#/$defs/File' }, maxItems: 2 }],
        ['File', { type: 'string', format: 'binary' }],
      ]),
    })
    expect(tool.inputSchema.properties).toEqual({ f: want })
  })
})
