/** What clients are shown of a schema: it says what the contract says, and no client chokes on it. */
import { describe, expect, test } from 'vitest'
import type { JsonObject, JsonValue } from '../../src/lib/json.ts'
import { loadValidator } from '../../src/lib/json-schema.ts'
import { apiOf, type Call, codes, load, query, surface, toolOf, wire } from './pipeline.ts'

type Given = Omit<Call, 'on' | 'args'>

/** The schema of the argument `v`, a property of a body. */
const shownAs = async (schema: unknown, more: Given = {}): Promise<JsonValue> =>
  Object((await toolOf(propertyOf(schema, more))).inputSchema.properties).v

const propertyOf = (schema: unknown, more: Given = {}): Call => ({
  on: 'POST /s',
  body: { type: 'object', properties: { v: schema } },
  ...more,
})

const V30: Given = { document: { openapi: '3.0.3' } }

interface Row {
  readonly name: string
  readonly given: unknown
  readonly more?: Given
  readonly want: JsonObject
}

describe('a property is shown as it is meant', () => {
  const Status = { type: 'string', enum: ['on', 'off'] }
  const components = { schemas: { Status, Deep: { $ref: '#/components/schemas/Status' } } }
  const status = { $ref: '#/components/schemas/Status' }
  test.each<Row>([
    {
      name: 'bounds and patterns stay',
      given: { type: 'integer', minimum: 1, maximum: 9 },
      want: { type: 'integer', minimum: 1, maximum: 9 },
    },
    {
      name: 'items and enumerations stay',
      given: { type: 'array', items: Status },
      want: { type: 'array', items: Status },
    },
    { name: 'an integer is no number', given: { type: 'integer' }, want: { type: 'integer' } },
    {
      name: 'without a type it is no string',
      given: { anyOf: [{ type: 'integer' }] },
      want: { anyOf: [{ type: 'integer' }] },
    },
    { name: 'a list of types stays one', given: { type: ['string', 'null'] }, want: { type: ['string', 'null'] } },
    { name: 'const stays', given: { const: 'x' }, want: { const: 'x' } },
    {
      name: 'prefixItems stay',
      given: { type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'integer' } },
      want: { type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'integer' } },
    },
    {
      name: 'nullable: false keeps its type',
      given: { type: 'string', nullable: false },
      more: V30,
      want: { type: 'string' },
    },
    {
      name: 'nullable adds null',
      given: { type: 'string', nullable: true },
      more: V30,
      want: { type: ['string', 'null'] },
    },
    {
      name: 'a nullable enumeration has null',
      given: { type: 'string', nullable: true, enum: ['a'] },
      more: V30,
      want: { type: ['string', 'null'], enum: ['a', null] },
    },
    {
      name: 'a reference to an enumeration is no object',
      given: status,
      more: { components },
      want: Status,
    },
    {
      name: 'so are references of references',
      given: { $ref: '#/components/schemas/Deep' },
      more: { components },
      want: Status,
    },
    {
      name: 'what stands beside a reference counts since 3.1',
      given: { ...status, description: 'own' },
      more: { components },
      want: { ...Status, description: 'own' },
    },
    {
      name: 'a map of references is a map',
      given: { type: 'object', additionalProperties: status },
      more: { components },
      want: { type: 'object', additionalProperties: Status },
    },
  ])('$name', async ({ given, more, want }) => {
    expect(await shownAs(given, more)).toEqual(want)
  })
})

describe('what a schema admits', () => {
  const Status = { type: 'string', enum: ['on', 'off'] }
  const components = { schemas: { Status } }
  const ref = { $ref: '#/components/schemas/Status' }
  test.each<{ name: string; given: unknown; more?: Given; good: readonly JsonValue[]; bad: readonly JsonValue[] }>([
    { name: 'allOf around an enumeration', given: { allOf: [ref] }, good: ['on'], bad: ['x', {}] },
    {
      name: 'allOf and what stands beside it',
      given: {
        allOf: [{ type: 'object', properties: { a: { type: 'string' } } }],
        required: ['b'],
        properties: { b: {} },
      },
      good: [{ a: 'x', b: 1 }],
      bad: [{ a: 1, b: 1 }, { a: 'x' }],
    },
    {
      name: 'nullable beside allOf',
      given: { nullable: true, allOf: [ref] },
      more: V30,
      good: ['on', null],
      bad: ['x'],
    },
    { name: 'null among the types', given: { type: ['integer', 'null'] }, good: [1, null], bad: [''] },
    {
      name: 'exclusive bounds as flags',
      given: { type: 'number', minimum: 0, exclusiveMinimum: true },
      more: V30,
      good: [1],
      bad: [0],
    },
  ])('$name', async ({ given, more, good, bad }) => {
    const call = propertyOf(given, { components, ...more })
    for (const v of good) expect(await wire({ ...call, args: { v } })).toBe(`POST /s | ${JSON.stringify({ v })}`)
    for (const v of bad) expect(await wire({ ...call, args: { v } })).toBe('refused: v')
  })
})

