/** A schema → the names of its properties that only answers carry. @see https://spec.openapis.org/oas/v3.2.0.html#schema-object */
import type { JsonSchema } from '../contract/model.ts'
import { type Definitions, referred, schemasByName, subschemas } from '../contract/schema-admits.ts'
import { member } from '../lib/json.ts'

export function isReadOnly(schema: JsonSchema, definitions: Definitions): boolean {
  return partsOf(schema, definitions).some((part) => typeof part === 'object' && member(part, 'readOnly') === true)
}

/** Names of the schema's own properties, and of those that it takes over by reference or `allOf`. */
export function readOnlyNames(schema: JsonSchema, definitions: Definitions): ReadonlySet<string> {
  const properties = partsOf(schema, definitions).flatMap((part) =>
    typeof part === 'object' ? [...schemasByName(part, 'properties')] : [],
  )
  return new Set(properties.filter(([, property]) => isReadOnly(property, definitions)).map(([name]) => name))
}

/** The schema and everything that holds wherever it does, each once. */
function partsOf(schema: JsonSchema, definitions: Definitions): readonly JsonSchema[] {
  const parts = new Set<JsonSchema>([schema])
  // a set is iterated over what is added meanwhile too
  for (const part of parts) {
    if (typeof part === 'boolean') continue
    for (const inner of [...referred(part, definitions), ...subschemas(part, 'allOf')]) parts.add(inner)
  }
  return [...parts]
}
