/** An object → application/x-www-form-urlencoded. */
import type { Encoding } from '../contract/model.ts'
import { isArray, type JsonObject, type JsonValue, stringifyJson } from '../lib/json.ts'
import { isJson } from '../lib/media-type.ts'
import { failure, type Result, success } from '../lib/result.ts'
import { writeCollection } from './collection.ts'
import { percentEncode } from './percent.ts'
import { isScalar, scalarText } from './scalar.ts'
import { writeStyle } from './style.ts'

/**
 * Each property by its encoding: with style as a query parameter would be, else by content type: scalars as text, a
 * list as one pair for each item, what is nested as JSON. Null and empty lists leave nothing behind. A blank is `%20`,
 * which every reader of forms takes.
 * @see https://spec.openapis.org/oas/v3.1.1.html#encoding-the-x-www-form-urlencoded-media-type
 */
export function writeForm(value: JsonObject, encodings: ReadonlyMap<string, Encoding>): Result<string, string> {
  const pairs: string[] = []
  for (const [name, member] of Object.entries(value)) {
    const encoding = encodings.get(name)
    const written = writeField(name, member, encoding)
    if (!written.ok) return failure(`${name}: ${written.error}`)
    if (written.value !== undefined && written.value !== '') pairs.push(written.value)
  }
  return success(pairs.join('&'))
}

function writeField(
  name: string,
  value: JsonValue,
  encoding: Encoding | undefined,
): Result<string | undefined, string> {
  if (encoding?.collection !== undefined) return writeCollection(name, value, encoding.collection)
  if (encoding?.style !== undefined) return writeStyle(name, value, encoding.style)
  return writePlain(name, value, encoding?.contentType)
}

/**
 * The text of one value outside of JSON; a string stands for itself whatever the content type. The error says what is
 * wrong with it.
 */
export function valueText(value: JsonValue, contentType: string | undefined): Result<string, string> {
  if (isScalar(value)) {
    const text = scalarText(value)
    return text.isWellFormed() ? success(text) : failure('is not well-formed text (a surrogate stands alone)')
  }
  if (contentType !== undefined && !isJson(contentType)) return failure(`must be text, as it is sent as ${contentType}`)
  return success(stringifyJson(value))
}

function writePlain(name: string, value: JsonValue, contentType: string | undefined): Result<string, string> {
  if (!name.isWellFormed()) return failure('has a name that is not well-formed text')
  const pairs: string[] = []
  for (const item of isArray(value) ? value : [value]) {
    if (item === null) {
      if (isArray(value)) return failure('has null as an item, which a form has no way to write')
      continue
    }
    const text = valueText(item, contentType)
    if (!text.ok) return text
    pairs.push(`${percentEncode(name, '$@:')}=${percentEncode(text.value)}`)
  }
  return success(pairs.join('&'))
}
