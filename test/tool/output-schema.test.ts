import { describe, expect, test } from 'vitest'
import type { JsonSchema, Response } from '../../src/contract/model.ts'
import { isObject, type JsonObject, member } from '../../src/lib/json.ts'
import { pass, refuse } from '../../src/problem/checked.ts'
import { problem } from '../../src/problem/problem.ts'
import { compileTools } from '../../src/tool/compile.ts'
import { codesOf, type EntryParts, mediaTypeOf, planOf } from '../plan/factory.ts'

interface Given {
  readonly responses?: readonly Response[]
  readonly definitions?: ReadonlyMap<string, JsonSchema>
  readonly entry?: EntryParts
  readonly asked?: boolean
}

function compile({ responses = [], definitions = new Map(), entry = 'GET /jobs', asked = true }: Given) {
  const operation = { responses: () => pass({ responses, definitions }) }
  const planned = planOf({ outputSchema: asked, tools: [entry] }, { operations: [operation] })
  if (!planned.ok) throw new Error('no plan')
  return compileTools(planned.value)
}

function outputOf(given: Given) {
  const compiled = compile(given)
  return compiled.ok ? compiled.value.get('get_jobs')?.output : undefined
}

const json = (schema: JsonSchema, status = '200', mediaType = 'application/json'): Response => ({
  status,
  content: [mediaTypeOf(schema, mediaType)],
})

const TEXT = { type: 'string', description: expect.any(String) }

describe('what is listed', () => {
  test.each<{ name: string; schema: JsonSchema; definitions?: ReadonlyMap<string, JsonSchema>; want: JsonObject }>([
    {
      name: 'an object: nothing required, nothing closed',
      schema: {
        type: 'object',
        required: ['id'],
        additionalProperties: false,
        properties: { id: { type: 'integer', format: 'int64', minimum: 1 }, at: { type: 'string', pattern: '(' } },
      },
      want: { id: { type: 'integer' }, at: { type: 'string' } },
    },
    {
      name: 'what requests alone carry is left out',
      schema: {
        type: 'object',
        properties: {
          password: { type: 'string', writeOnly: true },
          user: {
            type: 'object',
            required: ['name', 'pin'],
            properties: { name: { type: 'string' }, pin: { $ref: '#/$defs/Pin' } },
          },
        },
      },
      definitions: new Map([['Pin', { type: 'string', writeOnly: true }]]),
      want: { user: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } } },
    },
    {
      name: 'references and allOf are merged at the root',
      schema: { allOf: [{ $ref: '#/$defs/Base' }, { type: 'object', properties: { b: { type: 'number' } } }] },
      definitions: new Map([['Base', { type: 'object', properties: { a: { type: 'string' } } }]]),
      want: { a: { type: 'string' }, b: { type: 'number' } },
    },
    {
      name: 'names that validators take for members of every object',
      schema: { type: 'object', properties: { constructor: { type: 'string' }, a: { type: 'null' } } },
      want: { a: { type: 'null' } },
    },
    {
      name: 'keywords that readers differ in',
      schema: {
        type: 'object',
        properties: {
          tuple: { type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'number' } },
          one: {
            oneOf: [
              { type: 'string', pattern: '^a' },
              { type: 'string', format: 'date' },
            ],
          },
          map: { type: 'object', additionalProperties: { type: 'string', maxLength: 3 } },
          not: { not: { type: 'string' }, if: true, uniqueItems: true, deprecated: true },
        },
      },
      want: {
        tuple: { type: 'array' },
        one: { anyOf: [{ type: 'string' }, { type: 'string' }] },
        map: { type: 'object', additionalProperties: { type: 'string' } },
        not: {},
      },
    },
    {
      name: 'our own name is moved where it is taken',
      schema: { type: 'object', properties: { answerText: { type: 'number' } } },
      want: { answerText: { type: 'number' }, answerText_: TEXT },
    },
  ])('$name', ({ schema, definitions = new Map(), want }) => {
    const output = outputOf({ responses: [json(schema)], definitions })
    expect(output?.wrapped).toBe(false)
    expect(output?.schema).toEqual({ type: 'object', properties: { ...{ answerText: TEXT }, ...want } })
  })

  test.each<{ name: string; schema: JsonSchema; want: JsonSchema }>([
    {
      name: 'a list',
      schema: { type: 'array', items: { type: 'string' } },
      want: { type: 'array', items: { type: 'string' } },
    },
    { name: 'an object or null', schema: { type: ['object', 'null'] }, want: { type: ['object', 'null'] } },
    { name: 'a map', schema: { type: 'object', additionalProperties: true }, want: { type: 'object' } },
    {
      name: 'alternatives',
      schema: { oneOf: [{ type: 'object' }, { type: 'array' }] },
      want: { anyOf: [{ type: 'object' }, { type: 'array' }] },
    },
    { name: 'anything', schema: true, want: {} },
  ])('$name stands under "result"', ({ schema, want }) => {
    const output = outputOf({ responses: [json(schema)] })
    expect(output?.wrapped).toBe(true)
    expect(output?.schema.properties).toEqual({ result: want, answerText: TEXT })
  })

  test('different answers stand beside each other', () => {
    const responses = [json({ type: 'string' }), json({ type: 'number' }, '201'), json({ type: 'null' }, '404')]
    const properties = outputOf({ responses })?.schema.properties
    expect(isObject(properties) && member(properties, 'result')).toEqual({
      anyOf: [{ type: 'string' }, { type: 'number' }],
    })
  })

  test('recursive definitions stay inside, under names that need no escape', () => {
    const name = 'Page«Job»%'
    const definitions = new Map<string, JsonSchema>([
      [name, { type: 'object', properties: { next: { $ref: `#/$defs/${name}` } } }],
    ])
    const schema = { type: 'object', properties: { page: { $ref: `#/$defs/${name}` } } }
    const listed = outputOf({ responses: [json(schema)], definitions })?.schema ?? {}
    const names = Object.keys(listed.$defs ?? {})
    expect(names).toEqual([expect.stringMatching(/^[\w.-]+$/)])
    expect(JSON.stringify(listed).match(/"\$ref":"[^"]*"/g)).toEqual([
      `"$ref":"#/$defs/${names[0]}"`,
      `"$ref":"#/$defs/${names[0]}"`,
    ])
  })

  test('descriptions go before the schema does', () => {
    const many = (count: number) => ({
      type: 'object',
      properties: Object.fromEntries(
        Array.from({ length: count }, (_, at) => [`p${at}`, { type: 'string', description: 'x'.repeat(300) }]),
      ),
    })
    expect(JSON.stringify(outputOf({ responses: [json(many(5))] }))).toContain('xxx')
    const bare = JSON.stringify(outputOf({ responses: [json(many(200))] }))
    expect(bare).toContain('p199')
    expect(bare).not.toContain('xxx')
  })
})

