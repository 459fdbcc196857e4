/** Schemas and what they refer to → every definition once, inner ones first, with how it is used. */
import type { JsonSchema } from '../contract/model.ts'
import { type JsonObject, member } from '../lib/json.ts'
import { mapSubschemas } from './subschemas.ts'

export interface Graph {
  /** What the schemas reach, each after all that it refers to (where that can be). */
  readonly definitions: ReadonlyMap<string, JsonSchema>
  /** At least one of every circle of references. */
  readonly recursive: ReadonlySet<string>
  /** How many references to it there are, each definition counted once. */
  readonly uses: ReadonlyMap<string, number>
}

interface Visit {
  readonly name: string
  readonly schema: JsonSchema
  readonly pending: string[]
}

/** Walks without recursion: contracts chain definitions by the hundreds. */
export function readGraph(schemas: readonly JsonSchema[], definitionOf: (name: string) => JsonSchema): Graph {
  const definitions = new Map<string, JsonSchema>()
  const recursive = new Set<string>()
  const uses = new Map<string, number>()
  const open = new Map<string, Visit>()
  const referencesOf = (schema: JsonSchema): string[] => {
    const names = collectReferences(schema)
    for (const name of names) uses.set(name, (uses.get(name) ?? 0) + 1)
    return names
  }
  const visits: Visit[] = []
  for (const start of schemas.flatMap(referencesOf)) {
    enter(start)
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const next = visit.pending.pop()
      if (next !== undefined) {
        enter(next)
        continue
      }
      visits.pop()
      open.delete(visit.name)
      definitions.set(visit.name, visit.schema)
    }
  }
  return { definitions, recursive, uses }

  function enter(name: string): void {
    if (open.has(name)) recursive.add(name)
    if (open.has(name) || definitions.has(name)) return
    const schema = definitionOf(name)
    const visit = { name, schema, pending: referencesOf(schema) }
    open.set(name, visit)
    visits.push(visit)
  }
}

/** The definition's name, where the schema refers to one. */
export function referenceName(schema: JsonObject): string | undefined {
  const reference = member(schema, '$ref')
  return typeof reference === 'string' ? reference.slice('#/$defs/'.length) : undefined
}

function collectReferences(root: JsonSchema): string[] {
  const names: string[] = []
  const visit = (schema: JsonSchema): JsonSchema => {
    if (typeof schema === 'boolean') return schema
    const name = referenceName(schema)
    if (name !== undefined) names.push(name)
    return mapSubschemas(schema, visit)
  }
  visit(root)
  return names
}
