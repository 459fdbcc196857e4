/** One failed keyword to the words for it: what was expected, and what was there. */
import { ExactNumber, isArray, isObject, type JsonValue, stringifyJson } from './json.ts'
import { nearest } from './nearest.ts'

export interface FailedKeyword {
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
  readonly parentSchema?: unknown
  /** The value at fault, undefined where something is missing. */
  readonly found: JsonValue | undefined
  readonly branches: readonly FailedBranch[]
}

/** What one alternative of `anyOf` or `oneOf` found. */
export interface FailedBranch {
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
  readonly violation: { readonly message: string }
  /** Whether it is about something inside the value. */
  readonly deeper: boolean
}

/** @see https://json-schema.org/draft/2020-12/json-schema-validation */
export function violationWords(failed: FailedKeyword): string {
  return (WORDS.get(failed.keyword) ?? ((other) => `does not satisfy the schema's "${other.keyword}"`))(failed)
}

type Words = (failed: FailedKeyword) => string

const WORDS: ReadonlyMap<string, Words> = new Map<string, Words>([
  ['type', ({ params, found }) => `must be ${kinds(listed(params.type))}${got(found)}`],
  ['required', () => 'is required but missing'],
  ['dependentRequired', ({ params }) => `is required where ${params.property} is given`],
  ['additionalProperties', unknownProperty],
  ['unevaluatedProperties', unknownProperty],
  ['false schema', () => 'is not allowed'],
  ['enum', ({ params, found }) => `must be one of ${choices(listed(params.allowedValues))}${got(found)}`],
  ['const', ({ params, found }) => `must be ${choices([params.allowedValue])}${got(found)}`],
  ['minimum', ({ params, found }) => `must be at least ${params.limit}${got(found)}`],
  ['maximum', ({ params, found }) => `must be at most ${params.limit}${got(found)}`],
  ['exclusiveMinimum', ({ params, found }) => `must be more than ${params.limit}${got(found)}`],
  ['exclusiveMaximum', ({ params, found }) => `must be less than ${params.limit}${got(found)}`],
  ['multipleOf', ({ params, found }) => `must be a multiple of ${params.multipleOf}${got(found)}`],
  ['minLength', ({ params, found }) => `must have at least ${amount(params.limit, 'character')}${size(found)}`],
  ['maxLength', ({ params, found }) => `must have at most ${amount(params.limit, 'character')}${size(found)}`],
  ['minItems', ({ params, found }) => `must have at least ${amount(params.limit, 'item')}${size(found)}`],
  ['maxItems', ({ params, found }) => `must have at most ${amount(params.limit, 'item')}${size(found)}`],
  ['items', ({ params, found }) => `must have at most ${amount(params.limit, 'item')}${size(found)}`],
  ['unevaluatedItems', ({ params, found }) => `must have at most ${amount(params.len, 'item')}${size(found)}`],
  ['minProperties', ({ params }) => `must have at least ${amount(params.limit, 'property', 'properties')}`],
  ['maxProperties', ({ params }) => `must have at most ${amount(params.limit, 'property', 'properties')}`],
  ['uniqueItems', () => 'must not have the same item twice'],
  ['contains', ({ params }) => `must have at least ${amount(params.minContains, 'matching item')}`],
  ['pattern', ({ params, found }) => `must match the pattern ${params.pattern}${got(found)}`],
  ['format', ({ params, found }) => `must be a valid ${params.format}${got(found)}`],
  ['not', () => 'has a form that is excluded'],
  ['anyOf', noAlternative],
  ['oneOf', noAlternative],
])

function unknownProperty({ params, parentSchema }: FailedKeyword): string {
  const name = params.additionalProperty ?? params.unevaluatedProperty
  const properties =
    isObject(parentSchema) && isObject(parentSchema.properties) ? Object.keys(parentSchema.properties) : []
  const [near] = nearest(String(name), properties, 1)
  if (near !== undefined) return `is not a known property, did you mean ${near}?`
  return `is not a known property${properties.length === 0 ? '' : ` (known: ${some(properties)})`}`
}

function noAlternative({ params, found, branches }: FailedKeyword): string {
  if (isArray(params.passingSchemas)) return 'fits more than one of the alternatives, where it must fit exactly one'
  const types = branches.map((branch) =>
    branch.keyword === 'type' && !branch.deeper ? listed(branch.params.type) : undefined,
  )
  const flat = types.flatMap((type) => type ?? [])
  if (flat.length > 0 && types.every((type) => type !== undefined)) return `must be ${kinds(flat)}${got(found)}`
  const reasons = [...new Set(branches.map((branch) => branch.violation.message))]
  return `fits none of the alternatives${reasons.length === 0 ? '' : ` (${some(reasons, '; ')})`}`
}

const KINDS: ReadonlyMap<unknown, string> = new Map([
  ['null', 'null'],
  ['boolean', 'true or false'],
  ['object', 'an object'],
  ['array', 'an array'],
  ['number', 'a number'],
  ['integer', 'a whole number'],
  ['string', 'a string'],
])

function kinds(types: readonly unknown[]): string {
  return [...new Set(types)].map((type) => KINDS.get(type) ?? String(type)).join(' or ')
}

const MOST_SHOWN = 20
const LONGEST_SHOWN = 60

function choices(values: readonly unknown[]): string {
  // allowed values come from the schema, which is JSON
  return some(values.map((value) => stringifyJson(value as JsonValue)))
}

function some(texts: readonly string[], separator = ', '): string {
  const more = texts.length - MOST_SHOWN
  return texts.slice(0, MOST_SHOWN).join(separator) + (more > 0 ? ` and ${more} more` : '')
}

function got(value: JsonValue | undefined): string {
  if (value === undefined) return ''
  if (isArray(value)) return ', got an array'
  if (isObject(value)) return ', got an object'
  const text = value instanceof ExactNumber ? value.text : JSON.stringify(value)
  return `, got ${text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text}`
}

function size(value: JsonValue | undefined): string {
  if (typeof value === 'string') return `, got ${[...value].length}`
  return isArray(value) ? `, got ${value.length}` : ''
}

function amount(count: unknown, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value]
}
