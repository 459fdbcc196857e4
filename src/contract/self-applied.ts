/** Definitions → those that apply themselves to the same value: checking against them would never end. */
import { isArray, isObject, type JsonValue, member } from '../lib/json.ts'
import type { JsonSchema } from './model.ts'

/** Names of definitions that lead back to themselves without descending into a member or item. */
export function selfApplied(definitions: ReadonlyMap<string, JsonSchema>): readonly string[] {
  const done = new Set<string>()
  const circular = new Set<string>()
  for (const start of definitions.keys()) {
    if (done.has(start)) continue
    // depth first without recursion: a chain is as long as the contract wants
    const within = new Set<string>()
    const path: { readonly name: string; readonly pending: string[] }[] = []
    const enter = (name: string): void => {
      done.add(name)
      within.add(name)
      path.push({ name, pending: [...inPlaceReferences(definitions.get(name) ?? true)] })
    }
    enter(start)
    for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
      const next = last.pending.pop()
      if (next === undefined) {
        within.delete(last.name)
        path.pop()
      } else if (within.has(next)) circular.add(next)
      else if (!done.has(next)) enter(next)
    }
  }
  return [...circular]
}

const ONE_SCHEMA = ['not', 'if', 'then', 'else']
const SCHEMAS = ['allOf', 'anyOf', 'oneOf']

/** Definitions that a schema applies to the value that it is itself applied to. @see JSON Schema 2020-12 core section 10.2 */
function inPlaceReferences(schema: JsonValue): readonly string[] {
  if (!isObject(schema)) return []
  const reference = member(schema, '$ref')
  const own = typeof reference === 'string' ? [reference.slice('#/$defs/'.length)] : []
  const one = ONE_SCHEMA.map((keyword) => member(schema, keyword))
  const several = SCHEMAS.map((keyword) => member(schema, keyword)).flatMap((list) => (isArray(list) ? list : []))
  const dependent = Object.values(Object(member(schema, 'dependentSchemas') ?? {})) as JsonValue[] // members of a JSON object
  const applied = [...one, ...several, ...dependent].filter((value) => value !== undefined)
  return [...own, ...applied.flatMap(inPlaceReferences)]
}
