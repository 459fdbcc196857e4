/** A parameter and its value → its text in the request. */
import type { Parameter, ParameterPlace, Style } from '../contract/model.ts'
import { isArray, isObject, type JsonValue, stringifyJson } from '../lib/json.ts'
import { isForm, isJson } from '../lib/media-type.ts'
import { failure, type Result, success } from '../lib/result.ts'
import { writeForm } from './body-form.ts'
import { writeCollection } from './collection.ts'
import { percentEncode } from './percent.ts'
import { isScalar, scalarText } from './scalar.ts'
import { writeStyle } from './style.ts'

/**
 * The parameter's text: the value for path and header, the pairs for query and cookie, the whole query for querystring.
 * Undefined where there is nothing to send. The error says what is wrong with the value.
 */
export function writeParameter(parameter: Parameter, value: JsonValue): Result<string | undefined, string> {
  const { serialization } = parameter
  if (parameter.in === 'querystring') return writeQuerystring(serialization, value)
  if (serialization.kind === 'style')
    return writeStyle(parameter.name, parameter.allowEmptyValue && isEmpty(value) ? '' : value, serialization.style)
  if (serialization.kind === 'collection') return writeCollection(parameter.name, value, serialization.collection)
  if (isJson(serialization.mediaType)) {
    const text = stringifyJson(value)
    // a header can't have other characters, and JSON can do without
    return writeStyle(parameter.name, parameter.in === 'header' ? asciiJson(text) : text, PLAIN[parameter.in])
  }
  return isScalar(value)
    ? writeStyle(parameter.name, scalarText(value), PLAIN[parameter.in])
    : failure(`must be text, as it is sent as ${serialization.mediaType}`)
}

/** How a text that is already serialised stands in each place: as a scalar of the place's default style. */
const PLAIN: Readonly<Record<Exclude<ParameterPlace, 'querystring'>, Style>> = {
  path: { in: 'path', style: 'simple', explode: false, allowReserved: false },
  query: { in: 'query', style: 'form', explode: false, allowReserved: false },
  header: { in: 'header', style: 'simple', explode: false },
  cookie: { in: 'cookie', style: 'form', explode: false, allowReserved: false },
}

/** @see https://spec.openapis.org/oas/v3.2.0.html#parameter-locations (querystring) */
function writeQuerystring(
  serialization: Parameter['serialization'],
  value: JsonValue,
): Result<string | undefined, string> {
  const mediaType = serialization.kind === 'content' ? serialization.mediaType : ''
  if (isJson(mediaType)) return success(percentEncode(stringifyJson(value)))
  if (!isForm(mediaType) || !isObject(value)) return failure('must be an object, as it is the whole query')
  const written = writeForm(value, new Map())
  return written.ok ? success(written.value === '' ? undefined : written.value) : written
}

function asciiJson(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function isEmpty(value: JsonValue): boolean {
  return (
    value === null || (isArray(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0)
  )
}
