/** Bytes that should be JSON → the places behind what starts there, without making values. @see RFC 8259 */
import { encodeUtf8 } from './utf8.ts'

export const QUOTE = 0x22
export const COMMA = 0x2c
export const COLON = 0x3a
export const OPEN_ARRAY = 0x5b
export const BACKSLASH = 0x5c
export const CLOSE_ARRAY = 0x5d
export const OPEN_OBJECT = 0x7b
export const CLOSE_OBJECT = 0x7d
export const SPACE = 0x20

/** In place of a place: there is no JSON. */
export const NONE = -1

/** Where the text starts: behind a byte order mark. @see RFC 8259 section 8.1 */
export function startOf(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
}

export function afterSpace(bytes: Uint8Array, start: number): number {
  let at = start
  while (bytes[at] === SPACE || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at++
  return at
}

/** Behind the string that starts with the quote here. */
export function afterString(bytes: Uint8Array, start: number): number {
  return bytes[start] === QUOTE ? afterCharacters(bytes, start + 1) : NONE
}

/** Behind the quote that ends the string in which this place is. */
export function afterCharacters(bytes: Uint8Array, start: number): number {
  for (let at = start; at !== NONE; ) {
    // the end of the bytes is like a control character: neither may be in a string
    const byte = bytes[at++] ?? 0
    if (byte === QUOTE) return at
    if (byte < SPACE) return NONE
    if (byte === BACKSLASH) at = afterEscape(bytes, at)
  }
  return NONE
}

/** Behind what follows a backslash. */
function afterEscape(bytes: Uint8Array, start: number): number {
  const byte = bytes[start] ?? 0
  if (byte !== LETTER_U) return ESCAPED.has(byte) ? start + 1 : NONE
  for (let at = start + 1; at < start + 5; at++) if (!isHexDigit(bytes[at] ?? 0)) return NONE
  return start + 5
}

const LETTER_U = 0x75
const ESCAPED: ReadonlySet<number> = new Set([...'"\\/bfnrt'].map((character) => character.charCodeAt(0)))

function isHexDigit(byte: number): boolean {
  return isDigit(byte) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66)
}

/** Behind a number, `true`, `false` or `null`. */
export function afterLiteral(bytes: Uint8Array, start: number): number {
  const word = WORDS.get(bytes[start] ?? 0)
  if (word === undefined) return afterNumber(bytes, start)
  for (let index = 1; index < word.length; index++) if (bytes[start + index] !== word[index]) return NONE
  return start + word.length
}

const WORDS: ReadonlyMap<number, Uint8Array> = new Map(
  ['true', 'false', 'null'].map((word) => [word.charCodeAt(0), encodeUtf8(word)]),
)

function afterNumber(bytes: Uint8Array, start: number): number {
  let at = bytes[start] === 0x2d ? start + 1 : start
  at = bytes[at] === 0x30 ? at + 1 : afterDigits(bytes, at)
  if (at !== NONE && bytes[at] === 0x2e) at = afterDigits(bytes, at + 1)
  if (at === NONE || (bytes[at] !== 0x65 && bytes[at] !== 0x45)) return at
  return afterDigits(bytes, bytes[at + 1] === 0x2b || bytes[at + 1] === 0x2d ? at + 2 : at + 1)
}

/** At least one. */
function afterDigits(bytes: Uint8Array, start: number): number {
  let at = start
  while (isDigit(bytes[at] ?? 0)) at++
  return at === start ? NONE : at
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}

/** Behind the value that starts here in what is known to be JSON. */
export function afterValue(bytes: Uint8Array, start: number): number {
  const first = bytes[start]
  if (first === QUOTE) return afterString(bytes, start)
  return first === OPEN_OBJECT || first === OPEN_ARRAY ? afterContainer(bytes, start) : afterLiteral(bytes, start)
}

function afterContainer(bytes: Uint8Array, start: number): number {
  let depth = 0
  for (let at = start; at < bytes.length; ) {
    const byte = bytes[at++]
    if (byte === QUOTE) at = afterCharacters(bytes, at)
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth++
    else if ((byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) && --depth === 0) return at
  }
  return NONE
}

/** The text of the key that starts with the quote here. */
export function keyAt(bytes: Uint8Array, start: number): string {
  return JSON.parse(textBetween(bytes, start, afterString(bytes, start)))
}

export function textBetween(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, end))
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
