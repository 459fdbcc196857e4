/** JSON text → values as doubles, or the fault that it is refused for. */
import { isArray, type JsonValue } from './json.ts'
import { duplicateKeyFault, type JsonFault, MAX_DEPTH, syntaxFault } from './json-fault.ts'
import { afterSpace, afterString, COLON } from './json-text.ts'
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
  const keys = keysOf(value)
  if (keys === undefined) return failure({ kind: 'too-deep', limit: MAX_DEPTH })
  if (keys !== countKeys(source)) return failure(duplicateKeyFault(source))
  return success(value)
}

/** How many keys a value has, those of all values in it included; undefined where it is nested too deep. */
function keysOf(value: JsonValue, depth = 1): number | undefined {
  if (typeof value !== 'object' || value === null) return 0
  if (depth > MAX_DEPTH) return undefined
  const inner = isArray(value) ? value : Object.values(value)
  let keys = isArray(value) ? 0 : inner.length
  for (const item of inner) {
    if (typeof item !== 'object' || item === null) continue
    const more = keysOf(item, depth + 1)
    if (more === undefined) return undefined
    keys += more
  }
  return keys
}

/** How many keys the text of valid JSON has, duplicates included: strings that a colon follows. */
function countKeys(text: string): number {
  let keys = 0
  for (let start = text.indexOf('"'); start !== -1; start = text.indexOf('"', start)) {
    start = afterSpace(text, afterString(text, start))
    if (text.charCodeAt(start) === COLON) keys++
  }
  return keys
}
