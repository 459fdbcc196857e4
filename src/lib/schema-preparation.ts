/** A contract's schema and its definitions to one self-contained schema that the validator can compile. */

import { isArray, isObject, type JsonObject, type JsonValue, member } from './json.ts'
import { STEP } from './step-budget.ts'

/** JSON Schema 2020-12. */
export type Schema = boolean | JsonObject

/**
 * Keeps the keywords that assert something, so that nothing else (identifiers, examples, data that looks like a schema)
 * can trouble the compiler. Definitions get names of our own: theirs may be anything, `__proto__` included.
 * A keyword whose value is of the wrong type asserts nothing, nor does a pattern that is not enforceable.
 * @see JSON Schema 2020-12 core section 4.3.1
 */
export function prepareSchema(
  schema: Schema,
  definitions: ReadonlyMap<string, Schema>,
  isEnforceable: (pattern: string) => boolean,
): Schema {
  if (typeof schema === 'boolean') return schema
  const own = isObject(schema.$defs) ? Object.entries(schema.$defs) : []
  const all = new Map<string, JsonValue>([...definitions, ...own])
  const names = new Map([...all.keys()].map((name, index) => [name, `d${index}`]))
  const known: Known = { names, isEnforceable }
  const prepared = prepare(schema, known)
  if (typeof prepared === 'boolean') return prepared
  return {
    ...prepared,
    [STEP]: true,
    $defs: Object.fromEntries([...all].map(([name, one]) => [names.get(name), counted(prepareAny(one, known))])),
  }
}

/** Whatever refers to itself goes through here. */
function counted(schema: Schema): Schema {
  return typeof schema === 'boolean' ? schema : { ...schema, [STEP]: true }
}

interface Known {
  /** Our names of the definitions. */
  readonly names: ReadonlyMap<string, string>
  readonly isEnforceable: (pattern: string) => boolean
}

/** The value to compile with, or undefined to leave the keyword out. */
type Preparation = (value: JsonValue, known: Known) => JsonValue | undefined

const number: Preparation = (value) => (typeof value === 'number' ? value : undefined)
const positive: Preparation = (value) => (typeof value === 'number' && value > 0 ? value : undefined)
const count: Preparation = (value) => (typeof value === 'number' && value >= 0 ? Math.ceil(value) : undefined)
const flag: Preparation = (value) => (typeof value === 'boolean' ? value : undefined)
const text: Preparation = (value) => (typeof value === 'string' ? value : undefined)
const literal: Preparation = (value) => value
const names: Preparation = (value) =>
  isArray(value) ? [...new Set(value.filter((name) => typeof name === 'string'))] : undefined
const pattern: Preparation = (value, { isEnforceable }) =>
  typeof value === 'string' && isEnforceable(value) ? value : undefined
const one: Preparation = (value, known) => (isSchema(value) ? prepare(value, known) : undefined)
const several: Preparation = (value, known) =>
  isArray(value) && value.length > 0 ? value.map((item) => prepareAny(item, known)) : undefined
const named: Preparation = (value, known) =>
  isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, prepareAny(item, known)]))
    : undefined
const lists: Preparation = (value, known) =>
  isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, list]) => [name, names(list, known) ?? []]))
    : undefined
const types: Preparation = (value) => {
  const known = (isArray(value) ? value : [value]).filter((type) => typeof type === 'string' && TYPES.has(type))
  return known.length === 0 ? undefined : [...new Set(known)]
}

const TYPES = new Set(['null', 'boolean', 'object', 'array', 'number', 'string', 'integer'])

/** @see https://json-schema.org/draft/2020-12/json-schema-validation */
const KEYWORDS: ReadonlyMap<string, Preparation> = new Map([
  ['$ref', (value, known) => (typeof value === 'string' ? rename(value, known) : undefined)],
  ['type', types],
  ['enum', literal],
  ['const', literal],
  ['format', text],
  ['pattern', pattern],
  ['multipleOf', positive],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'].map((name) => [name, number] as const),
  ...[
    'minLength',
    'maxLength',
    'minItems',
    'maxItems',
    'minProperties',
    'maxProperties',
    'minContains',
    'maxContains',
  ].map((name) => [name, count] as const),
  ['uniqueItems', flag],
  ['required', names],
  ['dependentRequired', lists],
  ...['allOf', 'anyOf', 'oneOf', 'prefixItems'].map((name) => [name, several] as const),
  ...['not', 'if', 'then', 'else', 'items', 'contains', 'additionalProperties', 'propertyNames'].map(
    (name) => [name, one] as const,
  ),
  ...['unevaluatedItems', 'unevaluatedProperties'].map((name) => [name, one] as const),
  ...['properties', 'patternProperties', 'dependentSchemas'].map((name) => [name, named] as const),
])

function prepare(schema: Schema, known: Known): Schema {
  if (typeof schema === 'boolean') return schema
  // an enumeration without values admits nothing; the compiler would refuse to say so
  if (isArray(schema.enum) && schema.enum.length === 0) return false
  const kept: [string, JsonValue][] = []
  for (const [keyword, value] of Object.entries(withPrototypeName(withEnforceableNames(schema, known)))) {
    const prepared = KEYWORDS.get(keyword)?.(value, known)
    if (prepared !== undefined) kept.push([keyword, prepared])
  }
  return Object.fromEntries(kept)
}

function prepareAny(value: JsonValue, known: Known): Schema {
  return isSchema(value) ? prepare(value, known) : true
}

function isSchema(value: JsonValue | undefined): value is Schema {
  return typeof value === 'boolean' || isObject(value)
}

/** Where a name pattern can't be enforced, what applies to the remaining names can't be known either. */
function withEnforceableNames(schema: JsonObject, { isEnforceable }: Known): JsonObject {
  const { patternProperties, additionalProperties, unevaluatedProperties, ...rest } = schema
  if (!isObject(patternProperties)) return schema
  const enforceable = Object.entries(patternProperties).filter(([source]) => isEnforceable(source))
  if (enforceable.length === Object.keys(patternProperties).length) return schema
  return { ...rest, patternProperties: Object.fromEntries(enforceable) }
}

/** The compiler passes over a property of this name and takes it for an undeclared one; a pattern says the same. */
function withPrototypeName(schema: JsonObject): JsonObject {
  const { properties, patternProperties } = schema
  const declared = isObject(properties) ? member(properties, '__proto__') : undefined
  if (declared === undefined) return schema
  return {
    ...schema,
    patternProperties: { ...(isObject(patternProperties) ? patternProperties : {}), '^__proto__$': declared },
  }
}

/**
 * A reference to a definition by its new name. Anything else but the schema itself leads nowhere: the compiler would
 * look it up among the members of the prototype too.
 */
function rename(reference: string, { names }: Known): string {
  if (reference === '#') return reference
  const written = reference.startsWith(DEFINITIONS) ? reference.slice(DEFINITIONS.length) : ''
  const unescaped = written.replaceAll('~1', '/').replaceAll('~0', '~')
  const name = [written, unescaped, decoded(unescaped)].find((candidate) => names.has(candidate))
  return `${DEFINITIONS}${(name !== undefined && names.get(name)) || 'nowhere'}`
}

const DEFINITIONS = '#/$defs/'

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
