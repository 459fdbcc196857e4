/** An object → multipart/form-data. @see RFC 7578 */
import type { Encoding, JsonSchema, MediaType } from '../contract/model.ts'
import { type Definitions, itemSchemas, memberSchemas, resolveSchema } from '../contract/schema-admits.ts'
import { isBinary, isConcrete } from '../contract/serializable.ts'
import { isArray, isObject, type JsonObject, type JsonValue, member } from '../lib/json.ts'
import { failure, type Result, success } from '../lib/result.ts'
import { givenBytes } from './base64.ts'
import type { Body } from './body.ts'
import { valueText } from './body-form.ts'
import { collectionTexts } from './collection.ts'
import { expand } from './expand.ts'
import { percentEncode } from './percent.ts'
import { isScalar } from './scalar.ts'
import { partingFault } from './style.ts'

interface Part {
  readonly name: string
  readonly contentType?: string
  readonly content: string | Uint8Array
}

/**
 * One part for each property, or for each item of a list: bytes (given as base64) as a file named like the property,
 * what is nested as JSON, scalars as text. Null and empty lists leave nothing behind.
 * @see https://spec.openapis.org/oas/v3.1.1.html#encoding-multipart-media-types
 */
export function writeMultipart(value: JsonObject, content: MediaType, definitions: Definitions): Result<Body, string> {
  const parts: Part[] = []
  for (const [name, given] of Object.entries(value)) {
    const encoding = content.encoding.get(name)
    const schemas = orAny(memberSchemas(content.schema, name, definitions))
    const written = name.isWellFormed()
      ? propertyParts({ name, encoding, schemas, definitions }, given)
      : failure('has a name that is not well-formed text')
    if (!written.ok) return failure(`${name}: ${written.error}`)
    parts.push(...written.value)
  }
  const boundary = boundaryFor(parts)
  return success({ contentType: `multipart/form-data; boundary=${boundary}`, bytes: join(parts, boundary) })
}

interface Property {
  readonly name: string
  readonly encoding: Encoding | undefined
  /** Those that may apply to the value. */
  readonly schemas: readonly JsonSchema[]
  readonly definitions: Definitions
}

/** What nothing is said of may be anything. */
function orAny(schemas: readonly JsonSchema[]): readonly JsonSchema[] {
  return schemas.length === 0 ? [true] : schemas
}

function propertyParts(property: Property, value: JsonValue): Result<readonly Part[], string> {
  if (value === null) return success([])
  if (property.encoding?.collection !== undefined) {
    const texts = collectionTexts(value, property.encoding.collection)
    return texts.ok ? success(texts.value.map((content) => ({ name: property.name, content }))) : texts
  }
  if (property.encoding?.style !== undefined) return styledParts(property.name, value, property.encoding.style)
  if (!isArray(value)) return single(property, value)
  const parts: Part[] = []
  for (const [index, item] of value.entries()) {
    if (item === null) return failure('has null as an item, which a form has no way to write')
    const schemas = orAny(property.schemas.flatMap((schema) => itemSchemas(schema, index, property.definitions)))
    const written = single({ ...property, schemas }, item)
    if (!written.ok) return written
    parts.push(...written.value)
  }
  return success(parts)
}

function styledParts(
  name: string,
  value: JsonValue,
  style: NonNullable<Encoding['style']>,
): Result<readonly Part[], string> {
  const expanded = expand(name, value, style)
  if (!expanded.ok) return expanded
  if (expanded.value === undefined) return success([])
  const { entries, layout } = expanded.value
  // what is spread stands in parts of its own
  const fault = layout.spread ? undefined : partingFault(expanded.value, false)
  if (fault !== undefined) return failure(fault)
  return success(entries.map((entry) => ({ name: entry.name ?? name, content: entry.texts.join(layout.delimiter) })))
}

function single(property: Property, value: JsonValue): Result<readonly Part[], string> {
  const { name, encoding, schemas, definitions } = property
  const contentType = contentTypeOf(property)
  if (typeof value === 'string' && schemas.some((schema) => isBinary(schema, definitions, encoding?.contentType))) {
    const content = givenBytes(value)
    if (!content.ok) return content
    return success([{ name, contentType: contentType ?? 'application/octet-stream', content: content.value }])
  }
  const text = valueText(value, contentType)
  if (!text.ok) return text
  const stated = contentType ?? (isScalar(value) ? undefined : 'application/json')
  return success([{ name, ...(stated === undefined ? {} : { contentType: stated }), content: text.value }])
}

/** The first that names one type (an encoding may list several, and ranges), else what the schema says. */
function contentTypeOf({ encoding, schemas, definitions }: Property): string | undefined {
  const declared = encoding?.contentType?.split(',').map((one) => one.trim()) ?? []
  const described = schemas.flatMap((schema) => {
    const resolved = resolveSchema(schema, definitions)
    const mediaType = isObject(resolved) ? member(resolved, 'contentMediaType') : undefined
    return typeof mediaType === 'string' ? [mediaType] : []
  })
  return [...declared, ...described].find(isConcrete)
}

/** A boundary that occurs in no part. It follows from the parts, so that the same call has the same bytes. */
function boundaryFor(parts: readonly Part[]): string {
  const texts = parts.map(({ content }) => (typeof content === 'string' ? content : latin1.decode(content)))
  let count = 0
  while (texts.some((text) => text.includes(`--${boundary(count)}`))) count++
  return boundary(count)
}

function boundary(count: number): string {
  return `drawbridge-part-${count}-7f3a`
}

const latin1 = new TextDecoder('latin1')
const utf8 = new TextEncoder()

function join(parts: readonly Part[], boundary: string): Uint8Array {
  const chunks = parts.flatMap((part) => [
    utf8.encode(`--${boundary}\r\n${headersOf(part)}\r\n`),
    typeof part.content === 'string' ? utf8.encode(part.content) : part.content,
    utf8.encode('\r\n'),
  ])
  chunks.push(utf8.encode(`--${boundary}--\r\n`))
  const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0))
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  return bytes
}

function headersOf({ name, contentType, content }: Part): string {
  const quoted = `"${escapeName(name)}"`
  const file = typeof content === 'string' ? '' : `; filename=${quoted}`
  const type = contentType === undefined ? '' : `Content-Type: ${contentType}\r\n`
  return `Content-Disposition: form-data; name=${quoted}${file}\r\n${type}`
}

/** As browsers do. @see https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data */
function escapeName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they would end the header
  return name.replace(/["\x00-\x1f\x7f]/g, (character) => percentEncode(character))
}
