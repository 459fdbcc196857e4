/** Tools → what is hidden, or reads like an order, in texts of their schemas that are sent as they are. */
import type { JsonSchema } from '../contract/model.ts'
import { schemasByName } from '../contract/schema-admits.ts'
import { isKeyword, KEYWORDS } from '../contract/schema-keywords.ts'
import { isArray, isObject, type JsonObject, type JsonValue } from '../lib/json.ts'
import type { Plan } from '../plan/model.ts'
import { type Problem, warning } from '../problem/problem.ts'
import { cleanText } from './clean-text.ts'
import type { Tool, ToolSet } from './model.ts'
import { mapSubschemas } from './subschemas.ts'
import { suspiciousText } from './suspicious-text.ts'

/**
 * Values, defaults, patterns and names of properties are of the API: nothing can be taken out of them, and a model reads
 * them like any description. For a check, not for starting.
 */
export function valueTexts({ contract }: Pick<Plan, 'contract'>, tools: ToolSet): readonly Problem[] {
  return [...tools.values()].flatMap((tool) => findingsOf(tool, contract))
}

function findingsOf({ inputSchema, planned }: Tool, contract: string): readonly Problem[] {
  const { operation, base, entry } = planned
  const at = { source: 'contract', uri: contract, pointer: operation.pointer } as const
  const own = [contract, base.origin]
  const parts: readonly (readonly [what: string, schema: JsonSchema])[] = [
    ...[...schemasByName(inputSchema, 'properties')].map(
      ([name, schema]) => [`a value or name in argument ${name}`, schema] as const,
    ),
    ...[...schemasByName(inputSchema, '$defs').values()].map(
      (schema) => ['a value or name in a schema of the operation', schema] as const,
    ),
  ]
  return parts.flatMap(([what, schema]) => {
    const texts = [...textsIn(schema)]
    const hidden = [...new Set(texts.flatMap((text) => cleanText(text).removed))]
    const said = [...new Set(texts.flatMap((text) => suspiciousText(text, own)))]
    return [
      ...(hidden.length === 0
        ? []
        : [warning('TEXT_HIDDEN', at, { what, hidden: hidden.join(', ') }, entry.operation)]),
      ...said.map((found) => warning('TEXT_SUSPICIOUS', at, { what, found }, entry.operation)),
    ]
  })
}

/** Descriptions and titles are looked at where they are cleaned. */
function textsIn(root: JsonSchema): ReadonlySet<string> {
  const texts = new Set<string>()
  const visit = (schema: JsonSchema): JsonSchema => {
    if (typeof schema === 'boolean') return schema
    for (const [keyword, value] of Object.entries(schema)) {
      if (isKeyword(keyword) && keyword !== 'description' && keyword !== 'title') collect(keyword, value)
    }
    return mapSubschemas(schema, visit)
  }
  const collect = (keyword: keyof typeof KEYWORDS, value: JsonValue): void => {
    const kind = KEYWORDS[keyword]
    if (kind === 'schemasByName' && isObject(value)) for (const name of Object.keys(value)) texts.add(name)
    if (kind !== 'schemasByName' && kind !== 'schemas' && kind !== 'schema')
      for (const text of within(value)) texts.add(text)
  }
  visit(root)
  return texts
}

function within(value: JsonValue): readonly string[] {
  if (typeof value === 'string') return [value]
  if (isArray(value)) return value.flatMap(within)
  return isObject(value) ? membersOf(value) : []
}

function membersOf(value: JsonObject): readonly string[] {
  return Object.entries(value).flatMap(([name, inner]) => [name, ...within(inner)])
}
