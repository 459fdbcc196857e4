/** The source of an ECMAScript regular expression to its syntax tree. @see ECMA-262 section 22.2.1 */

/** One character is matched by an atom: its source (`[a-z]`, `\d`, `.`, `x`) stays as it is. */
export type PatternNode =
  | { readonly kind: 'atom'; readonly source: string }
  | { readonly kind: 'assert'; readonly at: 'start' | 'end' | 'boundary' | 'inside' }
  | { readonly kind: 'sequence'; readonly nodes: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly nodes: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly node: PatternNode; readonly min: number; readonly max: number }
  | { readonly kind: 'ahead'; readonly node: PatternNode; readonly negative: boolean }

export type PatternFlag = 'u' | ''

/**
 * The tree of a pattern that `RegExp` takes under this flag; undefined for what has no linear automaton (references to
 * groups, looking behind) or is rare (modifiers).
 */
export function parsePattern(source: string, flag: PatternFlag): PatternNode | undefined {
  const cursor: Cursor = { source, flag, at: 0 }
  return parseChoice(cursor)
}

interface Cursor {
  readonly source: string
  readonly flag: PatternFlag
  at: number
}

function parseChoice(cursor: Cursor): PatternNode | undefined {
  const nodes: PatternNode[] = []
  do {
    const sequence = parseSequence(cursor)
    if (sequence === undefined) return undefined
    nodes.push(sequence)
  } while (take(cursor, '|'))
  const [only] = nodes
  return nodes.length === 1 && only !== undefined ? only : { kind: 'choice', nodes }
}

function parseSequence(cursor: Cursor): PatternNode | undefined {
  const nodes: PatternNode[] = []
  while (cursor.at < cursor.source.length && !'|)'.includes(next(cursor))) {
    const term = parseTerm(cursor)
    if (term === undefined) return undefined
    const repeated = parseQuantifier(cursor, term)
    if (repeated === undefined) return undefined
    nodes.push(repeated)
  }
  return { kind: 'sequence', nodes }
}

function parseTerm(cursor: Cursor): PatternNode | undefined {
  if (take(cursor, '^')) return { kind: 'assert', at: 'start' }
  if (take(cursor, '$')) return { kind: 'assert', at: 'end' }
  if (take(cursor, '\\b')) return { kind: 'assert', at: 'boundary' }
  if (take(cursor, '\\B')) return { kind: 'assert', at: 'inside' }
  if (take(cursor, '(')) return parseGroup(cursor)
  const matched = (cursor.flag === 'u' ? UNICODE_ATOM : ATOM).exec(cursor.source.slice(cursor.at))
  if (matched === null) return undefined
  cursor.at += matched[0].length
  return { kind: 'atom', source: matched[0] }
}

function parseGroup(cursor: Cursor): PatternNode | undefined {
  const opening = /^\?(?:[:=!]|<(?![=!])[^>]*>)/.exec(cursor.source.slice(cursor.at))?.[0] ?? ''
  if (opening === '' && next(cursor) === '?') return undefined
  cursor.at += opening.length
  const node = parseChoice(cursor)
  if (node === undefined || !take(cursor, ')')) return undefined
  if (opening === '?=') return { kind: 'ahead', node, negative: false }
  if (opening === '?!') return { kind: 'ahead', node, negative: true }
  return node
}

function parseQuantifier(cursor: Cursor, node: PatternNode): PatternNode | undefined {
  const [whole, min, comma, max] = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(cursor.source.slice(cursor.at)) ?? []
  if (whole === undefined) return node
  if (node.kind === 'ahead' || node.kind === 'assert') return undefined
  cursor.at += whole.length
  const bounds = SIGNS.get(whole.charAt(0))
  if (bounds !== undefined) return { kind: 'repeat', node, ...bounds }
  const least = Number(min)
  const most = comma === '' ? least : max === '' ? Number.POSITIVE_INFINITY : Number(max)
  return { kind: 'repeat', node, min: least, max: most }
}

const SIGNS: ReadonlyMap<string, { readonly min: number; readonly max: number }> = new Map([
  ['*', { min: 0, max: Number.POSITIVE_INFINITY }],
  ['+', { min: 1, max: Number.POSITIVE_INFINITY }],
  ['?', { min: 0, max: 1 }],
])

const CLASS = '\\[(?:[^\\]\\\\]|\\\\[^])*\\]'

/** A backslash with a digit from 1 to 9 or `k` refers to a group: no atom. */
const UNICODE_ATOM = new RegExp(
  `^(?:${CLASS}|\\\\[pP]\\{[^}]*\\}|\\\\u\\{[^}]*\\}|\\\\u[dD][89abAB][\\da-fA-F]{2}\\\\u[dD][c-fC-F][\\da-fA-F]{2}` +
    `|\\\\u[\\da-fA-F]{4}|\\\\x[\\da-fA-F]{2}|\\\\c[A-Za-z]|\\\\[^1-9kuxcpPbB]|[^\\\\()|*+?])`,
  'u',
)
const ATOM = new RegExp(
  `^(?:${CLASS}|\\\\u[\\da-fA-F]{4}|\\\\x[\\da-fA-F]{2}|\\\\c[A-Za-z]|\\\\[0-3]?[0-7]?[0-7](?<=\\\\0\\d*)` +
    `|\\\\[^1-9kcbB]|[^\\\\()|*+?])`,
)

function next(cursor: Cursor): string {
  return cursor.source.charAt(cursor.at)
}

function take(cursor: Cursor, text: string): boolean {
  const there = cursor.source.startsWith(text, cursor.at)
  if (there) cursor.at += text.length
  return there
}
