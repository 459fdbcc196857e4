/** A text that is too long → a verbatim beginning of it that ends where something is complete. */
import { formatPointer, type JsonPointer } from '../lib/pointer.ts'

export interface Cut {
  /** The beginning, character for character. */
  readonly shown: string
  /** The list that was cut, where there is one, and how many whole elements of it are shown. */
  readonly list?: { readonly path: readonly (string | number)[]; readonly pointer: JsonPointer; readonly shown: number }
}

/** The longest run that could be an encoded secret: base64 of the longest credential. */
const LONGEST_RUN = 24_576

/**
 * Cuts JSON after a whole element: of the outermost list that still shows half of `limit`, else of whatever is open.
 * @param limit UTF-16 code units
 * @param incomplete whether the text itself breaks off, so that its end must go even within the limit
 * @param from where what is shown begins, which counts in place of the text's own beginning
 */
export function cutJson(text: string, limit: number, incomplete: boolean, from = 0): Cut {
  const most = Math.min(limit, text.length)
  const open = scan(text, most)
  const enough = open.filter(({ end }) => end >= (from + most) / 2 && end > from)
  const last = open.reduce((best, level) => (level.end > best.end ? level : best), NONE)
  const at = enough.find(({ kind }) => kind === 'array') ?? enough[0] ?? last
  if (at.end <= from) return cutLines(text, limit, incomplete, from)
  const shown = text.slice(0, at.end)
  if (at.kind === 'object') return { shown }
  const path = open.slice(0, open.indexOf(at)).map(({ kind, key, count }) => (kind === 'array' ? count : name(key)))
  return { shown, list: { path, pointer: formatPointer(path), shown: at.count } }
}

/** Cuts after a line where that shows half of `limit`, else between two characters. */
export function cutLines(text: string, limit: number, incomplete: boolean, from = 0): Cut {
  let end = Math.min(limit, text.length)
  const line = text.lastIndexOf('\n', end - 1) + 1
  if (line >= (from + end) / 2 && line > from) return { shown: text.slice(0, line) }
  if (incomplete && end === text.length) end = beforeLastRun(text)
  const splitsPair = /[\ud800-\udbff]/.test(text.charAt(end - 1)) && /[\udc00-\udfff]/.test(text.charAt(end))
  return { shown: text.slice(0, splitsPair ? end - 1 : end) }
}

/** A text that breaks off may end within an echoed secret, which redaction can't know: the last run is left out. */
function beforeLastRun(text: string): number {
  const least = Math.max(0, text.length - LONGEST_RUN)
  let end = text.length
  while (end > least && !/[\s"',;&<>(){}[\]]/.test(text.charAt(end - 1))) end--
  return end
}

interface Level {
  readonly kind: 'array' | 'object'
  /** Elements or members that are complete, and where the last one ends. */
  count: number
  end: number
  /** The literal of the member name read last; undefined while the next string is a name. */
  key: string | undefined
}

const NONE: Level = { kind: 'object', count: 0, end: 0, key: undefined }

/** What is open at `limit`, outermost first. */
function scan(text: string, limit: number): readonly Level[] {
  const open: Level[] = []
  for (let at = 0; at < limit; at++) {
    const character = text[at]
    const level = open.at(-1)
    if (character === '"') {
      const start = at
      at = endOfString(text, at, limit)
      if (level?.kind === 'object' && level.key === undefined) level.key = text.slice(start, at + 1)
    } else if (character === '{' || character === '[') {
      open.push({ kind: character === '[' ? 'array' : 'object', count: 0, end: 0, key: undefined })
    } else if (character === '}' || character === ']') {
      open.pop()
    } else if (character === ',' && level !== undefined) {
      level.count++
      level.end = at
      level.key = undefined
    }
  }
  return open
}

function endOfString(text: string, start: number, limit: number): number {
  let at = start + 1
  while (at < limit && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}

function name(literal: string | undefined): string {
  return String(JSON.parse(literal ?? '""'))
}
