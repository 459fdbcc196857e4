import { expect, test } from 'vitest'
import type { JsonObject } from '../../src/lib/json.ts'
import { stringifyJson } from '../../src/lib/json.ts'
import { leanSchema } from '../../src/tool/lean-schema.ts'

const words = (count: number) => 'word '.repeat(count).trim()

/** A schema with this many described properties inside of its one argument, and one in a definition. */
function schemaOf(count: number, description: string): JsonObject {
  const inner = Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, { description }]))
  return {
    type: 'object',
    properties: { spec: { description, type: 'object', properties: inner, default: { description } } },
    additionalProperties: false,
    $defs: { D: { description, type: 'string' } },
  }
}

test('a schema of ordinary size is left alone', () => {
  const schema = schemaOf(20, words(50))
  expect(leanSchema(schema)).toBe(schema)
})

test.each([
  [100, 120],
  [400, 60],
])('with %i properties, descriptions inside of an argument have at most %i characters', (count, limit) => {
  const description = words(50)
  const schema = schemaOf(count, description)
  const lean = leanSchema(schema)
  const text = stringifyJson(lean)
  const lengths = [...text.matchAll(/"description":"(word[^"]*)"/g)].map(([, found = '']) => found.length)
  // its own description, and what only looks like one
  expect(lengths.filter((length) => length > limit)).toEqual([description.length, description.length])
  expect(lengths).toHaveLength(count + 3)
  const bare = (one: JsonObject) => stringifyJson(one).replace(/"description":"[^"]*",?/g, '')
  expect(bare(lean)).toBe(bare(schema))
})
