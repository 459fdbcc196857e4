/** The JSON Schema keywords that a contract's schema may carry, and what each must hold. */
import { isArray, isObject, type JsonValue } from '../lib/json.ts'

/**
 * How a keyword's value is read: `schema*` are converted in turn, everything else is kept if `LEGAL` says so. Keywords
 * that are not here (examples, xml, externalDocs, discriminator, `x-…`) decide nothing and are left out.
 * @see https://json-schema.org/draft/2020-12/json-schema-validation
 */
export const KEYWORDS = {
  type: 'type',
  enum: 'values',
  const: 'value',
  default: 'value',
  title: 'text',
  description: 'text',
  format: 'text',
  pattern: 'text',
  contentEncoding: 'text',
  contentMediaType: 'text',
  multipleOf: 'positive',
  maximum: 'number',
  minimum: 'number',
  exclusiveMaximum: 'number',
  exclusiveMinimum: 'number',
  maxLength: 'count',
  minLength: 'count',
  maxItems: 'count',
  minItems: 'count',
  maxContains: 'count',
  minContains: 'count',
  maxProperties: 'count',
  minProperties: 'count',
  uniqueItems: 'flag',
  deprecated: 'flag',
  readOnly: 'flag',
  writeOnly: 'flag',
  required: 'names',
  dependentRequired: 'namesByName',
  additionalProperties: 'schema',
  unevaluatedProperties: 'schema',
  propertyNames: 'schema',
  items: 'schema',
  unevaluatedItems: 'schema',
  contains: 'schema',
  not: 'schema',
  if: 'schema',
  // biome-ignore lint/suspicious/noThenProperty: the keyword's name
  then: 'schema',
  else: 'schema',
  contentSchema: 'schema',
  allOf: 'schemas',
  anyOf: 'schemas',
  oneOf: 'schemas',
  prefixItems: 'schemas',
  properties: 'schemasByName',
  patternProperties: 'schemasByName',
  dependentSchemas: 'schemasByName',
} as const satisfies Record<string, string>

export type Keyword = keyof typeof KEYWORDS
export type KeywordKind = (typeof KEYWORDS)[Keyword]
type SchemaKind = 'schema' | 'schemas' | 'schemasByName'

export function isKeyword(name: string): name is Keyword {
  return Object.hasOwn(KEYWORDS, name)
}

export function isSchemaKind(kind: KeywordKind): kind is SchemaKind {
  return kind === 'schema' || kind === 'schemas' || kind === 'schemasByName'
}

/** Whether a value is one that the specification allows for keywords of this kind. */
export const LEGAL: Readonly<Record<Exclude<KeywordKind, SchemaKind>, (value: JsonValue) => boolean>> = {
  type: (value) => (isArray(value) ? value.length > 0 && value.every(isType) : isType(value)),
  values: (value) => isArray(value) && value.length > 0,
  value: () => true,
  text: (value) => typeof value === 'string',
  positive: (value) => isNumber(value) && value > 0,
  number: isNumber,
  count: (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0,
  flag: (value) => typeof value === 'boolean',
  names: isNames,
  namesByName: (value) => isObject(value) && Object.values(value).every(isNames),
}

const TYPES: ReadonlySet<JsonValue> = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'])

/** `1e400` is JSON and beyond every double. */
function isNumber(value: JsonValue): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

function isType(value: JsonValue): boolean {
  return TYPES.has(value)
}

function isNames(value: JsonValue): boolean {
  return isArray(value) && value.every((name) => typeof name === 'string')
}
