/** What Swagger 2.0 and OpenAPI 3.0 say differently in a schema → the words of JSON Schema 2020-12. */
import { isArray, type JsonObject, type JsonValue, member } from '../lib/json.ts'

/**
 * Rewrites a converted schema by what was written: `nullable` (`x-nullable` in 2.0), exclusive bounds as flags,
 * `type: file`.
 * @see https://spec.openapis.org/oas/v3.0.4.html#schema-object
 */
export function fromOlderDialect(converted: JsonObject, written: JsonObject): JsonObject {
  const file = member(written, 'type') === 'file' ? { type: 'string', format: 'binary' } : {}
  const bounded = exclusive(
    exclusive({ ...converted, ...file }, written, 'minimum', 'exclusiveMinimum'),
    written,
    'maximum',
    'exclusiveMaximum',
  )
  const nullable = member(written, 'nullable') === true || member(written, 'x-nullable') === true
  return nullable ? withNull(bounded) : bounded
}

/** Whether a value is one that the older versions allow for the keyword: `fromOlderDialect` reads it. */
export function isOlderForm(keyword: string, value: JsonValue): boolean {
  if (keyword === 'type') return value === 'file'
  return (keyword === 'exclusiveMinimum' || keyword === 'exclusiveMaximum') && typeof value === 'boolean'
}

type Bound = 'minimum' | 'maximum'
type ExclusiveBound = 'exclusiveMinimum' | 'exclusiveMaximum'

function exclusive(schema: JsonObject, written: JsonObject, bound: Bound, flag: ExclusiveBound): JsonObject {
  const value = member(schema, bound)
  if (member(written, flag) !== true || value === undefined) return schema
  const { [bound]: _inclusive, ...others } = schema
  return { ...others, [flag]: value }
}

function withNull(schema: JsonObject): JsonObject {
  const type = member(schema, 'type')
  if (type !== undefined) {
    const types = isArray(type) ? type : [type]
    return {
      ...schema,
      type: types.includes('null') ? types : [...types, 'null'],
      ...enumWithNull(member(schema, 'enum')),
    }
  }
  if (Object.keys(schema).length === 0) return schema
  return { anyOf: [schema, { type: 'null' }] }
}

function enumWithNull(values: JsonValue | undefined): JsonObject {
  return isArray(values) && !values.includes(null) ? { enum: [...values, null] } : {}
}