describe('references lead where they point', () => {
  const guid = { type: 'string', format: 'uuid' }
  const at = (reference: string, document: object): Given & { readonly given: unknown } => ({
    given: { $ref: reference },
    document,
  })
  test.each([
    ['outside of components', at('#/x-common/guid', { 'x-common': { guid } })],
    ['through ~1', at('#/paths/~1o/x-guid', { paths: { '/o': { 'x-guid': guid }, '/s': {} } })],
    ['through %7B', at('#/x-common/%7Bguid%7D', { 'x-common': { '{guid}': guid } })],
  ])('%s', async (_, { given, document = {} }) => {
    const call = propertyOf(given)
    const post = { requestBody: { content: { 'application/json': { schema: call.body } } }, responses: {} }
    const paths = { ...Object(document).paths, '/s': { post } }
    const tool = await toolOf({ ...call, document: { ...document, paths } })
    expect(tool.inputSchema.properties).toEqual({ v: guid })
  })

  test('to nowhere fails the check', async () => {
    expect(await surface(apiOf(propertyOf({ $ref: '#/components/schemas/Gone' })))).toBe('check: REFERENCE_UNRESOLVED')
  })

  test.each([
    'http://169.254.169.254/latest/meta-data',
    'file:///proc/self/environ',
    'https://other.example/schema.json',
    'other.json',
  ])('%s fails the check and is not read', async ($ref) => {
    const read: string[] = []
    const loaded = await load(apiOf(propertyOf({ $ref })), read)
    expect([loaded.ok, codes(loaded.problems)]).toEqual([false, 'REFERENCE_EXTERNAL'])
    expect(read).toEqual(['file:///peers/agent-profiles.json', 'https://api.example/openapi.json'])
  })
})

describe('schemas that lead back to themselves', () => {
  const Node = {
    type: 'object',
    properties: {
      kids: { type: 'array', items: { $ref: '#/components/schemas/Node' } },
      byName: { type: 'object', additionalProperties: { $ref: '#/components/schemas/Node' } },
      best: { oneOf: [{ $ref: '#/components/schemas/Node' }, { type: 'null' }] },
      like: { allOf: [{ $ref: '#/components/schemas/Node' }] },
      n: { type: 'integer' },
    },
  }
  const tree = propertyOf({ $ref: '#/components/schemas/Node' }, { components: { schemas: { Node } } })

  test('are shown and checked at any depth', async () => {
    const good = { kids: [{ byName: { x: { best: { like: { n: 1 } } } } }] }
    expect(await wire({ ...tree, args: { v: good } })).toBe(`POST /s | ${JSON.stringify({ v: good })}`)
    expect(await wire({ ...tree, args: { v: { kids: [{ byName: { x: { best: { like: { n: 'x' } } } } }] } } })).toBe(
      'refused: v',
    )
  })

  test('have references inside of their own schema only', async () => {
    const text = JSON.stringify((await toolOf(tree)).inputSchema)
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference)
    expect(references.length).toBeGreaterThan(0)
    expect(references.every((reference) => reference?.startsWith('#/$defs/'))).toBe(true)
    expect(text).not.toContain('components')
  })

  test('and to nothing else neither hang nor stop the others', async () => {
    const Loop = { allOf: [{ $ref: '#/components/schemas/Loop' }] }
    const body = { content: { 'application/json': { schema: { $ref: '#/components/schemas/Loop' } } } }
    const paths = { '/loop': { post: { requestBody: body } }, '/fine': { get: { operationId: 'fine' } } }
    const api = { paths, components: { schemas: { Loop } } }
    expect(await surface({ ...api, tools: ['fine'] })).toBe('fine')
    expect(await surface({ ...api, tools: [{ operation: 'POST /loop', access: 'write' }] })).toBe(
      'check: SCHEMA_INVALID',
    )
  })
})

