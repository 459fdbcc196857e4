/** A JSON scalar → its text outside of JSON. */
import { type ExactNumber, isArray, isObject, type JsonValue, stringifyJson } from '../lib/json.ts'

export type Scalar = string | number | boolean | ExactNumber

/** Null is none: it has no text. */
export function isScalar(value: JsonValue): value is Scalar {
  return value !== null && !isArray(value) && !isObject(value)
}

/** Strings as they are, numbers with the digits that they were given with. */
export function scalarText(value: Scalar): string {
  return typeof value === 'string' ? value : stringifyJson(value)
}
