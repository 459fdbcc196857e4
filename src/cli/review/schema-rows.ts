/** The schema of an argument → a row for it and for each thing in it: type, whether it is required, bounds. */
import { isArray, isObject, type JsonObject, type JsonValue, member, stringifyJson } from '../../lib/json.ts'

export interface SchemaRow {
  /** `lines[].quantity` */
  readonly name: string
  readonly type: string
  readonly required: boolean
  /** What is allowed, in words. */
  readonly bounds: readonly string[]
  readonly description?: string
}

interface Place {
  readonly definitions: JsonValue | undefined
  readonly required: boolean
  /** Names of definitions that this one is in. */
  readonly within: readonly string[]
}

/** A row for each property of an object schema, and for what is in it. */
export function schemaRows(schema: JsonObject): readonly SchemaRow[] {
  return membersOf(schema, '', { definitions: member(schema, '$defs'), required: true, within: [] })
}

function membersOf(schema: JsonObject, prefix: string, place: Place): readonly SchemaRow[] {
  const properties = member(schema, 'properties')
  if (!isObject(properties)) return []
  const listed = member(schema, 'required')
  const required = isArray(listed) ? listed : []
  return Object.entries(properties).flatMap(([name, one]) =>
    rowsOf(`${prefix}${name}`, one, { ...place, required: required.includes(name) }),
  )
}

function rowsOf(name: string, written: JsonValue, place: Place): readonly SchemaRow[] {
  const { schema, within, again } = follow(written, place)
  const description = member(schema, 'description')
  const row: SchemaRow = {
    name,
    type: again === undefined ? typeText(schema, { ...place, within }) : `${again}, as above`,
    required: place.required,
    bounds: boundsOf(schema),
    ...(typeof description === 'string' ? { description } : {}),
  }
  return again === undefined ? [row, ...inside(name, schema, { ...place, within })] : [row]
}

function inside(name: string, schema: JsonObject, place: Place): readonly SchemaRow[] {
  if (place.within.length > DEEPEST || name.split(/\.|\[/).length > DEEPEST) return []
  const rows = [...membersOf(schema, `${name}.`, place)]
  const items = member(schema, 'items')
  const item = items === undefined ? undefined : follow(items, place)
  if (item !== undefined && item.again === undefined) {
    rows.push(...inside(`${name}[]`, item.schema, { ...place, within: item.within }))
  }
  for (const keyword of FORMS) {
    for (const form of listOf(schema, keyword)) {
      const one = follow(form, place)
      if (one.again === undefined) rows.push(...inside(name, one.schema, { ...place, within: one.within }))
    }
  }
  const seen = new Set<string>()
  // several forms often have the same members
  return rows.filter((row) => !seen.has(`${row.name} ${row.type}`) && seen.add(`${row.name} ${row.type}`))
}

/** What lies deeper says little to a reader, and there may be very much of it. */
const DEEPEST = 6

const FORMS = ['anyOf', 'oneOf', 'allOf'] as const

/** What a schema refers to, its own words before those; `again` where it is in itself. */
function follow(written: JsonValue, { definitions, within }: Place) {
  const schema = isObject(written) ? written : {}
  const reference = member(schema, '$ref')
  if (typeof reference !== 'string') return { schema, within, again: undefined }
  const name = reference
    .replace(/^#\/\$defs\//, '')
    .replaceAll('~1', '/')
    .replaceAll('~0', '~')
  if (within.includes(name)) return { schema, within, again: name }
  const target = isObject(definitions) ? member(definitions, name) : undefined
  const { $ref, ...own } = schema
  return { schema: isObject(target) ? { ...target, ...own } : own, within: [...within, name], again: undefined }
}

function typeText(schema: JsonObject, place: Place): string {
  const type = member(schema, 'type')
  const names = isArray(type) ? type : type === undefined ? [] : [type]
  const format = member(schema, 'format')
  if (names.length > 0) {
    const text = names.map((name) => (name === 'array' ? listText(schema, place) : String(name))).join(' or ')
    return typeof format === 'string' ? `${text} (${format})` : text
  }
  const forms = FORMS.flatMap((keyword) => listOf(schema, keyword))
  if (forms.length > 0) return [...new Set(forms.map((form) => referredType(form, place)))].join(' or ')
  if (isObject(member(schema, 'properties'))) return 'object'
  return member(schema, 'enum') === undefined && member(schema, 'const') === undefined ? 'anything' : 'value'
}

function listText(schema: JsonObject, place: Place): string {
  const items = member(schema, 'items')
  return items === undefined ? 'list' : `list of ${referredType(items, place)}`
}

/** Every step in goes deeper, so that this ends whatever the schema is. */
function referredType(written: JsonValue, place: Place): string {
  const { schema, within, again } = follow(written, place)
  if (again !== undefined) return again
  return within.length > DEEPEST ? 'value' : typeText(schema, { ...place, within: [...within, ''] })
}

function listOf(schema: JsonObject, keyword: string): readonly JsonValue[] {
  const value = member(schema, keyword)
  return isArray(value) ? value : []
}

/** Values that are named before the rest is counted. */
const MOST_VALUES = 30

const BOUNDS: readonly (readonly [keyword: string, words: (value: string) => string])[] = [
  ['const', (value) => `only ${value}`],
  ['minimum', (value) => `at least ${value}`],
  ['exclusiveMinimum', (value) => `more than ${value}`],
  ['maximum', (value) => `at most ${value}`],
  ['exclusiveMaximum', (value) => `less than ${value}`],
  ['multipleOf', (value) => `a multiple of ${value}`],
  ['minLength', (value) => `at least ${value} ${value === '1' ? 'character' : 'characters'}`],
  ['maxLength', (value) => `at most ${value} ${value === '1' ? 'character' : 'characters'}`],
  ['pattern', (value) => `matches ${value}`],
  ['minItems', (value) => `at least ${value} ${value === '1' ? 'item' : 'items'}`],
  ['maxItems', (value) => `at most ${value} ${value === '1' ? 'item' : 'items'}`],
  ['default', (value) => `${value} unless given`],
]

function boundsOf(schema: JsonObject): readonly string[] {
  const values = listOf(schema, 'enum').map(stringifyJson)
  const more = values.length - MOST_VALUES
  const named = values.slice(0, MOST_VALUES).join(', ')
  return [
    ...(values.length === 0 ? [] : [`one of ${named}${more > 0 ? ` and ${more} more` : ''}`]),
    ...BOUNDS.flatMap(([keyword, words]) => {
      const value = member(schema, keyword)
      return value === undefined ? [] : [words(stringifyJson(value))]
    }),
  ]
}
