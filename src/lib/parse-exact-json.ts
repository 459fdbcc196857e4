/** JSON text → values that keep every digit. */
import { ExactNumber, type JsonValue } from './json.ts'
import type { JsonFault } from './json-fault.ts'
import { visitJson, withoutByteOrderMark } from './json-visitor.ts'
import { parseJson, vetJson } from './parse-json.ts'
import { type Result, success } from './result.ts'

/** Parses like `parseJson`, with every number that a double would change as an `ExactNumber`. */
export function parseExactJson(text: string): Result<JsonValue, JsonFault> {
  return exact(text, parseJson(text))
}

/** The same of a text without a byte order mark that was parsed to `value` before. */
export function exactJson(text: string, value: JsonValue): Result<JsonValue, JsonFault> {
  return exact(text, vetJson(value, text))
}

function exact(text: string, plain: Result<JsonValue, JsonFault>): Result<JsonValue, JsonFault> {
  if (!plain.ok || !MAY_BE_INEXACT.test(text)) return plain
  return success(rebuild(withoutByteOrderMark(text)))
}

/** A digit run too long for a double, or an exponent: cheap, and wrong only on the safe side. */
const MAY_BE_INEXACT = /\d[\d.]{15}|\d[eE]/

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
  visitJson(text, {
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
