/** A schema → which JSON types its values can have. */
import { isArray, isObject, type JsonObject, type JsonValue, member } from '../lib/json.ts'
import type { JsonSchema } from './model.ts'

export type Definitions = ReadonlyMap<string, JsonSchema>

/** The types that differ on the wire; integers are numbers. */
export type JsonType = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object'

export const SCALAR_TYPES: readonly JsonType[] = ['boolean', 'number', 'string']

/** Schemas that refer to each other deeper than this are taken to admit everything. */
const MAX_DEPTH = 50

/** Whether some value of this type may be valid. Errs on the side of yes: only in-place keywords are looked at. */
export function admits(schema: JsonSchema, type: JsonType, definitions: Definitions, depth = 0): boolean {
  if (typeof schema === 'boolean' || depth > MAX_DEPTH) return schema !== false
  const admitted = (part: JsonSchema): boolean => admits(part, type, definitions, depth + 1)
  const named = member(schema, 'type')
  const only = member(schema, 'const')
  const values = member(schema, 'enum')
  return (
    (named === undefined || (isArray(named) ? named : [named]).some((name) => typeNamed(name) === type)) &&
    (only === undefined || typeOf(only) === type) &&
    (!isArray(values) || values.some((value) => typeOf(value) === type)) &&
    referred(schema, definitions).every(admitted) &&
    subschemas(schema, 'allOf').every(admitted) &&
    ALTERNATIVES.every((keyword) => {
      const branches = subschemas(schema, keyword)
      return branches.length === 0 || branches.some(admitted)
    })
  )
}

/** Follows references that stand alone; the schema itself where it is none. */
export function resolveSchema(schema: JsonSchema, definitions: Definitions): JsonSchema {
  let current = schema
  for (let hops = 0; hops < MAX_DEPTH && typeof current === 'object'; hops++) {
    const [target] = referred(current, definitions)
    if (target === undefined) return current
    current = target
  }
  return current
}

/** What the schema's `$ref` leads to: one schema, or none. */
export function referred(schema: JsonObject, definitions: Definitions): readonly JsonSchema[] {
  const reference = member(schema, '$ref')
  const target =
    typeof reference === 'string' && reference.startsWith(DEFINITION)
      ? definitions.get(reference.slice(DEFINITION.length))
      : undefined
  return target === undefined ? [] : [target]
}

/** The schemas that a keyword holds as a list. */
export function subschemas(schema: JsonObject, keyword: 'allOf' | 'anyOf' | 'oneOf'): readonly JsonSchema[] {
  const value = member(schema, keyword)
  return isArray(value) ? value.filter(isSchema) : []
}

/** The schemas that a keyword holds by name. */
export function schemasByName(
  schema: JsonObject,
  keyword: 'properties' | 'patternProperties' | '$defs',
): ReadonlyMap<string, JsonSchema> {
  const value = member(schema, keyword)
  if (!isObject(value)) return new Map()
  return new Map(Object.entries(value).flatMap(([name, inner]) => (isSchema(inner) ? [[name, inner] as const] : [])))
}

/** Schemas that may apply to a member of this name, whichever alternative is meant. */
export function memberSchemas(schema: JsonSchema, name: string, definitions: Definitions): readonly JsonSchema[] {
  return inPlace(schema, definitions).flatMap((part) => {
    const declared = schemasByName(part, 'properties').get(name)
    if (declared !== undefined) return [declared]
    const open = member(part, 'additionalProperties')
    return [...schemasByName(part, 'patternProperties').values(), ...(isSchema(open) && open !== false ? [open] : [])]
  })
}

/** Schemas that may apply to the item at this index. */
export function itemSchemas(schema: JsonSchema, index: number, definitions: Definitions): readonly JsonSchema[] {
  return inPlace(schema, definitions).flatMap((part) => {
    const first = member(part, 'prefixItems')
    const item = isArray(first) && index < first.length ? first[index] : member(part, 'items')
    return isSchema(item) ? [item] : []
  })
}

/** The schema and everything that it applies to the same value. */
function inPlace(schema: JsonSchema, definitions: Definitions): readonly JsonObject[] {
  const found = new Set<JsonObject>()
  const pending: JsonSchema[] = [schema]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next === 'boolean' || found.has(next)) continue
    found.add(next)
    pending.push(...referred(next, definitions))
    for (const keyword of APPLICATORS) pending.push(...subschemas(next, keyword))
  }
  return [...found]
}

/** The names that the schema itself requires. */
export function requiredOf(schema: JsonObject): readonly string[] {
  const required = member(schema, 'required')
  return isArray(required) ? required.filter((name) => typeof name === 'string') : []
}

/** The type of a value. */
export function typeOf(value: JsonValue): JsonType {
  if (value === null) return 'null'
  if (isArray(value)) return 'array'
  if (isObject(value)) return 'object'
  if (typeof value === 'string') return 'string'
  return typeof value === 'boolean' ? 'boolean' : 'number'
}

export function isSchema(value: JsonValue | undefined): value is JsonSchema {
  return typeof value === 'boolean' || isObject(value)
}

const ALTERNATIVES = ['anyOf', 'oneOf'] as const
const APPLICATORS = ['allOf', ...ALTERNATIVES] as const

const DEFINITION = '#/$defs/'

function typeNamed(name: JsonValue): JsonValue {
  return name === 'integer' ? 'number' : name
}
