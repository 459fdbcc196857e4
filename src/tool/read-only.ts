/** A schema → the names of its properties that only answers carry. @see https://spec.openapis.org/oas/v3.2.0.html#schema-object */
import type { JsonSchema } from '../contract/model.ts'
import { type Definitions, referred, requiredOf, schemasByName, subschemas } from '../contract/schema-admits.ts'
import { member } from '../lib/json.ts'

export function isReadOnly(schema: JsonSchema, definitions: Definitions): boolean {
  return isMarked(schema, definitions, 'readOnly')
}

/** Whether only requests carry a value of the schema. */
export function isWriteOnly(schema: JsonSchema, definitions: Definitions): boolean {
  return isMarked(schema, definitions, 'writeOnly')
}

function isMarked(schema: JsonSchema, definitions: Definitions, mark: 'readOnly' | 'writeOnly'): boolean {
  return partsOf(schema, definitions).some((part) => typeof part === 'object' && member(part, mark) === true)
}

/**
 * Names of the schema's own properties and of those that it takes over by reference, by `allOf`, and by alternatives:
 * these only where none of them takes the property in requests.
 */
export function readOnlyNames(schema: JsonSchema, definitions: Definitions): ReadonlySet<string> {
  const names = [...propertyMarks(schema, definitions, 0)]
  return new Set(names.filter(([, isHidden]) => isHidden).map(([name]) => name))
}

/** Schemas that refer to each other deeper than this are not looked into. */
const MAX_DEPTH = 50

/** Every property that is described for the value, and whether only answers carry it. */
function propertyMarks(schema: JsonSchema, definitions: Definitions, depth: number): ReadonlyMap<string, boolean> {
  const marks = new Map<string, boolean>()
  const parts = depth > MAX_DEPTH ? [] : partsOf(schema, definitions).filter((part) => typeof part === 'object')
  for (const part of parts) {
    const own = [...schemasByName(part, 'properties')].map(
      ([name, property]) => [name, isReadOnly(property, definitions)] as const,
    )
    const alternatives = [subschemas(part, 'oneOf'), subschemas(part, 'anyOf')].flatMap((branches) =>
      allMarked(branches.map((branch) => propertyMarks(branch, definitions, depth + 1))),
    )
    // what holds together is left to answers where any of it says so
    for (const [name, isHidden] of [...own, ...alternatives]) marks.set(name, isHidden || marks.get(name) === true)
  }
  return marks
}

function allMarked(branches: readonly ReadonlyMap<string, boolean>[]): readonly (readonly [string, boolean])[] {
  const marks = new Map<string, boolean>()
  for (const [name, isHidden] of branches.flatMap((branch) => [...branch])) {
    marks.set(name, isHidden && marks.get(name) !== false)
  }
  return [...marks]
}

/** Whether the schema says anything of one of the names, itself or by what it applies to the same value. */
export function saysOf(schema: JsonSchema, names: ReadonlySet<string>, definitions: Definitions, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false
  return partsOf(schema, definitions).some((part) => {
    if (typeof part === 'boolean') return false
    const said = [...requiredOf(part), ...schemasByName(part, 'properties').keys()]
    const branches = [...subschemas(part, 'oneOf'), ...subschemas(part, 'anyOf')]
    return said.some((name) => names.has(name)) || branches.some((one) => saysOf(one, names, definitions, depth + 1))
  })
}

/** The schema and everything that holds wherever it does, each once. */
export function partsOf(schema: JsonSchema, definitions: Definitions): readonly JsonSchema[] {
  const parts = new Set<JsonSchema>([schema])
  // a set is iterated over what is added meanwhile too
  for (const part of parts) {
    if (typeof part === 'boolean') continue
    for (const inner of [...referred(part, definitions), ...subschemas(part, 'allOf')]) parts.add(inner)
  }
  return [...parts]
}
