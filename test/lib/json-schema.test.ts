import { describe, expect, test } from 'vitest'
import { ExactNumber, type JsonValue } from '../../src/lib/json.ts'
import { loadValidator, type Schema } from '../../src/lib/json-schema.ts'

const { compile } = await loadValidator()

async function messages(schema: Schema, value: JsonValue, definitions: Record<string, Schema> = {}): Promise<string[]> {
  return compile(schema, new Map(Object.entries(definitions)))(value).map(({ message }) => message)
}

const JOB: Schema = {
  type: 'object',
  required: ['title'],
  properties: {
    title: { type: 'string', minLength: 2, maxLength: 5 },
    limit: { type: 'integer', minimum: 1, maximum: 50 },
    status: { enum: ['open', 'done'] },
    lines: {
      type: 'array',
      maxItems: 2,
      items: { type: 'object', required: ['price'], properties: { price: { type: 'number' } } },
    },
    when: { type: 'string', format: 'date-time' },
    code: { type: 'string', pattern: '^[A-Z]+\\-x$' },
  },
  additionalProperties: false,
}

describe('words', () => {
  test.each<{ given: JsonValue; want: string[] }>([
    { given: { title: 'Fine', limit: 3, status: 'open', lines: [{ price: 1 }], code: 'A-x' }, want: [] },
    { given: {}, want: ['title: is required but missing'] },
    { given: { title: 'x' }, want: ['title: must have at least 2 characters, got 1'] },
    { given: { title: '😀😀😀😀😀' }, want: [] },
    { given: { title: 'ok', limit: 60 }, want: ['limit: must be at most 50, got 60'] },
    { given: { title: 'ok', limit: '7' }, want: ['limit: must be a whole number, got "7"'] },
    { given: { title: 'ok', limit: 1.5 }, want: ['limit: must be a whole number, got 1.5'] },
    { given: { title: 'ok', status: 'gone' }, want: ['status: must be one of "open", "done", got "gone"'] },
    { given: { title: 'ok', stats: 'open' }, want: ['stats: is not a known property, did you mean status?'] },
    { given: { title: 'ok', when: 'today' }, want: ['when: must be a valid date-time, got "today"'] },
    { given: { title: 'ok', code: 'a' }, want: ['code: must match the pattern ^[A-Z]+\\-x$, got "a"'] },
    { given: { title: 'ok', lines: [{ price: 1 }, {}] }, want: ['lines[1].price: is required but missing'] },
    {
      given: { title: 'ok', lines: [{ price: 1 }, { price: 1 }, { price: 1 }] },
      want: ['lines: must have at most 2 items, got 3'],
    },
    { given: [], want: ['must be an object, got an array'] },
    { given: { limit: 0, title: 7 }, want: ['title: must be a string, got 7', 'limit: must be at least 1, got 0'] },
    {
      given: { title: 'ok', limit: new ExactNumber('12345678901234567890') },
      want: ['limit: must be at most 50, got 12345678901234567890'],
    },
  ])('$given', async ({ given, want }) => {
    expect(await messages(JOB, given)).toEqual(want)
  })

  test.each<{ schema: Schema; given: JsonValue; want: string[] }>([
    { schema: { anyOf: [{ type: 'string' }, { type: 'null' }] }, given: 1, want: ['must be a string or null, got 1'] },
    { schema: { type: ['string', 'null'] }, given: 1, want: ['must be a string or null, got 1'] },
    {
      schema: { properties: { a: { oneOf: [{ type: 'integer', minimum: 5 }, { const: 'x' }] } }, required: ['b'] },
      given: { a: 1 },
      want: [
        'b: is required but missing',
        'a: fits none of the alternatives (a: must be at least 5, got 1; a: must be "x", got 1)',
      ],
    },
    {
      schema: { oneOf: [{ minimum: 1 }, { minimum: 2 }] },
      given: 3,
      want: ['fits more than one of the alternatives, where it must fit exactly one'],
    },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    { schema: { if: { minimum: 5 }, then: { multipleOf: 2 } }, given: 7, want: ['must be a multiple of 2, got 7'] },
    { schema: { properties: { a: false } }, given: { a: 1 }, want: ['a: is not allowed'] },
    { schema: { dependentRequired: { a: ['b'] } }, given: { a: 1 }, want: ['b: is required where a is given'] },
    { schema: { propertyNames: { maxLength: 1 } }, given: { ab: 1 }, want: ['must have at most 1 character'] },
    {
      schema: { uniqueItems: true },
      given: [{ a: 1, b: 2 }, 1, { b: 2, a: 1 }],
      want: ['must not have the same item twice'],
    },
    { schema: { uniqueItems: true }, given: [1, '1', true, 'true', null, -0, [0]], want: [] },
    { schema: { multipleOf: 0.01 }, given: 19.99, want: [] },
    { schema: false, given: 1, want: ['is not allowed'] },
    { schema: { enum: [] }, given: 1, want: ['is not allowed'] },
  ])('$schema', async ({ schema, given, want }) => {
    expect(await messages(schema, given)).toEqual(want)
  })

  test('points at what is at fault', () => {
    const found = compile(JOB, new Map())({ lines: [{}], 'a/b': 1 })
    expect(found.map(({ pointer, keyword }) => `${keyword} ${pointer}`)).toEqual([
      'required /title',
      'additionalProperties /a~1b',
      'required /lines/0/price',
    ])
  })
})

