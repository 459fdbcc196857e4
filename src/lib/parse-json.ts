/** JSON text → values as doubles, or the fault that it is refused for. */
import { isArray, type JsonValue } from './json.ts'
import { duplicateKeyFault, type JsonFault, MAX_DEPTH, syntaxFault } from './json-fault.ts'
import { afterSpace, afterString, beforeSpace, COLON, QUOTE } from './json-text.ts'
import { withoutByteOrderMark } from './json-visitor.ts'
import { failure, type Result, success } from './result.ts'

/** Parses strict JSON (a byte order mark is allowed); duplicate keys are a fault. Numbers become doubles. */
export function parseJson(text: string): Result<JsonValue, JsonFault> {
  const source = withoutByteOrderMark(text)
  let value: JsonValue
  try {
    value = JSON.parse(source)
  } catch {
    return failure(syntaxFault(source))
  }
  return vetJson(value, source)
}

/** A value and the text that it was parsed from → the value, unless a key or its depth went unnoticed. */
export function vetJson(value: JsonValue, source: string): Result<JsonValue, JsonFault> {
  // a short text can't be nested too deep, and what is written again just as it was has no key twice
  if (source.length <= 2 * MAX_DEPTH && JSON.stringify(value) === source) return success(value)
  const keys = typeof value === 'object' && value !== null ? keysOf(value, 1) : 0
  if (Number.isNaN(keys)) return failure({ kind: 'too-deep', limit: MAX_DEPTH })
  // the value has as many as the text, or fewer; the most that it can have is counted in half the time
  if (keys !== mostKeys(source) && keys !== countKeys(source)) return failure(duplicateKeyFault(source))
  return success(value)
}

/** How many keys a value has, those of all values in it included; NaN where it is nested too deep. */
function keysOf(value: object, depth: number): number {
  if (depth > MAX_DEPTH) return Number.NaN
  let keys = 0
  if (isArray(value)) {
    for (const item of value) if (typeof item === 'object' && item !== null) keys += keysOf(item, depth + 1)
    return keys
  }
  // lists of names or values would be a third of the work; what was just parsed inherits no names
  for (const name in value) {
    keys++
    const item: unknown = value[name as keyof typeof value]
    if (typeof item === 'object' && item !== null) keys += keysOf(item, depth + 1)
  }
  return keys
}

/** How many keys the text of valid JSON has at most: colons that follow a quote, those in strings included. */
function mostKeys(text: string): number {
  let keys = 0
  for (let colon = text.indexOf(':'); colon !== -1; colon = text.indexOf(':', colon + 1)) {
    if (text.charCodeAt(beforeSpace(text, colon - 1)) === QUOTE) keys++
  }
  return keys
}

/** How many it has, duplicates included: strings that a colon follows. */
function countKeys(text: string): number {
  let keys = 0
  for (let start = text.indexOf('"'); start !== -1; start = text.indexOf('"', start)) {
    start = afterSpace(text, afterString(text, start))
    if (text.charCodeAt(start) === COLON) keys++
  }
  return keys
}
