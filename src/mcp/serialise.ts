/** A protocol message to one line of JSON. */
import { ExactNumber, hasExact, type JsonValue, stringifyJson } from '../lib/json.ts'

/**
 * The text of a message, without a line end. Exact numbers keep their digits; members that are undefined are left out.
 * Lone surrogates become U+FFFD and the other characters that some readers split lines at are escaped.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/stdio
 */
export function serialise(message: object): string {
  const text = JSON.stringify(message)
  // nearly every message needs no more than what the language does by itself
  const written = text.includes(SURROGATE) || hasExact(message) ? stringifyJson(plain(message)) : text
  return written.replace(/[\u0085\u2028\u2029]/g, escapeUnit)
}

/** How the language begins the escape of one that stands alone. */
const SURROGATE = '\\ud'

function plain(value: unknown): JsonValue {
  if (typeof value === 'string') return value.toWellFormed()
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (value instanceof ExactNumber) return value
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, member]) =>
        member === undefined ? [] : [[name.toWellFormed(), plain(member)]],
      ),
    )
  }
  return null
}

function escapeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
