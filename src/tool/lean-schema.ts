/** A schema that would fill a conversation → the same schema with shorter descriptions below its arguments. */
import type { JsonSchema } from '../contract/model.ts'
import { schemasByName } from '../contract/schema-admits.ts'
import { type JsonObject, member, stringifyJson } from '../lib/json.ts'
import { shorten } from './clean-text.ts'
import { mapSubschemas } from './subschemas.ts'

/** Characters of JSON from which on a schema is large: some five thousand tokens. */
const LARGE = 20_000

/** Characters of a description inside of an argument: the first at which the schema is no longer large, else the last. */
const LIMITS = [120, 60]

/** What is admitted stays the same, and so do the descriptions of the arguments themselves. */
export function leanSchema(schema: JsonObject): JsonObject {
  let lean = schema
  for (const limit of LIMITS) {
    if (stringifyJson(lean).length <= LARGE) return lean
    lean = withShorter(schema, limit)
  }
  return lean
}

function withShorter(schema: JsonObject, limit: number): JsonObject {
  const inside = (one: JsonSchema): JsonSchema =>
    typeof one === 'boolean' ? one : mapSubschemas(one, (inner) => cut(inner, limit))
  const definitions = [...schemasByName(schema, '$defs')].map(([name, one]) => [name, cut(one, limit)] as const)
  return {
    ...mapSubschemas(schema, inside),
    ...(definitions.length === 0 ? {} : { $defs: Object.fromEntries(definitions) }),
  }
}

function cut(schema: JsonSchema, limit: number): JsonSchema {
  if (typeof schema === 'boolean') return schema
  const description = member(schema, 'description')
  const inner = mapSubschemas(schema, (one) => cut(one, limit))
  return typeof description === 'string' ? { ...inner, description: shorten(description, limit) } : inner
}
