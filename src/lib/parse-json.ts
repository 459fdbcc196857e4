/** JSON text → values as doubles, or the fault that it is refused for. */
import { isArray, type JsonValue } from './json.ts'
import { duplicateKeyFault, type JsonFault, MAX_DEPTH, syntaxFault } from './json-fault.ts'
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
  const size = measure(value)
  if (size.depth > MAX_DEPTH) return failure({ kind: 'too-deep', limit: MAX_DEPTH })
  if (size.keys !== countKeys(source)) return failure(duplicateKeyFault(source))
  return success(value)
}

function measure(root: JsonValue): { readonly keys: number; readonly depth: number } {
  let keys = 0
  let depth = 0
  const pending: [JsonValue, number][] = [[root, 1]]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [value, level] = next
    if (typeof value !== 'object' || value === null) continue
    if (level > depth) depth = level
    const members = isArray(value) ? value : Object.values(value)
    if (!isArray(value)) keys += members.length
    for (const item of members) if (typeof item === 'object' && item !== null) pending.push([item, level + 1])
  }
  return { keys, depth }
}

/** How many keys the text of valid JSON has, duplicates included: strings that a colon follows. */
function countKeys(text: string): number {
  let keys = 0
  for (let start = text.indexOf('"'); start !== -1; start = text.indexOf('"', start)) {
    let end = text.indexOf('"', start + 1)
    while (isEscaped(text, end)) end = text.indexOf('"', end + 1)
    start = end + 1
    while (isWhitespace(text.charCodeAt(start))) start++
    if (text.charCodeAt(start) === COLON) keys++
  }
  return keys
}

const COLON = 0x3a
const BACKSLASH = 0x5c

function isEscaped(text: string, quote: number): boolean {
  let backslashes = 0
  while (text.charCodeAt(quote - 1 - backslashes) === BACKSLASH) backslashes++
  return backslashes % 2 === 1
}

function isWhitespace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}
