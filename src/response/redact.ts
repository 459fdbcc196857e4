/** Secrets → a function that replaces them, in whatever form they were written, by `[redacted]`. */
import { byteString } from '../lib/base64.ts'
import { encodeUtf8 } from '../lib/utf8.ts'
import type { Secret } from '../upstream/secret.ts'
import { withoutBeginning } from './redact-end.ts'

/** `breaksOff`: the text may end in the middle of a secret, whose beginning is replaced too. */
export type Redact = (text: string, breaksOff?: boolean) => string

const REDACTED = '[redacted]'

/** What is shorter is in every text, and no secret: the `x` that some APIs want for a password. */
const LEAST = 4

/** A shorter secret has encoded forms that ordinary data would match by chance. */
const LEAST_ENCODED = 8

/**
 * One pass for all secrets: raw, percent-encoded, JSON- and HTML-escaped, base64 and base64url at any offset. Secrets
 * under 8 characters only raw and where nothing of a word touches them, and those under 4 not at all. A function gives the secrets of the moment: the
 * same list as long as they are the same.
 */
export function createRedactor(secrets: readonly Secret[] | (() => readonly Secret[])): Redact {
  if (typeof secrets !== 'function') return redactorOf(secrets)
  let known = secrets()
  let redact = redactorOf(known)
  return (text, breaksOff) => {
    const now = secrets()
    if (now !== known) redact = redactorOf(now)
    known = now
    return redact(text, breaksOff)
  }
}

function redactorOf(secrets: readonly Secret[]): Redact {
  const values = [...new Set(secrets.map((secret) => secret.reveal()))].filter((value) => value.length >= LEAST)
  if (values.length === 0) return (text) => text
  // longer first: a pair before its password
  const all = values.sort((a, b) => b.length - a.length).map((value) => pieces(value).map(patternOf))
  // a secret is nowhere unless its first piece is: what has no hit is looked through for few alternatives only
  const first = new RegExp(all.map(([head]) => head).join('|'))
  const every = new RegExp(`(?:${all.flat().join('|')})+`, 'g')
  return (text, breaksOff = false) => {
    const redacted = first.test(text) ? text.replace(every, REDACTED) : text
    return breaksOff ? withoutBeginning(redacted, values, REDACTED) : redacted
  }
}

function patternOf(piece: string): string {
  return piece.length < LEAST_ENCODED
    ? `(?<![\\w-])${literal(piece)}(?![\\w-])`
    : [escapedPattern(piece), ...base64Patterns(piece)].join('|')
}

/** Patterns of thousands of alternatives in a row overflow the stack of the regular expression compiler. */
function pieces(value: string): readonly string[] {
  const count = Math.ceil(value.length / PIECE)
  const size = Math.ceil(value.length / count / 3) * 3 // so that base64 starts at the same offset in all
  return Array.from({ length: count }, (_, at) =>
    value.slice(at * size, at === count - 1 ? undefined : (at + 1) * size),
  )
}

const PIECE = 480

/** The text with each character other than letters and digits in any escape that URLs, JSON and HTML know. */
function escapedPattern(text: string): string {
  return [...text].map((character) => (/[A-Za-z0-9]/.test(character) ? character : anyEscape(character))).join('')
}

function anyEscape(character: string): string {
  const percent = encodeURIComponent(character)
  const code = character.charCodeAt(0).toString(16).padStart(2, '0')
  const forms = [
    `\\\\?${literal(character)}`,
    hexPattern(percent === character ? `%${code}` : percent),
    `\\\\u${hexPattern(code.padStart(4, '0'))}`,
    `&#(?:${character.charCodeAt(0)}|[xX]0*${hexPattern(code)});`,
    ...(HTML_NAMES.get(character) ?? []),
  ]
  return `(?:${forms.join('|')})`
}

const HTML_NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ['&', ['&amp;']],
  ['<', ['&lt;']],
  ['>', ['&gt;']],
  ['"', ['&quot;']],
  ["'", ['&apos;']],
])

/**
 * The base64 texts of bytes: standing alone, and inside longer data at each offset modulo 3, there without the
 * characters whose bits they share with a neighbour.
 */
function base64Patterns(value: string): readonly string[] {
  const bytes = byteString(encodeUtf8(value))
  const cores = [0, 1, 2].map((offset) => {
    const first = Math.ceil((offset * 8) / 6)
    const end = Math.floor(((offset + bytes.length) * 8) / 6)
    return alphabetPattern(btoa('\0'.repeat(offset) + bytes).slice(first, end))
  })
  const alone = alphabetPattern(btoa(bytes).replace(/=+$/, ''))
  return [`${alone}(?:=|%3[Dd]|\\\\u003[Dd]){0,2}`, ...cores]
}

function alphabetPattern(base64: string): string {
  return base64
    .replaceAll('/', () => '\0')
    .replaceAll('+', '(?:[+-]|%2[Bb]|\\\\u002[Bb])')
    .replaceAll('\0', '(?:\\\\?/|_|%2[Ff]|\\\\u002[Ff])')
}

function hexPattern(text: string): string {
  return text.replace(/[a-f]/gi, (digit) => `[${digit.toLowerCase()}${digit.toUpperCase()}]`)
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
