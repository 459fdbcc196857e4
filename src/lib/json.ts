/** JSON text to values and back, without losing a digit or a key. */
import { visit } from 'jsonc-parser'
import { formatPointer, type JsonPointer } from './pointer.ts'
import { failure, type Result, success } from './result.ts'

/** A number that a double can't hold exactly: 64-bit ids, long decimals. `text` is the literal. @see RFC 8259 section 6 */
export class ExactNumber {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export type JsonValue = null | boolean | number | string | ExactNumber | readonly JsonValue[] | JsonObject

export interface JsonObject {
  readonly [name: string]: JsonValue
}

/** Why a text is not the JSON that we take; `line` and `column` count from 1. */
export type JsonFault =
  | { readonly kind: 'syntax'; readonly line: number; readonly column: number }
  | { readonly kind: 'duplicate-key'; readonly key: string; readonly pointer: JsonPointer; readonly line: number }
  | { readonly kind: 'too-deep'; readonly limit: number }

/** Nesting beyond this is refused: nothing real comes near, and recursive code stays safe. */
export const MAX_DEPTH = 500

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

/** Parses like `parseJson`, with every number that a double would change as an `ExactNumber`. */
export function parseExactJson(text: string): Result<JsonValue, JsonFault> {
  const plain = parseJson(text)
  if (!plain.ok || !MAY_BE_INEXACT.test(text)) return plain
  return success(rebuild(withoutByteOrderMark(text)))
}

/** Serialises compactly; an `ExactNumber` is written as its literal. */
export function stringifyJson(value: JsonValue): string {
  if (value instanceof ExactNumber) return value.text
  if (isArray(value)) return `[${value.map(stringifyJson).join(',')}]`
  if (isObject(value)) {
    return `{${Object.entries(value)
      .map(([name, member]) => `${JSON.stringify(name)}:${stringifyJson(member)}`)
      .join(',')}}`
  }
  return JSON.stringify(value)
}

/** The value with doubles in place of exact numbers: for validation, where the nearest double decides. */
export function toDoubles(value: JsonValue): JsonValue {
  if (value instanceof ExactNumber) return Number(value.text)
  if (isArray(value)) return value.map(toDoubles)
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toDoubles(member)]))
  return value
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
}

export function isArray(value: unknown): value is readonly JsonValue[] {
  return Array.isArray(value)
}

/** An own member, never one of the prototype's: names come from outside (`constructor`, `__proto__`). */
export function member(object: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

/** The line (from 1) of what a pointer points at: of the key for a member, of the value for an item. */
export function lineOfPointer(text: string, pointer: JsonPointer): number | undefined {
  if (pointer === '') return 1
  let found: number | undefined
  const at = (line: number, path: readonly (string | number)[]): void => {
    if (found === undefined && formatPointer(path) === pointer) found = line + 1
  }
  // only branches that lead to the pointer are entered
  const leadsThere = (path: readonly (string | number)[]): boolean =>
    path.length === 0 || `${pointer}/`.startsWith(`${formatPointer(path)}/`)
  visit(withoutByteOrderMark(text), {
    onObjectBegin: (_offset, _length, line, _column, path) => enter(line, path()),
    onArrayBegin: (_offset, _length, line, _column, path) => enter(line, path()),
    onObjectProperty: (name, _offset, _length, line, _column, path) => at(line, [...path(), name]),
    onLiteralValue: (_value, _offset, _length, line, _column, path) => at(line, path()),
    // the visitor counts its way out of a skipped branch only where these are given
    onObjectEnd: () => {},
    onArrayEnd: () => {},
  })
  return found

  function enter(line: number, path: readonly (string | number)[]): boolean {
    at(line, path)
    return found === undefined && leadsThere(path)
  }
}

/** A digit run too long for a double, or an exponent: cheap, and wrong only on the safe side. */
const MAY_BE_INEXACT = /\d[\d.]{15}|\d[eE]/

function withoutByteOrderMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
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

function syntaxFault(text: string): JsonFault {
  let fault: JsonFault = { kind: 'syntax', line: 1, column: 1 }
  let first = true
  try {
    visit(
      text,
      {
        onError: (_code, _offset, _length, line, column) => {
          if (first) fault = { kind: 'syntax', line: line + 1, column: column + 1 }
          first = false
        },
      },
      { disallowComments: true, allowTrailingComma: false },
    )
  } catch {
    // the visitor recurses: what is nested deep enough exhausts the stack
    return { kind: 'too-deep', limit: MAX_DEPTH }
  }
  return fault
}

function duplicateKeyFault(text: string): JsonFault {
  const seen: Set<string>[] = []
  let fault: JsonFault = { kind: 'duplicate-key', key: '', pointer: '', line: 1 }
  let first = true
  visit(text, {
    onObjectBegin: () => void seen.push(new Set()),
    onObjectEnd: () => void seen.pop(),
    onObjectProperty: (key, _offset, _length, line, _column, path) => {
      const keys = seen.at(-1)
      if (first && keys?.has(key)) {
        fault = { kind: 'duplicate-key', key, pointer: formatPointer([...path(), key]), line: line + 1 }
        first = false
      }
      keys?.add(key)
    },
  })
  return fault
}

/** Builds the value of valid JSON again, looking at each number's literal. */
function rebuild(text: string): JsonValue {
  const containers: (JsonValue[] | Map<string, JsonValue>)[] = []
  const names: string[] = []
  let root: JsonValue = null
  const put = (value: JsonValue): void => {
    const into = containers.at(-1)
    if (into === undefined) root = value
    else if (into instanceof Map) into.set(names.pop() ?? '', value)
    else into.push(value)
  }
  const close = (): void => {
    const closed = containers.pop()
    if (closed !== undefined) put(closed instanceof Map ? Object.fromEntries(closed) : closed)
  }
  visit(text, {
    onObjectBegin: () => void containers.push(new Map()),
    onObjectProperty: (name) => void names.push(name),
    onObjectEnd: close,
    onArrayBegin: () => void containers.push([]),
    onArrayEnd: close,
    onLiteralValue: (value, offset, length) =>
      put(typeof value === 'number' ? exactNumber(text.slice(offset, offset + length)) : value),
  })
  return root
}

/** The double where it has the literal's value, else the literal. */
export function exactNumber(literal: string): number | ExactNumber {
  const double = Number(literal)
  return Number.isFinite(double) && decimalOf(String(double)) === decimalOf(literal) ? double : new ExactNumber(literal)
}

/** A canonical text of a decimal's value: sign, significant digits, exponent. */
function decimalOf(literal: string): string {
  const [, sign, whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(literal) ?? []
  const digits = (whole + fraction).replace(/^0+/, '')
  const significant = digits.replace(/0+$/, '')
  if (significant === '') return '0'
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`
}
