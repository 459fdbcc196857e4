/** A planned operation → its arguments: where each value goes, and what it may be. */
import type { JsonSchema, MediaType, Operation, Parameter } from '../contract/model.ts'
import { admits, isSchema, resolveSchema, SCALAR_TYPES } from '../contract/schema-admits.ts'
import { type BodyFamily, bodyFamily, flattensBody, isBinary, wantsBase64 } from '../contract/serializable.ts'
import { isObject, type JsonValue, member } from '../lib/json.ts'
import type { JsonPointer } from '../lib/pointer.ts'
import type { PlannedTool } from '../plan/model.ts'
import { argumentNames } from './argument-names.ts'
import type { Binding } from './model.ts'
import { isReadOnly } from './read-only.ts'

export interface Argument {
  readonly binding: Binding
  readonly schema: JsonSchema
  readonly required: boolean
  readonly deprecated: boolean
  /** Where it says more than the schema does. */
  readonly description?: string
  /** In the contract. */
  readonly pointer: JsonPointer
}

/** Parameters in the contract's order, then the properties of a plain object body, or the `body` as a whole. */
export function bindArguments({ operation, content }: PlannedTool): readonly Argument[] {
  const unnamed = [
    ...operation.parameters.map((parameter) => ofParameter(parameter, operation)),
    ...(content === undefined ? [] : ofBody(content, operation)),
  ]
  const names = argumentNames(unnamed)
  return unnamed.map(({ bind, argument }, index) => ({ ...argument, binding: bind(names[index] ?? '') }))
}

/** The properties that a body is spread into, those of answers left out; undefined where it is one argument. */
export function spreadBody(content: MediaType, { definitions }: Operation): ReturnType<typeof flattensBody> {
  const flat = SPREAD[bodyFamily(content.mediaType)] ? flattensBody(content.schema, definitions) : undefined
  if (flat === undefined) return undefined
  const properties = new Map([...flat.properties].filter(([, schema]) => !isReadOnly(schema, definitions)))
  return { properties, required: flat.required.filter((name) => properties.has(name)) }
}

const SPREAD: Readonly<Record<BodyFamily, boolean>> = {
  json: true,
  form: true,
  multipart: true,
  text: false,
  xml: false,
  binary: false,
}

interface Unnamed {
  readonly name: string
  readonly place: string
  readonly argument: Omit<Argument, 'binding'>
  readonly bind: (argument: string) => Binding
}

function ofParameter(parameter: Parameter, operation: Operation): Unnamed {
  const { name, schema, required, deprecated, description, pointer } = parameter
  return {
    name,
    place: parameter.in,
    argument: {
      schema: required ? sendable(parameter, operation) : schema,
      required,
      deprecated,
      pointer,
      ...(description === undefined ? {} : { description }),
    },
    bind: (argument) => ({ argument, to: 'parameter', parameter }),
  }
}

/** An empty list or object leaves nothing behind, so that a required parameter would be missing. */
function sendable(parameter: Parameter, { definitions }: Operation): JsonSchema {
  const { schema, serialization, allowEmptyValue } = parameter
  const resolved = resolveSchema(schema, definitions)
  if (serialization.kind === 'content' || allowEmptyValue || !isObject(schema) || !isObject(resolved)) return schema
  if (SCALAR_TYPES.some((type) => admits(resolved, type, definitions))) return schema
  const bounds = EMPTY_FORMS.filter(
    ([type, bound]) => admits(resolved, type, definitions) && !isPositive(member(resolved, bound)),
  )
  return { ...schema, ...Object.fromEntries(bounds.map(([, bound]) => [bound, 1])) }
}

const EMPTY_FORMS = [
  ['array', 'minItems'],
  ['object', 'minProperties'],
] as const

function isPositive(count: JsonValue | undefined): boolean {
  return typeof count === 'number' && count > 0
}

function ofBody(content: MediaType, operation: Operation): readonly Unnamed[] {
  const flat = spreadBody(content, operation)
  return flat === undefined
    ? [wholeBody(content, operation)]
    : [...flat.properties].map(([name, schema]) => {
        const required = operation.requestBody?.required === true && flat.required.includes(name)
        return ofProperty(name, schema, required, content, operation)
      })
}

function ofProperty(
  property: string,
  schema: JsonSchema,
  required: boolean,
  content: MediaType,
  { definitions }: Operation,
): Unnamed {
  const encoding = content.encoding.get(property)
  const shown =
    bodyFamily(content.mediaType) === 'multipart' ? withBase64(schema, definitions, encoding?.contentType) : schema
  return {
    name: property,
    place: 'body',
    argument: { schema: shown, required, deprecated: false, pointer: content.pointer },
    bind: (argument) => ({ argument, to: 'property', property, ...(encoding === undefined ? {} : { encoding }) }),
  }
}

function wholeBody(content: MediaType, { requestBody, definitions }: Operation): Unnamed {
  const description = requestBody?.description
  return {
    name: 'body',
    place: 'body',
    argument: {
      schema: wantsBase64(content, definitions) ? BASE64 : content.schema,
      // where it is an object with nothing in it, the bridge can fill it in
      required: requestBody?.required === true && !isEmptyObject(content, definitions),
      deprecated: false,
      pointer: content.pointer,
      ...(description === undefined ? {} : { description }),
    },
    bind: (argument) => ({ argument, to: 'body' }),
  }
}

/** An object that is declared to have no properties; it may be open all the same. */
function isEmptyObject({ schema, mediaType }: MediaType, definitions: Operation['definitions']): boolean {
  const resolved = resolveSchema(schema, definitions)
  if (bodyFamily(mediaType) !== 'json' || !isObject(resolved) || member(resolved, 'type') !== 'object') return false
  const properties = member(resolved, 'properties')
  const wants = ['required', 'minProperties', ...ALTERNATIVES].some((keyword) => Object.hasOwn(resolved, keyword))
  return isObject(properties) && Object.keys(properties).length === 0 && !wants
}

const ALTERNATIVES = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'enum', 'const']

/** Bytes are given as base64. */
const BASE64 = { type: 'string', contentEncoding: 'base64' } as const

/** One file of a multipart body, or a list of files. */
function withBase64(schema: JsonSchema, definitions: Operation['definitions'], contentType?: string): JsonSchema {
  const resolved = resolveSchema(schema, definitions)
  const isFile = (one: JsonSchema): boolean =>
    admits(one, 'string', definitions) && isBinary(one, definitions, contentType)
  if (isFile(resolved)) return { ...describedOnly(resolved), ...describedOnly(schema), ...BASE64 }
  const items = isObject(resolved) ? member(resolved, 'items') : undefined
  return isObject(resolved) && isSchema(items) && isFile(items)
    ? { ...resolved, ...describedOnly(schema), items: { ...describedOnly(items), ...BASE64 } }
    : schema
}

function describedOnly(schema: JsonSchema): { readonly description?: string } {
  const description = isObject(schema) ? member(schema, 'description') : undefined
  return typeof description === 'string' ? { description } : {}
}
