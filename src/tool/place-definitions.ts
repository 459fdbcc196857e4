/** Schemas and the definitions that they refer to → schemas with small definitions in their place, and the others. */
import type { JsonSchema } from '../contract/model.ts'
import { isArray, type JsonObject, type JsonValue, member, stringifyJson } from '../lib/json.ts'
import { type Graph, readGraph, referenceName } from './reference-graph.ts'
import { mapSubschemas } from './subschemas.ts'

export interface Placed {
  /** In the order of the schemas given. */
  readonly schemas: readonly JsonSchema[]
  /** For `$defs`: what is recursive, or long and used more than once. */
  readonly definitions: JsonObject
}

/** Characters up to which a definition is written out wherever it is used: some clients don't follow references. */
const SMALL = 300

/** Definitions nested deeper than this stay apart. */
const MAX_DEPTH = 24

export function placeDefinitions(schemas: readonly JsonSchema[], definitionOf: (name: string) => JsonSchema): Placed {
  const graph = readGraph(schemas, definitionOf)
  const inlined = new Map<string, JsonSchema>()
  const kept: [string, JsonSchema][] = []
  // inner definitions come first, so that their sizes are known
  for (const [name, definition] of graph.definitions) {
    const complete = inline(definition, inlined)
    if (staysApart(name, complete, graph)) kept.push([name, complete])
    else inlined.set(name, complete)
  }
  return { schemas: schemas.map((schema) => inline(schema, inlined)), definitions: Object.fromEntries(kept) }
}

function staysApart(name: string, complete: JsonSchema, graph: Graph): boolean {
  if (graph.recursive.has(name) || depthOf(complete) > MAX_DEPTH) return true
  return (graph.uses.get(name) ?? 0) > 1 && stringifyJson(complete).length > SMALL
}

function depthOf(value: JsonValue): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

function inline(schema: JsonSchema, inlined: ReadonlyMap<string, JsonSchema>): JsonSchema {
  if (typeof schema === 'boolean') return schema
  const inner = mapSubschemas(schema, (one) => inline(one, inlined))
  const name = referenceName(inner)
  const target = name === undefined ? undefined : inlined.get(name)
  if (target === undefined) return inner
  const { $ref: _reference, ...beside } = inner
  return combine(target, beside)
}

/** One schema that says what both say. */
function combine(target: JsonSchema, beside: JsonObject): JsonSchema {
  const names = Object.keys(beside)
  if (target === true || names.length === 0) return target === true ? beside : target
  if (target === false) return { not: {} }
  const apart = names.every((name) => ANNOTATIONS.has(name) || (BOUNDS.has(name) && member(target, name) === undefined))
  if (apart) return { ...target, ...beside }
  const { allOf } = beside
  return { ...beside, allOf: [target, ...(isArray(allOf) ? allOf : [])] }
}

/** Beside a reference these are said of this use, in place of what the definition says. */
const ANNOTATIONS: ReadonlySet<string> = new Set(['title', 'description', 'default'])

/** Keywords that decide by themselves, whatever stands beside them. */
const BOUNDS: ReadonlySet<string> = new Set([
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'pattern', 'format'],
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties', 'uniqueItems'],
])
