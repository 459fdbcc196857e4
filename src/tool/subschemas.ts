/** A schema → the same schema with each schema directly inside it replaced. Literal values are never looked into. */
import type { JsonSchema } from '../contract/model.ts'
import { isSchema } from '../contract/schema-admits.ts'
import { isKeyword, KEYWORDS, type Keyword } from '../contract/schema-keywords.ts'
import { isArray, isObject, type JsonObject, type JsonValue } from '../lib/json.ts'

export type MapSchema = (inner: JsonSchema, keyword: Keyword) => JsonSchema

export function mapSubschemas(schema: JsonObject, map: MapSchema): JsonObject {
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [
      keyword,
      isKeyword(keyword) ? mapValue(keyword, value, map) : value,
    ]),
  )
}

function mapValue(keyword: Keyword, value: JsonValue, map: MapSchema): JsonValue {
  const inner = (one: JsonValue): JsonValue => (isSchema(one) ? map(one, keyword) : one)
  const kind = KEYWORDS[keyword]
  if (kind === 'schema') return inner(value)
  if (kind === 'schemas' && isArray(value)) return value.map(inner)
  if (kind === 'schemasByName' && isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inner(one)]))
  }
  return value
}
