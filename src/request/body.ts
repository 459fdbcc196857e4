/** A body's value → its bytes, by the family of its media type. */

import type { MediaType } from '../contract/model.ts'
import type { Definitions } from '../contract/schema-admits.ts'
import { type BodyFamily, bodyFamily, sentMediaType, wantsBase64 } from '../contract/serializable.ts'
import { isObject, type JsonValue, stringifyJson } from '../lib/json.ts'
import { charset, parseMediaType } from '../lib/media-type.ts'
import { failure, type Result, success } from '../lib/result.ts'
import { givenBytes } from './base64.ts'
import { writeForm } from './body-form.ts'
import { writeMultipart } from './body-multipart.ts'
import { isScalar, scalarText } from './scalar.ts'

export interface Body {
  readonly contentType: string
  readonly bytes: string | Uint8Array
}

type Encoder = (value: JsonValue, content: MediaType, definitions: Definitions) => Result<Body, string>

/** Writes a body. The error says what is wrong with the value; media types that can't be written never come here. */
export function writeBody(value: JsonValue, content: MediaType, definitions: Definitions): Result<Body, string> {
  return ENCODERS[bodyFamily(content.mediaType)](value, content, definitions)
}

const ENCODERS: Readonly<Record<BodyFamily, Encoder>> = {
  json: (value, content) => success({ contentType: sentMediaType(content.mediaType), bytes: stringifyJson(value) }),
  form: (value, content) => {
    if (!isObject(value)) return failure('the body must be an object')
    const written = writeForm(value, content.encoding)
    return written.ok ? success({ contentType: content.mediaType, bytes: written.value }) : written
  },
  multipart: (value, content, definitions) =>
    isObject(value) ? writeMultipart(value, content, definitions) : failure('the body must be an object'),
  text: (value, content) => (isScalar(value) ? textBody(scalarText(value), content) : failure('the body must be text')),
  xml: (value, content) =>
    typeof value === 'string' ? textBody(value, content) : failure('the body must be XML text'),
  binary: (value, content, definitions) => {
    if (typeof value !== 'string') return failure('the body must be a string')
    if (!wantsBase64(content, definitions)) return textBody(value, content)
    const bytes = givenBytes(value)
    if (!bytes.ok) return failure(`the body ${bytes.error}`)
    return success({ contentType: content.mediaType, bytes: bytes.value })
  },
}

function textBody(text: string, content: MediaType): Result<Body, string> {
  const mediaType = sentMediaType(content.mediaType)
  // without a charset text/* is US-ASCII to some receivers
  const unstated = parseMediaType(mediaType)?.type === 'text' && charset(mediaType) === undefined
  if (!text.isWellFormed()) return failure('the body is not well-formed text (a surrogate stands alone)')
  return success({ contentType: unstated ? `${mediaType}; charset=utf-8` : mediaType, bytes: text })
}
