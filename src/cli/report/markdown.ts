/** Foreign text → Markdown in which it is code, where nothing of it acts. */
import { printableLine } from '../../lib/printable.ts'

/** A description may be a book, and there are many operations. */
const LONGEST_LINE = 2000

/** A block of lines. */
export function fenced(lines: readonly string[]): string {
  const shown = lines
    .map(printableLine)
    .map((line) => (line.length > LONGEST_LINE ? `${cut(line, LONGEST_LINE)}…` : line))
  const fence = fenceFor(shown.join('\n'), 3)
  return [`${fence}text`, ...shown, fence].join('\n')
}

/** Within a line. */
export function code(text: string): string {
  const line = printableLine(text)
  const fence = fenceFor(line, 1)
  return `${fence} ${line} ${fence}`
}

/** A bar would end the cell, even in code. */
export function cell(text: string): string {
  return code(text).replaceAll('|', '\\|')
}

/** Longer than any row of backticks in the text, so that the text can't end it. */
function fenceFor(text: string, least: number): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length))
  return '`'.repeat(Math.max(least, longest + 1))
}

/** Without half a character at its end. */
function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '')
}
