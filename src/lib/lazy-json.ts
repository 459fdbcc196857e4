/** Bytes of JSON and their outline → the value, each large part of which is made when it is first asked for. */
import type { JsonObject, JsonValue } from './json.ts'
import { keyAt, textBetween } from './json-bytes.ts'
import type { Part } from './json-outline.ts'

/**
 * The value of the root, as `JSON.parse` would make it: numbers are doubles. Who never looks at most of a large document
 * never pays for it. The bytes must stay as they are.
 */
export function lazyJson(bytes: Uint8Array, root: Part): JsonObject {
  // an outline's root is an object
  return partValue(bytes, root) as JsonObject
}

function partValue(bytes: Uint8Array, { start, end, parts }: Part): JsonValue {
  // the large parts are left out of what is parsed now, so that the names keep their order
  let [text, at] = ['', start]
  for (const part of parts) {
    text += `${textBetween(bytes, at, part.start)}0`
    at = part.end
  }
  const value = JSON.parse(text + textBetween(bytes, at, end))
  for (const part of parts) makeWhenAsked(value, keyAt(bytes, part.key), () => partValue(bytes, part))
  return value
}

function makeWhenAsked(object: object, name: string, make: () => JsonValue): void {
  let made: JsonValue | undefined
  const get = () => {
    made ??= make()
    return made
  }
  Object.defineProperty(object, name, { configurable: true, enumerable: true, get })
}
