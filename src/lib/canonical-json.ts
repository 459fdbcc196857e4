/** A JSON value → the one text that every equal value has: sorted keys, shortest numbers. @see RFC 8785 */
import { isArray, isObject, type JsonValue, stringifyJson } from './json.ts'

/** Without white space. Numbers that a double can't hold keep their literal. */
export function canonicalJson(value: JsonValue): string {
  return write(value, '', '')
}

/** The same content with one member on each line, for people and for version control. */
export function prettyCanonicalJson(value: JsonValue): string {
  return `${write(value, '\n', '  ')}\n`
}

function write(value: JsonValue, newline: string, indent: string): string {
  const inner = newline + indent
  const block = (open: string, parts: readonly string[], close: string): string =>
    parts.length === 0 ? open + close : `${open}${inner}${parts.join(`,${inner}`)}${newline}${close}`
  if (isArray(value)) {
    const parts = value.map((item) => write(item, inner, indent))
    return block('[', parts, ']')
  }
  if (isObject(value)) {
    const colon = indent === '' ? ':' : ': '
    const parts = Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => `${JSON.stringify(name)}${colon}${write(member, inner, indent)}`)
    return block('{', parts, '}')
  }
  return stringifyJson(value)
}
