/** Parameters and answers of Swagger 2.0 → the model: collection formats to styles, body and form data to a request body. */

import { isObject, type JsonObject, type JsonValue, member } from '../lib/json.ts'
import { all, andThen, type Checked, pass } from '../problem/checked.ts'
import type { Definitions, Fragment } from './definitions.ts'
import type { Encoding, MediaType, RequestBody, Style } from './model.ts'
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
  const style = STYLES[place](collectionFormat(node))
  if (style === undefined) {
    return unsupportedParameter(node, `collectionFormat "${collectionFormat(node)}" can't be written in ${place}`)
  }
  if (nestedFormat(node)) return unsupportedParameter(node, 'a list inside a list has a format of its own')
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
      serialization: { kind: 'style', style },
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
    const style = STYLES.formData(collectionFormat(node))
    if (name === undefined || style === undefined || nestedFormat(node)) {
      return illegalParameter(node, 'it has no name, or a collectionFormat that does not exist')
    }
    return pass({
      name,
      style,
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
  readonly style: Style
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
    fields.flatMap(({ name, style, node }): [string, Encoding][] =>
      style.in === 'query' && textOf(node, 'type') === 'array' ? [[name, { style, headers: [] }]] : [],
    ),
  )
  const schema: JsonObject = { type: 'object', properties, ...(required.length === 0 ? {} : { required }) }
  return { mediaType, schema, encoding, pointer }
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

/** Only lists have one; a single value is written the same in all of them, and `multi` is what 3.x has as default. */
function collectionFormat(node: Node): string {
  if (textOf(node, 'type') === 'array') return textOf(node, 'collectionFormat') ?? 'csv'
  const place = textOf(node, 'in')
  return place === 'query' || place === 'formData' ? 'multi' : 'csv'
}

function nestedFormat(node: Node): boolean {
  const list = isObject(node.value) ? member(node.value, 'items') : undefined
  return isObject(list) && member(list, 'type') === 'array' && member(list, 'collectionFormat') !== undefined
}

/** Which style a collection format is, by place. @see https://spec.openapis.org/oas/v2.0.html#parameter-object */
const STYLES: Readonly<Record<'path' | 'query' | 'header' | 'formData', (format: string) => Style | undefined>> = {
  path: (format) =>
    format === 'csv' ? { in: 'path', style: 'simple', explode: false, allowReserved: false } : undefined,
  header: (format) => (format === 'csv' ? { in: 'header', style: 'simple', explode: false } : undefined),
  query: inQuery,
  formData: inQuery,
}

function inQuery(format: string): Style | undefined {
  const style = QUERY_STYLES.get(format)
  return style === undefined ? undefined : { in: 'query', style, explode: format === 'multi', allowReserved: false }
}

const QUERY_STYLES: ReadonlyMap<string, Extract<Style, { in: 'query' }>['style']> = new Map([
  ['csv', 'form'],
  ['multi', 'form'],
  ['ssv', 'spaceDelimited'],
  ['tsv', 'tabDelimited'],
  ['pipes', 'pipeDelimited'],
])

/** The media types that an operation takes or gives: its own list, else the document's. */
export function mediaTypes20(operation: Node, root: Node, field: 'consumes' | 'produces'): readonly string[] {
  return step(operation, field) === undefined ? textsOf(root, field) : textsOf(operation, field)
}