describe('formats', () => {
  test.each<[string, JsonValue, boolean]>([
    ['int32', 2147483647, true],
    ['int32', 2147483648, false],
    ['int32', 1.5, false],
    ['int64', new ExactNumber('9223372036854775807'), true],
    ['int64', new ExactNumber('92233720368547758070'), false],
    ['uint8', -1, false],
    ['double', 1.5, true],
    ['uuid', 'nope', false],
    ['date', '2024-02-30', false],
    ['email', 'a@b.example', true],
    ['ipv6', '::1', true],
    ['made-up', 'anything', true],
  ])('%s of %j: %s', async (format, value, want) => {
    expect((await messages({ format }, value)).length === 0).toBe(want)
  })
})

describe('what is in real contracts', () => {
  test.each<[string, Schema, JsonValue, boolean]>([
    ['prototype names are plain names', { required: ['constructor'] }, {}, false],
    ['prototype names given', { required: ['constructor'] }, { constructor: 1 }, true],
    [
      'prototype names undeclared',
      { properties: {}, additionalProperties: false },
      JSON.parse('{"__proto__":1}'),
      false,
    ],
    [
      'prototype names declared',
      JSON.parse('{"properties":{"__proto__":{"type":"integer"}},"additionalProperties":false}'),
      JSON.parse('{"__proto__":1}'),
      true,
    ],
    [
      'prototype names declared, with another type',
      JSON.parse('{"properties":{"__proto__":{"type":"integer"}},"additionalProperties":false}'),
      JSON.parse('{"__proto__":"x"}'),
      false,
    ],
    [
      '$id, id and anchors are no identifiers',
      { $id: 'http://x/', id: 'y', $anchor: 'z', $schema: 'q', type: 'string' },
      'a',
      true,
    ],
    [
      'examples are data',
      { examples: 'x', example: { $ref: '#/no', $id: 1 }, default: { $ref: 1 }, type: 'string' },
      'a',
      true,
    ],
    [
      'a property may be called $ref or example',
      { properties: { $ref: { type: 'string' }, example: { minimum: 3 } } },
      { $ref: 'x', example: 2 },
      false,
    ],
    ['literal data is kept', { const: { $ref: '#/no', enum: [] } }, { $ref: '#/no', enum: [] }, true],
    [
      'keywords of the wrong type assert nothing',
      { minimum: '5', required: true, maxLength: 'x', properties: [], type: 'any' },
      1,
      true,
    ],
    ['nullable is unknown', { nullable: true, type: 'string' }, null, false],
    ['a pattern without u', { pattern: '^[\\w\\-\\.]+\\-x$' }, 'a.b-x', true],
    ['a pattern that no engine takes is not enforced', { pattern: '(' }, 'x', true],
    [
      'two patterns keep apart',
      { properties: { x: { pattern: '^a$' }, y: { pattern: '^b$' } } },
      { x: 'a', y: 'a' },
      false,
    ],
    [
      'a name pattern',
      { patternProperties: { '^x-': { type: 'string' } }, additionalProperties: false },
      { 'x-a': 1 },
      false,
    ],
    [
      'names that only an unenforceable pattern knows',
      { patternProperties: { '(?<!a)b': true }, additionalProperties: false },
      { b: 1 },
      true,
    ],
    ['infinity is no number', { type: 'number' }, new ExactNumber('1e400'), false],
  ])('%s', async (_, schema, value, want) => {
    expect((await messages(schema, value)).length === 0).toBe(want)
  })

  test.each(['A', 'a/b', 'a~b', 'List<Job>', 'a b', 'ü', '__proto__', '100%', '%41'])('definition %s', async (name) => {
    const written = name.replaceAll('~', '~0').replaceAll('/', '~1')
    const definitions = Object.fromEntries([[name, { type: 'string' }]])
    for (const reference of new Set([written, encodeURIComponent(written)])) {
      expect(await messages({ $ref: `#/$defs/${reference}` }, 1, definitions)).toEqual(['must be a string, got 1'])
    }
  })

  test('definitions that refer to each other and to themselves', async () => {
    const tree: Schema = {
      type: 'object',
      properties: { left: { $ref: '#/$defs/tree' }, value: { $ref: '#/$defs/value' } },
    }
    const definitions = { tree, value: { type: 'integer' } }
    expect(await messages({ $ref: '#/$defs/tree' }, { left: { left: { value: 'x' } } }, definitions)).toEqual([
      'left.left.value: must be a whole number, got "x"',
    ])
  })

  test("definitions of the schema's own", async () => {
    expect(await messages({ $ref: '#/$defs/a', $defs: { a: { minimum: 2 } } }, 1)).toEqual([
      'must be at least 2, got 1',
    ])
  })

  test('hundreds of schemas with the same names do not clash', async () => {
    const all = Array.from({ length: 300 }, (_, minimum) =>
      compile({ $id: 'same', $ref: '#/$defs/a' }, new Map([['a', { $id: 'same', minimum }]])),
    )
    expect(all.map((validate) => validate(150).length)).toEqual(all.map((_, minimum) => (minimum > 150 ? 1 : 0)))
  })
})

describe('refuses what it cannot decide', () => {
  test.each<[string, Schema, JsonValue, Record<string, Schema>]>([
    ['a reference to nowhere', { $ref: '#/$defs/nothing' }, 1, {}],
    ['a reference to elsewhere', { $ref: 'https://evil.example/x.json' }, 1, {}],
    ['a prototype member as definition', { $ref: '#/$defs/constructor' }, 1, {}],
    ['a prototype member', { $ref: '#/constructor' }, 1, {}],
    ['definitions in a circle', { $ref: '#/$defs/a' }, 1, { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } }],
  ])('%s', async (_, schema, value, definitions) => {
    expect(await messages(schema, value, definitions)).toEqual([expect.stringContaining("can't be checked")])
  })

  test('reports a bounded number of violations', async () => {
    const wrong = Array.from({ length: 5000 }, () => 'x')
    expect(await messages({ items: { type: 'integer' } }, wrong)).toHaveLength(20)
    expect(await messages({ items: { type: 'integer' } }, [...Array(30_000).fill(1), 'x'])).toEqual([
      '30000: must be a whole number, got "x"',
    ])
  })
})
