/** The keyword of a schema with its two values → what the change means for those who call. */
import type { Keyword } from '../../contract/schema-keywords.ts'
import { type JsonValue, stringifyJson } from '../../lib/json.ts'
import type { ChangeClass } from '../../problem/lock-change.ts'
import { BOUND, CHOICE, type Changes, changeOf, itemsOf, MANNER, type Sides, setChanges, WORDING } from './change.ts'

/** Keywords with schemas in them, and the one that says which properties are needed: they are compared with what is inside. */
export type OuterKeyword =
  | 'properties'
  | 'required'
  | 'items'
  | 'unevaluatedItems'
  | 'contains'
  | 'additionalProperties'
  | 'unevaluatedProperties'
  | 'propertyNames'
  | 'contentSchema'
  | 'not'
  | 'if'
  | 'then'
  | 'else'
  | 'prefixItems'
  | 'allOf'
  | 'anyOf'
  | 'oneOf'
  | 'patternProperties'
  | 'dependentSchemas'

export type ValueKeyword = Exclude<Keyword, OuterKeyword>

type KeywordChanges = (sides: Sides, keyword: string) => Changes

/** Anything that only some values satisfy, where nobody can tell more from fewer. */
export const bound: KeywordChanges = (sides, keyword) => changeOf('constraint', sides, BOUND, keyword)

const most = limit((from, to) => to > from)
const least = limit((from, to) => to < from)

/** `false` says the same as nothing. */
const flag: KeywordChanges = ({ from, to }, keyword) =>
  bound({ from: from === false ? undefined : from, to: to === false ? undefined : to }, keyword)

export const KEYWORD_CHANGES: Readonly<Record<ValueKeyword, KeywordChanges>> = {
  type: (sides) => typeChanges(sides),
  enum: (sides, keyword) =>
    sides.from === undefined || sides.to === undefined ? bound(sides, keyword) : setChanges('value', sides, CHOICE),
  const: bound,
  default: (sides) => changeOf('default', sides, MANNER),
  title: (sides) => changeOf('title', sides, WORDING),
  description: (sides) => changeOf('description', sides, WORDING),
  deprecated: ({ from, to }) => changeOf('deprecated', { from: from ?? false, to: to ?? false }, WORDING),
  format: bound,
  pattern: bound,
  contentEncoding: bound,
  contentMediaType: bound,
  multipleOf: bound,
  maximum: most,
  exclusiveMaximum: most,
  maxLength: most,
  maxItems: most,
  maxContains: most,
  maxProperties: most,
  minimum: least,
  exclusiveMinimum: least,
  minLength: least,
  minItems: least,
  minContains: least,
  minProperties: least,
  uniqueItems: flag,
  readOnly: flag,
  writeOnly: flag,
  dependentRequired: bound,
}

function limit(isWider: (from: number, to: number) => boolean): KeywordChanges {
  return (sides, keyword) => {
    const { from, to } = sides
    const wider = from !== undefined && to !== undefined && isWider(numberOf(from), numberOf(to))
    return changeOf('constraint', sides, { ...BOUND, changed: wider ? 'widening' : 'breaking' }, keyword)
  }
}

function numberOf(value: JsonValue): number {
  return Number(stringifyJson(value))
}

/** Every integer is a number. */
function typeChanges({ from, to }: Sides): Changes {
  const before = new Set(itemsOf(from))
  const after = new Set(itemsOf(to))
  const admits = (types: ReadonlySet<JsonValue>, type: JsonValue): boolean =>
    types.size === 0 || types.has(type) || (type === 'integer' && types.has('number'))
  const isNarrower = before.size === 0 || [...before].some((type) => !admits(after, type))
  const changed: ChangeClass = isNarrower ? 'breaking' : 'widening'
  return changeOf('type', { from, to }, { ...BOUND, changed })
}
