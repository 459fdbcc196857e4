/** A schema of a lock → the schema without a reference at its root. */
import { type JsonObject, type JsonValue, member } from '../../lib/json.ts'
import { objectOf } from './change.ts'

interface Resolved {
  readonly schema: JsonObject
  readonly refers: boolean
}

/** What stands beside a reference is said of this use. A circle of nothing but references admits what it says itself. */
export function resolveSchema(written: JsonValue | undefined, definitions: JsonObject): Resolved {
  let schema = schemaObject(written)
  const seen = new Set<string>()
  for (;;) {
    const { $ref: reference, ...beside } = schema
    const name = typeof reference === 'string' ? reference.slice('#/$defs/'.length) : undefined
    if (name === undefined) return { schema, refers: seen.size > 0 }
    if (seen.has(name)) return { schema: beside, refers: true }
    seen.add(name)
    schema = { ...schemaObject(member(definitions, name)), ...beside }
  }
}

function schemaObject(schema: JsonValue | undefined): JsonObject {
  if (schema === false) return { not: {} }
  return objectOf(schema)
}
