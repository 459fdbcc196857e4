import { describe, expect, test } from 'vitest'
import type { JsonObject, JsonValue } from '../../src/lib/json.ts'
import { loadValidator, type Schema } from '../../src/lib/json-schema.ts'

const { compile } = await loadValidator()

/** Every alternative takes the same property, so that each level is tried in every way. */
function ways(count: number, keyword: 'oneOf' | 'anyOf' | 'allOf' = 'oneOf'): ReadonlyMap<string, Schema> {
  const alternatives = Array.from({ length: count }, (_, at) => ({
    type: 'object',
    required: [`p${at}`],
    properties: { k: { $ref: '#/$defs/Filter' } },
  }))
  return new Map([['Filter', { [keyword]: alternatives }]])
}

function nested(depth: number, ends: JsonObject): JsonValue {
  let value: JsonValue = ends
  for (let level = 0; level < depth; level++) value = { p0: 1, k: value }
  return value
}

const ROOT: Schema = { type: 'object', properties: { filter: { $ref: '#/$defs/Filter' } } }

describe('alternatives that refer to themselves', () => {
  test('are decided where there is time', () => {
    const validate = compile(ROOT, ways(5))
    expect(validate({ filter: nested(30, { p0: 1 }) })).toEqual([])
    expect(validate({ filter: nested(3, { x: 1 }) })).not.toEqual([])
  })

  test.each(['oneOf', 'anyOf', 'allOf'] as const)(
    'of %s are given up where there is not, and that is no yes',
    (keyword) => {
      const eager = new Map<string, Schema>([
        [
          'Filter',
          {
            [keyword]: Array.from({ length: 6 }, () => ({
              type: 'object',
              properties: { k: { $ref: '#/$defs/Filter' } },
            })),
          },
        ],
      ])
      const [found, ...others] = compile(ROOT, eager)({ filter: nested(40, { k: 'x' }) })
      expect(others).toEqual([])
      expect(found?.message).toMatch(/too many ways|must be/)
    },
  )

  test('the complete report gives way to the first finding', () => {
    const validate = compile(ROOT, ways(6))
    expect(validate({ filter: nested(200, { x: 1 }) }).length).toBeGreaterThan(0)
  })
})

test('a large value of many small ones is no such case', () => {
  const items = Array.from({ length: 300_000 }, (_, id) => ({ id }))
  const definitions = new Map<string, Schema>([['Item', { type: 'object', properties: { id: { type: 'integer' } } }]])
  const validate = compile({ type: 'object', properties: { items: { items: { $ref: '#/$defs/Item' } } } }, definitions)
  expect(validate({ items })).toEqual([])
})

test.each([
  ['https://example.com/a?b#c', true],
  ['http://localhost:3000', true],
  ['http://10.0.0.1/', true],
  [`http://${'::'.repeat(500_000)}`, false],
  ['example.com', false],
  ['javascript:alert(1)', false],
])('the format url of %.40s', (text, want) => {
  expect(compile({ type: 'string', format: 'url' }, new Map())(text).length === 0).toBe(want)
})
