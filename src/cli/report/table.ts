/** Rows of cells → a table that fits the terminal, or a list where it has no room for one. */
import truncatedWidth from 'fast-string-truncated-width'

/** Between columns. */
const GAP = 2

/** A column with less says nothing. */
const NARROWEST = 6

/**
 * Columns share the width: those that need little get it, the others the rest in equal parts. `width` is in cells;
 * undefined means that nobody looks, and nothing is cut. Cells are single lines of printable text.
 */
export function tableText(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width: number | undefined,
): string {
  const natural = head.map((name, column) => Math.max(...[name, ...rows.map((row) => row[column] ?? '')].map(cellsOf)))
  const room = width === undefined ? Number.POSITIVE_INFINITY : width - GAP * (head.length - 1)
  if (room < Math.min(NARROWEST, ...natural) * head.length) return listText(head, rows)
  const widths = fitted(natural, room)
  const line = (cells: readonly string[]) =>
    `${widths
      .map((most, column) => padded(cells[column] ?? '', most))
      .join(' '.repeat(GAP))
      .trimEnd()}\n`
  const rule = widths.map((most) => '-'.repeat(most))
  return [head, rule, ...rows].map(line).join('')
}

/** Each row by itself, a cell on a line. */
function listText(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return rows.map((row) => head.map((name, column) => `${name}: ${row[column] ?? ''}\n`).join('')).join('\n')
}

function fitted(natural: readonly number[], room: number): readonly number[] {
  const widths = new Map<number, number>()
  let left = room
  const byNeed = natural.map((need, column) => ({ need, column })).sort((a, b) => a.need - b.need)
  for (const [index, { need, column }] of byNeed.entries()) {
    const share = Math.min(need, Math.floor(left / (byNeed.length - index)))
    widths.set(column, share)
    left -= share
  }
  return natural.map((_, column) => widths.get(column) ?? 0)
}

/** Wide characters take two cells. */
function cellsOf(text: string): number {
  return truncatedWidth(text).width
}

function padded(text: string, most: number): string {
  const { index, truncated } = truncatedWidth(text, { limit: most, ellipsis: '…' })
  const shown = truncated ? `${text.slice(0, index)}…` : text
  return shown + ' '.repeat(Math.max(0, most - cellsOf(shown)))
}
