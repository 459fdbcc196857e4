/** A `content` map of OpenAPI 3.x → the model's media types. */
import { isForm } from '../lib/media-type.ts'
import { all, andThen, type Checked, pass, refuse } from '../problem/checked.ts'
import { problem } from '../problem/problem.ts'
import type { Definitions, Fragment } from './definitions.ts'
import type { Encoding, MediaType } from './model.ts'
import { locate, members, type Node, optional, step, textOf } from './node.ts'
import { type ReadParameter, readParameter, readStyle } from './parameter.ts'
import { dereference } from './reference.ts'

export interface ReadContent {
  readonly content: readonly MediaType[]
  readonly fragments: readonly Fragment[]
}

/** @see https://spec.openapis.org/oas/v3.2.0.html#media-type-object */
export function readContent(content: Node | undefined, definitions: Definitions): Checked<ReadContent> {
  const read = members(content).map(([mediaType, written]) =>
    andThen(dereference(written), (node) => readMediaType(mediaType, node, definitions)),
  )
  return andThen(all(read), (one) =>
    pass({ content: one.map((item) => item.mediaType), fragments: one.flatMap((item) => item.fragments) }),
  )
}

function readMediaType(mediaType: string, node: Node, definitions: Definitions) {
  const fragment = definitions.convert(step(node, 'schema'))
  const encodings = members(step(node, 'encoding')).map(([property, encoding]) =>
    andThen(readEncoding(encoding, mediaType, definitions), (read) => pass([property, read] as const)),
  )
  return andThen(all(encodings), (read) =>
    pass({
      fragments: [fragment, ...read.flatMap(([, { fragments }]) => fragments)],
      mediaType: {
        mediaType,
        schema: fragment.schema,
        encoding: new Map(read.map(([property, { encoding }]) => [property, encoding])),
        pointer: node.pointer,
      },
    }),
  )
}

/** @see https://spec.openapis.org/oas/v3.2.0.html#encoding-object */
function readEncoding(node: Node, mediaType: string, definitions: Definitions) {
  const headers = members(step(node, 'headers'))
    .filter(([name]) => name.toLowerCase() !== 'content-type') // described by `contentType`
    .map(([name, written]) => andThen(dereference(written), (header) => readHeader(name, header, definitions)))
  // what style says of multipart counts only since 3.1
  const mayHaveStyle = node.context.version !== '3.0' || isForm(mediaType)
  const hasStyle = mayHaveStyle && STYLE_FIELDS.some((field) => step(node, field) !== undefined)
  const style = hasStyle ? readStyle(node, 'query') : undefined
  if (hasStyle && style?.in !== 'query') {
    const detail = `style "${textOf(node, 'style')}" does not exist in a form`
    return refuse(problem('BODY_UNSUPPORTED', locate(node), { mediaTypes: [mediaType], detail }))
  }
  return andThen(all(headers), (found) => {
    const read = found.filter((one) => one !== undefined)
    const encoding: Encoding = {
      ...optional('contentType', textOf(node, 'contentType')),
      ...(style?.in === 'query' ? { style } : {}),
      headers: read.map(({ parameter }) => parameter),
    }
    return pass({ encoding, fragments: read.map(({ fragment }) => fragment) })
  })
}

const STYLE_FIELDS = ['style', 'explode', 'allowReserved']

/** A header object is a parameter whose name and place are given by where it stands. */
function readHeader(name: string, node: Node, definitions: Definitions): Checked<ReadParameter | undefined> {
  const fields = Object.fromEntries(members(node).map(([field, { value }]) => [field, value]))
  return readParameter({ ...node, value: { ...fields, name, in: 'header' } }, definitions)
}
