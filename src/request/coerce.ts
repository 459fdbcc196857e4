/** A value in which models wrote JSON as strings → the value that they meant, as far as the schema tells. */
import type { JsonSchema } from '../contract/model.ts'
import { admits, type Definitions, itemSchemas, memberSchemas, typeOf } from '../contract/schema-admits.ts'
import { isArray, isObject, type JsonValue } from '../lib/json.ts'
import { parseExactJson } from '../lib/parse-exact-json.ts'

/**
 * Parses a string where its schemas admit no string and the text is JSON of a type that they do admit, at any depth.
 * `schemas` are those that may apply; where one of them admits a string, or none is known, the string stays.
 */
export function coerce(value: JsonValue, schemas: readonly JsonSchema[], definitions: Definitions): JsonValue {
  const meant = typeof value === 'string' ? parseWhereMeant(value, schemas, definitions) : value
  if (isArray(meant)) {
    return meant.map((item, index) =>
      coerce(
        item,
        schemas.flatMap((schema) => itemSchemas(schema, index, definitions)),
        definitions,
      ),
    )
  }
  if (!isObject(meant)) return meant
  return Object.fromEntries(
    Object.entries(meant).map(([name, member]) => [
      name,
      coerce(
        member,
        schemas.flatMap((schema) => memberSchemas(schema, name, definitions)),
        definitions,
      ),
    ]),
  )
}

function parseWhereMeant(text: string, schemas: readonly JsonSchema[], definitions: Definitions): JsonValue {
  if (schemas.length === 0 || schemas.some((schema) => admits(schema, 'string', definitions))) return text
  const parsed = parseExactJson(text)
  if (!parsed.ok) return text
  const type = typeOf(parsed.value)
  return schemas.some((schema) => admits(schema, type, definitions)) ? parsed.value : text
}
