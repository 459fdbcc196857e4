/** A body that is spread into arguments → what must hold for it as a whole. */
import type { JsonSchema, MediaType, Operation } from '../contract/model.ts'
import { type Definitions, referred, subschemas } from '../contract/schema-admits.ts'
import type { Location } from '../problem/problem.ts'
import { spreadBody } from './bindings.ts'
import { tidiedDefinitions } from './input-schema.ts'
import { placeDefinitions } from './place-definitions.ts'
import type { Report } from './report.ts'
import { tidySchema } from './tidy-schema.ts'

/** `true` where the arguments' own schemas say it all. */
export function bodySchema(content: MediaType, operation: Operation, report: Report, at: Location): JsonSchema {
  const flat = spreadBody(content, operation)
  if (flat === undefined) return true
  const { definitions, requestBody } = operation
  // arguments of a body that may be left out are not required one by one, but together once it is there
  const isSaid = requestBody?.required === true || flat.required.length === 0
  if (isSaid && saysOnlyProperties(content.schema, definitions)) return true
  const tidied = tidySchema(content.schema, { definitions, report, what: 'body', at })
  const placed = placeDefinitions([tidied], tidiedDefinitions(definitions, report, at))
  const [schema = true] = placed.schemas
  return typeof schema === 'boolean' || Object.keys(placed.definitions).length === 0
    ? schema
    : { ...schema, $defs: placed.definitions }
}

/** What spreading a body keeps. */
const KEPT: ReadonlySet<string> = new Set([
  ...['$ref', 'allOf', 'type', 'properties', 'required', 'additionalProperties', 'unevaluatedProperties'],
  ...['title', 'description', 'default', 'deprecated', 'readOnly', 'writeOnly'],
])

function saysOnlyProperties(schema: JsonSchema, definitions: Definitions): boolean {
  if (typeof schema === 'boolean') return schema
  return (
    Object.keys(schema).every((keyword) => KEPT.has(keyword)) &&
    [...referred(schema, definitions), ...subschemas(schema, 'allOf')].every((part) =>
      saysOnlyProperties(part, definitions),
    )
  )
}
