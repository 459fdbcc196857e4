/** A body's schema → the properties that can stand beside the parameters, where the body is a plain object. */
import { isArray, type JsonObject, member } from '../lib/json.ts'
import type { JsonSchema } from './model.ts'
import { type Definitions, referred, requiredOf, schemasByName, subschemas } from './schema-admits.ts'

/** A plain object: its properties are all that it may have. */
export interface ObjectBody {
  readonly properties: ReadonlyMap<string, JsonSchema>
  /** Each of these is one of `properties`. */
  readonly required: readonly string[]
}

/**
 * The properties of an object that is nothing but its declared properties (`$ref` and `allOf` of such objects merged);
 * undefined where the body must be given whole: alternatives, null, other types, open or no properties.
 */
export function flattensBody(schema: JsonSchema, definitions: Definitions): ObjectBody | undefined {
  const parts = partsOf(schema, definitions, 0)
  if (parts === undefined) return undefined
  const properties = new Map<string, JsonSchema>()
  for (const part of parts) {
    for (const [name, property] of schemasByName(part, 'properties')) {
      const other = properties.get(name)
      properties.set(name, other === undefined ? property : { allOf: [other, property] })
    }
  }
  if (properties.size === 0) return undefined
  const required = [...new Set(parts.flatMap(requiredOf))]
  // a name may be required and nowhere described: it takes anything
  for (const name of required) if (!properties.has(name)) properties.set(name, true)
  return { properties, required }
}

const MAX_DEPTH = 50

/** The objects that make up the schema, undefined where one of them is more than its properties. */
function partsOf(schema: JsonSchema, definitions: Definitions, depth: number): readonly JsonObject[] | undefined {
  if (typeof schema === 'boolean') return schema ? [] : undefined
  if (depth > MAX_DEPTH || !isPlain(schema)) return undefined
  const parts: JsonObject[] = [schema]
  for (const inner of [...referred(schema, definitions), ...subschemas(schema, 'allOf')]) {
    const merged = partsOf(inner, definitions, depth + 1)
    if (merged === undefined) return undefined
    parts.push(...merged)
  }
  return parts
}

/** Alternatives, conditions and names that are not known: spread over arguments, they could no longer be said. */
const NOT_PLAIN = [
  ...(['not', 'const', 'enum', 'patternProperties'] as const),
  ...(['if', 'dependentSchemas', 'dependentRequired'] as const),
]
const OPEN = ['additionalProperties', 'unevaluatedProperties'] as const

function isPlain(schema: JsonObject): boolean {
  const type = member(schema, 'type')
  return (
    (type === undefined || type === 'object' || (isArray(type) && type.length === 1 && type[0] === 'object')) &&
    NOT_PLAIN.every((keyword) => member(schema, keyword) === undefined) &&
    CHOICES.every((keyword) => choosesNamesOnly(schema, keyword)) &&
    OPEN.every((keyword) => (member(schema, keyword) ?? false) === false)
  )
}

const CHOICES = ['oneOf', 'anyOf'] as const

/** Alternatives that only say which of the properties have to be there together: the properties are the same in each. */
function choosesNamesOnly(schema: JsonObject, keyword: (typeof CHOICES)[number]): boolean {
  if (member(schema, keyword) === undefined) return true
  const known = schemasByName(schema, 'properties')
  const choices = subschemas(schema, keyword)
  return (
    choices.length > 0 &&
    choices.every(
      (one) =>
        typeof one === 'object' &&
        Object.keys(one).every((inner) => SAYS_NAMES.has(inner)) &&
        requiredOf(one).every((name) => known.has(name)),
    )
  )
}

const SAYS_NAMES: ReadonlySet<string> = new Set(['required', 'type', 'title', 'description'])