describe('what is shown stays small', () => {
  /** Each schema has the next one twice: written out, there would be a million. */
  const chain = Object.fromEntries(
    Array.from({ length: 21 }, (_, at) => {
      const next = at === 20 ? { type: 'string' } : { $ref: `#/components/schemas/S${at + 1}` }
      return [`S${at}`, { type: 'object', properties: { left: next, right: next } }]
    }),
  )

  test('where references fan out', async () => {
    const tool = await toolOf(propertyOf({ $ref: '#/components/schemas/S0' }, { components: { schemas: chain } }))
    expect(JSON.stringify(tool.inputSchema).length).toBeLessThan(10_000)
  })

  test('only what is reached is shown', async () => {
    const components = { schemas: { Used: { type: 'string' }, Unused: { type: 'object', description: 'elsewhere' } } }
    const tool = await toolOf(propertyOf({ $ref: '#/components/schemas/Used' }, { components }))
    expect(JSON.stringify(tool.inputSchema)).not.toContain('elsewhere')
  })

  test('descriptions are shortened, and both summary and description are there', async () => {
    const tool = await toolOf({
      on: 'GET /s',
      operation: { summary: 'Short.', description: `Long. ${'x'.repeat(20_000)}` },
    })
    expect(tool.description.length).toBeLessThanOrEqual(1024)
    expect(tool.description).toMatch(/^Short\.\n\nLong\. x+/)
  })

  test('an answer that would fill the conversation is not listed', async () => {
    const wide = Object.fromEntries(Array.from({ length: 900 }, (_, at) => [`property${at}`, { type: 'string' }]))
    const content = { 'application/json': { schema: { type: 'object', properties: wide } } }
    const tool = await toolOf({
      on: 'GET /s',
      operation: { responses: { '200': { description: 'ok', content } } },
      profile: { outputSchema: true },
    })
    expect(tool.output).toBeUndefined()
  })
})

describe('no client refuses a schema', () => {
  const Self = { properties: { next: { $ref: '#/components/schemas/Self' } } }
  const answering: Call = {
    on: 'GET /s',
    operation: {
      responses: {
        '200': {
          description: 'ok',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Self' } } },
        },
      },
    },
    components: { schemas: { Self } },
    profile: { outputSchema: true },
  }
  const CALLS: readonly (readonly [string, Call])[] = [
    ['without arguments', { on: 'GET /s' }],
    ['with a query only', { on: 'GET /s', parameters: [query('a')] }],
    [
      'with alternatives at the root of the body',
      { on: 'POST /s', body: { anyOf: [{ type: 'object' }, { type: 'null' }] } },
    ],
    [
      'with an example that has an $id',
      propertyOf({ type: 'object', example: { $id: 'x' }, examples: [{ $id: 'x' }] }),
    ],
    [
      'with the same $id twice',
      propertyOf({
        anyOf: [
          { $id: 'urn:x', type: 'string' },
          { $id: 'urn:x', type: 'integer' },
        ],
      }),
    ],
    ['with an answer that refers to itself', answering],
  ]
  test.each(CALLS)('%s', async (_, call) => {
    const { inputSchema, output } = await toolOf(call)
    for (const schema of [inputSchema, ...(output === undefined ? [] : [output.schema])]) {
      expect(schema.type).toBe('object')
      expect(schema.properties).toBeTypeOf('object')
      for (const keyword of ['oneOf', 'anyOf', 'allOf', 'not', 'enum', '$ref'])
        expect(schema).not.toHaveProperty(keyword)
      const { required = [] } = Object(schema)
      expect(Object.keys(Object(schema.properties))).toEqual(expect.arrayContaining(required))
      expect((await loadValidator()).compile(schema, new Map())({})).not.toEqual([
        expect.objectContaining({ keyword: '$schema' }),
      ])
    }
  })

  test('an answer that refers to itself has one', async () => {
    expect((await toolOf(answering)).output?.schema).toMatchObject({ type: 'object' })
  })
})
