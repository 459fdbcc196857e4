/** The text of a JSON answer, and what a parser makes of it → its value, where every reader of the value gets exactly what the text says. */
import { ExactNumber, isArray, type JsonValue } from '../lib/json.ts'
import { exactJson } from '../lib/parse-exact-json.ts'
import type { Redact } from './redact.ts'

/** Parsing and comparing costs about as much as sending: beyond this only the text goes out. */
const MOST_CHARACTERS = 262_144

/** Clients read nested values recursively. */
const MOST_LEVELS = 100

/**
 * Undefined for numbers that no double holds, for a key that occurs twice, and for what text can say but values can't.
 * @param text redacted already
 */
export function exactValue(text: string, value: JsonValue, redact: Redact): JsonValue | undefined {
  if (text.length > MOST_CHARACTERS || !isPlain(value, 0)) return undefined
  const written = JSON.stringify(value)
  if (LONE_SURROGATE.test(written)) return undefined
  // what is written again just as it was has no key twice, no digit that was lost, and nothing that was escaped
  if (written === text) return value
  const parsed = exactJson(text, value)
  if (!parsed.ok || !isPlain(parsed.value, 0)) return undefined
  // an escape in the text may hide a secret that its value shows
  return redact(written) === written ? parsed.value : undefined
}

/** Only what stands alone is still escaped in the text of a value. */
const LONE_SURROGATE = /\\ud[89a-f]/

function isPlain(value: JsonValue, level: number): boolean {
  if (level > MOST_LEVELS || value instanceof ExactNumber) return false
  if (typeof value !== 'object' || value === null) return true
  if (isArray(value)) {
    for (const item of value) if (!isPlain(item, level + 1)) return false
    return true
  }
  // readers that build objects member by member lose this one
  if (Object.hasOwn(value, '__proto__')) return false
  // a list of members would be most of the work
  for (const name in value) if (!isPlain(value[name] ?? null, level + 1)) return false
  return true
}