describe('whether it is listed', () => {
  const responses = [json({ type: 'object', properties: { a: true } })]

  test.each<{ name: string; given: Given; listed: boolean }>([
    { name: 'not unless asked for', given: { asked: false }, listed: false },
    { name: 'for the profile', given: {}, listed: true },
    {
      name: 'for one entry',
      given: { asked: false, entry: { operation: 'GET /jobs', outputSchema: true } },
      listed: true,
    },
    { name: 'not for one entry', given: { entry: { operation: 'GET /jobs', outputSchema: false } }, listed: false },
  ])('$name', ({ given, listed }) => {
    expect(outputOf({ ...given, responses }) !== undefined).toBe(listed)
  })

  test.each<{ name: string; responses: readonly Response[] }>([
    { name: 'no answers', responses: [] },
    { name: 'only errors', responses: [json(true, 'default'), json(true, '400')] },
    { name: 'no JSON', responses: [json(true, '200', 'text/csv')] },
    { name: 'images as well', responses: [json(true), json(true, '200', 'image/png')] },
    {
      name: 'too much to list',
      responses: [json({ enum: Array.from({ length: 2000 }, (_, at) => `value number ${at}`) })],
    },
  ])('a warning where there is $name', ({ responses: given }) => {
    const compiled = compile({ responses: given })
    expect(codesOf(compiled)).toEqual(['(OUTPUT_SCHEMA_LEFT_OUT)'])
    expect(compiled.ok && compiled.value.get('get_jobs')?.output).toBeUndefined()
  })

  test('and where the answers can not be read', () => {
    const broken = problem('REFERENCE_UNRESOLVED', { source: 'contract' }, { reference: '#/x', detail: '' })
    const planned = planOf({ outputSchema: true }, { operations: [{ responses: () => refuse(broken) }] })
    expect(planned.ok && codesOf(compileTools(planned.value))).toEqual(['(OUTPUT_SCHEMA_LEFT_OUT)'])
  })
})
