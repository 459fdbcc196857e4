/** Bytes that should be JSON → whether they are, and where their large parts stand. Makes no values. */
import { createKeys } from './distinct-keys.ts'
import {
  afterLiteral,
  afterSpace,
  afterString,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COMMA,
  NONE,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  startOf,
} from './json-bytes.ts'
import { MAX_DEPTH } from './json-fault.ts'

/** An object or array in the bytes. */
export interface Part {
  /** Where it starts, and the place behind it. */
  readonly start: number
  readonly end: number
  /** Where the key starts that it is the value of. */
  readonly key: number
  /** Of an object: the large ones among its members, in their order. */
  readonly parts: readonly Part[]
}

/** Bytes from which on an object or array is a part of its own: to make a smaller one costs no more than to leave it out. */
const LARGE = 4_096

/**
 * The outline of strict JSON that is an object; a byte order mark is allowed. Undefined for everything else: what is no
 * JSON, has a key twice, or is nested too deep. The bytes must be UTF-8. @see RFC 8259
 */
export function outlineOf(bytes: Uint8Array): Part | undefined {
  const keys = createKeys(bytes)
  // parts whose object isn't closed yet
  const parts: Part[] = []
  const start = afterSpace(bytes, startOf(bytes))
  const end = bytes[start] === OPEN_OBJECT ? afterObject(start, 1) : NONE
  return end !== NONE && afterSpace(bytes, end) === bytes.length ? { start, end, key: NONE, parts } : undefined

  function afterValue(at: number, key: number, depth: number): number {
    const first = bytes[at]
    if (first === QUOTE) return afterString(bytes, at)
    if (first !== OPEN_OBJECT && first !== OPEN_ARRAY) return afterLiteral(bytes, at)
    if (depth === MAX_DEPTH) return NONE
    const known = parts.length
    const behind = first === OPEN_OBJECT ? afterObject(at, depth + 1) : afterArray(at, depth + 1)
    if (behind - at < LARGE) return behind
    const inner = parts.splice(known)
    parts.push({ start: at, end: behind, key, parts: first === OPEN_OBJECT ? inner : [] })
    return behind
  }

  function afterObject(open: number, depth: number): number {
    const known = keys.count()
    let at = afterSpace(bytes, open + 1)
    if (bytes[at] === CLOSE_OBJECT) return at + 1
    for (;;) {
      const key = at
      at = keys.after(key)
      if (at !== NONE) at = afterValue(afterSpace(bytes, at), key, depth)
      if (at === NONE) return NONE
      at = afterSpace(bytes, at)
      if (bytes[at] === CLOSE_OBJECT) return keys.take(known) ? at + 1 : NONE
      if (bytes[at] !== COMMA) return NONE
      at = afterSpace(bytes, at + 1)
    }
  }

  function afterArray(open: number, depth: number): number {
    let at = afterSpace(bytes, open + 1)
    if (bytes[at] === CLOSE_ARRAY) return at + 1
    for (;;) {
      at = afterValue(at, NONE, depth)
      if (at === NONE) return NONE
      at = afterSpace(bytes, at)
      if (bytes[at] === CLOSE_ARRAY) return at + 1
      if (bytes[at] !== COMMA) return NONE
      at = afterSpace(bytes, at + 1)
    }
  }
}
