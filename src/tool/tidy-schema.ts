/** A schema of the contract → what of it means something for a call: no answers-only properties, clean short texts. */
import type { JsonSchema } from '../contract/model.ts'
import { type Definitions, referred, subschemas } from '../contract/schema-admits.ts'
import { isKeyword, type Keyword } from '../contract/schema-keywords.ts'
import { isArray, isObject, type JsonObject, type JsonValue, member, stringifyJson } from '../lib/json.ts'
import type { Location } from '../problem/problem.ts'
import { readOnlyNames, saysOf } from './read-only.ts'
import type { Report } from './report.ts'
import { mapSubschemas } from './subschemas.ts'

export interface Tidying {
  readonly definitions: Definitions
  readonly report: Report
  /** Names the schema in findings. */
  readonly what: string
  readonly at: Location
}

/** References stay references: the definitions are tidied one by one. What is admitted stays the same but for `readOnly`. */
export function tidySchema(schema: JsonSchema, tidying: Tidying): JsonSchema {
  return tidy(schema, { ...tidying, hidden: new Set(), branch: false })
}

/** Characters of the description of an argument, a property or a variant. */
export const DESCRIPTION_LIMIT = 256

interface Context extends Tidying {
  /** Properties that are left out of what applies to the same value. */
  readonly hidden: ReadonlySet<string>
  /** One of several variants: its title is its name. */
  readonly branch: boolean
}

function tidy(written: JsonSchema, outer: Context): JsonSchema {
  if (typeof written === 'boolean') return written
  const schema = withReference(written, outer)
  const hidden = new Set([...outer.hidden, ...readOnlyNames(schema, outer.definitions)])
  const context = { ...outer, hidden }
  const kept: [string, JsonValue][] = []
  for (const [keyword, value] of Object.entries(schema)) {
    const known = isKeyword(keyword) ? (TIDY[keyword] ?? asIs) : keyword === '$ref' ? asIs : leftOut
    const tidied = known(value, context, schema)
    if (tidied !== undefined) kept.push([keyword, tidied])
  }
  const own = withItems({ ...Object.fromEntries(kept), ...describeDeprecated(schema, context) })
  return mapSubschemas(own, (inner, keyword) => {
    const tidied = tidy(inner, {
      ...outer,
      hidden: SAME_VALUE.has(keyword) ? hidden : new Set(),
      branch: keyword === 'oneOf' || keyword === 'anyOf',
    })
    return PLAIN.has(keyword) ? withoutBoolean(tidied) : tidied
  })
}

/** A definition is tidied by itself: where it asks for what is hidden around it, it is written out. */
function withReference(schema: JsonObject, { definitions, hidden }: Context): JsonObject {
  const [target] = hidden.size === 0 ? [] : referred(schema, definitions)
  if (target === undefined) return schema
  const own = readOnlyNames(target, definitions)
  const unknown = new Set([...hidden].filter((name) => !own.has(name)))
  if (!saysOf(target, unknown, definitions)) return schema
  const { $ref: _reference, ...beside } = schema
  return { ...beside, allOf: [target, ...subschemas(beside, 'allOf')] }
}

/** Applied to the same value, where what is required counts. */
const SAME_VALUE: ReadonlySet<Keyword> = new Set(['allOf', 'anyOf', 'oneOf', 'then', 'else'])

/** Where some clients know schemas only as objects. */
const PLAIN: ReadonlySet<Keyword> = new Set(['properties', 'items'])

/** The same schema as an object. */
export function withoutBoolean(schema: JsonSchema): JsonObject {
  if (typeof schema === 'object') return schema
  return schema ? {} : { not: {} }
}

type Tidy = (value: JsonValue, context: Context, schema: JsonObject) => JsonValue | undefined

const asIs: Tidy = (value) => value
const leftOut: Tidy = () => undefined

const TIDY: Readonly<Partial<Record<Keyword, Tidy>>> = {
  description: (value, context) => text(value, context),
  title: (value, context, schema) =>
    context.branch && member(schema, 'description') === undefined ? text(value, context) : undefined,
  deprecated: leftOut,
  readOnly: leftOut,
  writeOnly: leftOut,
  type: (value) => (isArray(value) && value.length === 1 ? value[0] : value),
  default: (value) => (stringifyJson(value).length <= LONGEST_DEFAULT ? value : undefined),
  properties: (value, { hidden }) => {
    const shown = isObject(value) ? Object.entries(value).filter(([name]) => !hidden.has(name)) : []
    return shown.length === 0 ? undefined : Object.fromEntries(shown)
  },
  required: (value, { hidden }) => {
    const shown = isArray(value) ? value.filter((name) => typeof name === 'string' && !hidden.has(name)) : []
    return shown.length === 0 ? undefined : shown
  },
}

/** A default is a hint; a long one is a document. */
const LONGEST_DEFAULT = 256

function text(value: JsonValue, { report, what, at }: Context): JsonValue | undefined {
  const cleaned = typeof value === 'string' ? report.clean(value, DESCRIPTION_LIMIT, what, at) : ''
  return cleaned === '' ? undefined : cleaned
}

function describeDeprecated(schema: JsonObject, context: Context): JsonObject {
  if (member(schema, 'deprecated') !== true) return {}
  const written = member(schema, 'description')
  return { description: deprecatedText(typeof written === 'string' ? written : '', context) }
}

/** Clients show no keyword `deprecated`, but descriptions. */
export function deprecatedText(description: string, { report, what, at }: Tidying): string {
  return report.clean(`Deprecated. ${description}`, DESCRIPTION_LIMIT, what, at)
}

/** Some clients refuse a tool with an array that does not say what is in it. */
function withItems(schema: JsonObject): JsonObject {
  const type = member(schema, 'type')
  const isList = type === 'array' || (isArray(type) && type.includes('array'))
  // what `items` says of an item, `unevaluatedItems` no longer decides
  const settled = member(schema, 'items') !== undefined || member(schema, 'unevaluatedItems') !== undefined
  return isList && !settled ? { ...schema, items: {} } : schema
}
