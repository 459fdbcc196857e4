import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JsonSchema } from '../../src/contract/model.ts'
import type { JsonObject, JsonValue } from '../../src/lib/json.ts'
import { loadValidator } from '../../src/lib/json-schema.ts'
import { placeDefinitions } from '../../src/tool/place-definitions.ts'

const NAMES = ['A', 'B', 'C', 'D'] as const
const reference = (name: string): JsonObject => ({ $ref: `#/$defs/${name}` })

const simple: fc.Arbitrary<JsonSchema> = fc.constantFrom<JsonSchema>(
  true,
  false,
  { type: 'string' },
  { type: 'integer', minimum: 2 },
  { enum: ['a', 1, null] },
  // long enough to stay apart when it is used twice
  { enum: Array.from({ length: 60 }, (_, index) => `value-${index}`) },
)

/** Schemas that refer to any definition below them, and to later ones for the same value: that never goes in circles. */
function schemaOf(later: readonly string[]): fc.Arbitrary<JsonSchema> {
  const anywhere = fc.oneof(simple, fc.constantFrom(...NAMES).map(reference))
  const sameValue = later.length === 0 ? simple : fc.oneof(simple, fc.constantFrom(...later).map(reference))
  const bounds = fc.constantFrom<JsonObject>(
    { maximum: 5 },
    { minimum: 3 },
    { properties: { x: true } },
    { description: 'd' },
  )
  return fc.oneof(
    anywhere.map((items) => ({ type: 'array', items })),
    fc.record({ x: anywhere, y: anywhere }).map((properties) => ({ type: 'object', properties, required: ['x'] })),
    fc.tuple(sameValue, sameValue).map((anyOf) => ({ anyOf })),
    later.length === 0
      ? simple
      : fc.tuple(fc.constantFrom(...later), bounds).map(([name, beside]) => ({ ...reference(name), ...beside })),
  )
}

const definitions = fc.record({
  A: schemaOf(['B', 'C', 'D']),
  B: schemaOf(['C', 'D']),
  C: schemaOf(['D']),
  D: schemaOf([]),
})

const leaf = fc.constantFrom<JsonValue>('a', 'value-7', 'z', 1, 2, 4, 6, null, true)
const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie('value'), { maxLength: 2 }),
    fc.record({ x: tie('value'), y: tie('value') }, { requiredKeys: [] }),
  ),
}))

test('what is admitted stays the same', async () => {
  const { compile } = await loadValidator()
  fc.assert(
    fc.property(
      schemaOf(NAMES),
      definitions,
      fc.array(value, { minLength: 5, maxLength: 20 }),
      (schema, all, values) => {
        const byName = new Map<string, JsonSchema>(Object.entries(all))
        const placed = placeDefinitions([schema], (name) => byName.get(name) ?? true)
        const before = compile(schema, byName)
        const after = compile({ allOf: [placed.schemas[0] ?? true], $defs: placed.definitions }, new Map())
        for (const one of values) expect(after(one).length === 0).toBe(before(one).length === 0)
      },
    ),
    { numRuns: 200 },
  )
})
