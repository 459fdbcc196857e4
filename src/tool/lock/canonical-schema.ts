/** Schemas and the definitions that they reach → the same schemas whatever order the contract was written in. */
import type { JsonSchema } from '../../contract/model.ts'
import { isKeyword } from '../../contract/schema-keywords.ts'
import { canonicalJson } from '../../lib/canonical-json.ts'
import { isArray, isObject, type JsonObject, type JsonValue } from '../../lib/json.ts'
import { referenceName } from '../reference-graph.ts'
import { mapSubschemas } from '../subschemas.ts'

export interface CanonicalSchemas {
  /** Ask in an order that does not depend on the contract's: it names the definitions. */
  readonly canonical: (schema: JsonSchema) => JsonSchema
  /** What was reached by all that was asked for. */
  readonly definitions: () => JsonObject
}

export function createCanonicalSchemas(definitions: ReadonlyMap<string, JsonSchema>): CanonicalSchemas {
  const names = new Map<string, string>()
  const taken = new Set<string>()
  const reached: [string, JsonSchema][] = []

  const canonical = (schema: JsonSchema): JsonSchema => {
    if (typeof schema === 'boolean') return schema
    const sorted = mapSubschemas(withSortedLists(schema), canonical)
    const name = referenceName(sorted)
    return name === undefined ? sorted : { ...sorted, $ref: `#/$defs/${nameFor(name)}` }
  }

  const nameFor = (name: string): string => {
    const known = names.get(name)
    if (known !== undefined) return known
    const stem = name.replace(PLACE_HASH, '')
    let chosen = stem
    for (let number = 2; taken.has(chosen); number++) chosen = `${stem}_${number}`
    taken.add(chosen)
    names.set(name, chosen)
    pending.push(name)
    return chosen
  }

  const pending: string[] = []
  return {
    canonical,
    definitions: () => {
      for (let name = pending.shift(); name !== undefined; name = pending.shift()) {
        reached.push([nameFor(name), canonical(definitions.get(name) ?? true)])
      }
      return Object.fromEntries(reached)
    },
  }
}

/** Names of definitions may end in a hash of where the contract was read from, which another machine has elsewhere. */
const PLACE_HASH = /_[0-9a-f]{8}$/

/** Members by name and lists whose order says nothing by content. */
function withSortedLists(schema: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(schema)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([keyword, value]) => [keyword, sortedValue(keyword, value)]),
  )
}

const LISTS: ReadonlySet<string> = new Set(['enum', 'required', 'type'])

function sortedValue(keyword: string, value: JsonValue): JsonValue {
  if (LISTS.has(keyword) && isArray(value)) return sortedItems(value)
  if (!isObject(value) || !isKeyword(keyword)) return value
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(
    members.map(([name, one]) => [name, keyword === 'dependentRequired' && isArray(one) ? sortedItems(one) : one]),
  )
}

/** By canonical text, for lists that are sets. */
export function sortedItems(items: readonly JsonValue[]): readonly JsonValue[] {
  return items
    .map((item) => [canonicalJson(item), item] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, item]) => item)
}
