/** Parameters and answers of Swagger 2.0 → the model: collection formats to styles, body and form data to a request body. */

import { isObject, type JsonObject, type JsonValue } from '../lib/json.ts'
import { all, andThen, type Checked, pass } from '../problem/checked.ts'
import { type Format, readFormat } from './collection-format.ts'
import type { Definitions, Fragment } from './definitions.ts'
import type { Encoding, MediaType, RequestBody } from './model.ts'
import { flagOf, type Node, optional, step, textOf, textsOf } from './node.ts'
import { illegalParameter, isRequired, type ReadParameter, unsupportedParameter } from './parameter.ts'

/** Undefined, with a warning, for an optional parameter that can't be sent. @see https://spec.openapis.org/oas/v2.0.html#parameter-object */
export function readParameter20(node: Node, definitions: Definitions): Checked<ReadParameter | undefined> {
  const name = textOf(node, 'name')
  const place = textOf(node, 'in')
  if (name === undefined || name === '') return illegalParameter(node, 'it has no name')
  if (place !== 'path' && place !== 'query' && place !== 'header') {
    return illegalParameter(node, '"in" is not one of path, query, header, body, formData')
  }
  const format = readFormat(node, place)
  if (typeof format === 'string') return unsupportedParameter(node, format)
  const fragment = definitions.convert(schemaNode(node))
  return pass({
    fragment,
    parameter: {
      name,
      in: place,
      required: isRequired(node),
      deprecated: false,
      ...optional('description', textOf(node, 'description')),
      allowEmptyValue: place === 'query' && flagOf(node, 'allowEmptyValue') === true,
      schema: fragment.schema,
      serialization: format,
      pointer: node.pointer,
    },
  })
}

export interface ReadBody {
  readonly body: RequestBody
  readonly fragments: readonly Fragment[]
}

/** The one `in: body` parameter. */
export function readBody20(node: Node, consumes: readonly string[], definitions: Definitions): ReadBody {
  const fragment = definitions.convert(step(node, 'schema'))
  const mediaTypes = consumes.length === 0 ? ['application/json'] : consumes
  const content = mediaTypes.map(
    (mediaType): MediaType => ({ mediaType, schema: fragment.schema, encoding: new Map(), pointer: node.pointer }),
  )
  return {
    fragments: [fragment],
    body: {
      required: flagOf(node, 'required') === true,
      ...optional('description', textOf(node, 'description')),
      content,
      pointer: node.pointer,
    },
  }
}

/** All `in: formData` parameters as one form. @see https://spec.openapis.org/oas/v2.0.html#parameter-object */
export function readForm20(
  nodes: readonly Node[],
  consumes: readonly string[],
  definitions: Definitions,
): Checked<ReadBody> {
  const fields = nodes.map((node): Checked<Field> => {
    const name = textOf(node, 'name')
    const format = readFormat(node, 'formData')
    if (name === undefined) return illegalParameter(node, 'it has no name')
    if (typeof format === 'string') return illegalParameter(node, format)
    return pass({
      name,
      format,
      node,
      fragment: definitions.convert(schemaNode(node)),
      required: flagOf(node, 'required') === true,
    })
  })
  return andThen(all(fields), (read) => {
    const [first] = nodes
    const files = nodes.some((node) => textOf(node, 'type') === 'file')
    const content = formTypes(consumes, files).map((mediaType) => formOf(mediaType, read, first?.pointer ?? ''))
    const body: RequestBody = { required: read.some((field) => field.required), content, pointer: first?.pointer ?? '' }
    return pass({ body, fragments: read.map((field) => field.fragment) })
  })
}

interface Field {
  readonly name: string
  readonly format: Format
  readonly node: Node
  readonly fragment: Fragment
  readonly required: boolean
}

const URLENCODED = 'application/x-www-form-urlencoded'
const MULTIPART = 'multipart/form-data'

function formTypes(consumes: readonly string[], files: boolean): readonly string[] {
  if (files) return [MULTIPART]
  const declared = consumes.filter((type) => type.startsWith(URLENCODED) || type.startsWith(MULTIPART))
  return declared.length === 0 ? [URLENCODED] : declared
}

function formOf(mediaType: string, fields: readonly Field[], pointer: string): MediaType {
  const properties = Object.fromEntries(
    fields.map(({ name, node, fragment }): [string, JsonValue] => [
      name,
      described(fragment.schema, textOf(node, 'description')),
    ]),
  )
  const required = fields.filter((field) => field.required).map((field) => field.name)
  const encoding = new Map(
    fields.flatMap(({ name, format, node }): [string, Encoding][] =>
      textOf(node, 'type') === 'array' ? [[name, { ...encodingOf(format), headers: [] }]] : [],
    ),
  )
  const schema: JsonObject = { type: 'object', properties, ...(required.length === 0 ? {} : { required }) }
  return { mediaType, schema, encoding, pointer }
}

function encodingOf(format: Format): Pick<Encoding, 'style' | 'collection'> {
  if (format.kind === 'collection') return { collection: format.collection }
  return format.style.in === 'query' ? { style: format.style } : {}
}

function described(schema: JsonValue, description: string | undefined): JsonValue {
  return isObject(schema) && description !== undefined ? { ...schema, description } : schema
}

/** A 2.0 parameter is its own schema: the words that belong to the parameter are taken out. */
function schemaNode(node: Node): Node {
  if (!isObject(node.value)) return node
  const words = Object.entries(node.value).filter(([name]) => !OF_THE_PARAMETER.has(name))
  return { ...node, value: Object.fromEntries(words) }
}

const OF_THE_PARAMETER = new Set(['name', 'in', 'required', 'description', 'allowEmptyValue', 'collectionFormat'])

/** The media types that an operation takes or gives: its own list, else the document's. */
export function mediaTypes20(operation: Node, root: Node, field: 'consumes' | 'produces'): readonly string[] {
  return step(operation, field) === undefined ? textsOf(root, field) : textsOf(operation, field)
}
