/** Two versions of a text → one text that shows, word by word, what went and what came. */

export interface WordDiff {
  /** `Lists [-all-]{+recent+} jobs`; long stretches without a change are `…`. */
  readonly text: string
  /** The changes alone, in their order: `[-all-]{+recent+}`. */
  readonly changes: readonly string[]
}

/** White space counts: a line end that came is a change. */
export function wordDiff(from: string, to: string): WordDiff {
  const runs = wordRuns(from, to)
  const last = runs.length - 1
  const parts = runs.map((run, index) => (isSame(run) ? excerpt(run, index > 0, index < last) : mark(run)))
  return { text: parts.join(''), changes: runs.filter((run) => !isSame(run)).map(mark) }
}

/** The whole of both texts, in stretches. */
export function wordRuns(from: string, to: string): readonly Run[] {
  return joined(compare(wordsOf(from), wordsOf(to)))
}

/** A stretch of words: the same in both where `same` is set, else what was removed and what was added. */
export interface Run {
  readonly same: readonly string[]
  readonly removed: readonly string[]
  readonly added: readonly string[]
}

/** Words that are shown before and after a change. */
const CONTEXT = 8

/** Texts that differ in more pairs of words than this are shown as a whole: the table would take too much memory. */
const MOST_PAIRS = 4_000_000

/** Marks that a text brings along get a backslash, so that nothing of it looks marked that is not, or unmarked that is. */
function wordsOf(text: string): readonly string[] {
  return text.replace(/\{\+|\+\}|\[-|-\]/g, '\\$&').match(/\s+|\S+/g) ?? []
}

function isSame({ removed, added }: Run): boolean {
  return removed.length === 0 && added.length === 0
}

function mark({ removed, added }: Run): string {
  const gone = removed.length === 0 ? '' : `[-${removed.join('')}-]`
  return added.length === 0 ? gone : `${gone}{+${added.join('')}+}`
}

function excerpt({ same }: Run, afterChange: boolean, beforeChange: boolean): string {
  if (!afterChange && !beforeChange) return same.join('')
  const head = afterChange ? CONTEXT : 0
  const tail = beforeChange ? CONTEXT : 0
  if (same.length <= head + tail + 1) return same.join('')
  return `${same.slice(0, head).join('')}…${tail === 0 ? '' : same.slice(-tail).join('')}`
}

function compare(from: readonly string[], to: readonly string[]): readonly Run[] {
  const shortest = Math.min(from.length, to.length)
  let start = 0
  while (start < shortest && from[start] === to[start]) start++
  let end = 0
  while (end < shortest - start && from.at(-1 - end) === to.at(-1 - end)) end++
  const middle = align(from.slice(start, from.length - end), to.slice(start, to.length - end))
  return [same(from.slice(0, start)), ...middle, same(from.slice(from.length - end))]
}

function same(words: readonly string[]): Run {
  return { same: words, removed: [], added: [] }
}

/** By the longest common subsequence. */
function align(from: readonly string[], to: readonly string[]): readonly Run[] {
  if (from.length * to.length > MOST_PAIRS) return [{ same: [], removed: from, added: to }]
  const width = to.length + 1
  const lengths = new Uint32Array((from.length + 1) * width)
  const lengthAt = (row: number, column: number): number => lengths[row * width + column] ?? 0
  for (let row = from.length - 1; row >= 0; row--) {
    for (let column = to.length - 1; column >= 0; column--) {
      lengths[row * width + column] =
        from[row] === to[column]
          ? lengthAt(row + 1, column + 1) + 1
          : Math.max(lengthAt(row + 1, column), lengthAt(row, column + 1))
    }
  }
  const runs: Run[] = []
  let row = 0
  let column = 0
  while (row < from.length || column < to.length) {
    const old = from.slice(row, row + 1)
    const now = to.slice(column, column + 1)
    if (row < from.length && column < to.length && old[0] === now[0]) {
      runs.push(same(old))
      row++
      column++
    } else if (column === to.length || (row < from.length && lengthAt(row + 1, column) >= lengthAt(row, column + 1))) {
      runs.push({ same: [], removed: old, added: [] })
      row++
    } else {
      runs.push({ same: [], removed: [], added: now })
      column++
    }
  }
  return runs
}

/** Neighbours in one; a mere space between two changes belongs to both. */
function joined(runs: readonly Run[]): readonly Run[] {
  const result: GrowingRun[] = []
  for (const [index, run] of runs.entries()) {
    const previous = result.at(-1)
    const bridges =
      isSame(run) && run.same.every((word) => word.trim() === '') && isChange(previous) && isChange(runs[index + 1])
    const as = bridges ? { same: [], removed: run.same, added: run.same } : run
    if (previous !== undefined && isSame(previous) === isSame(as)) append(previous, as)
    else result.push({ same: [...as.same], removed: [...as.removed], added: [...as.added] })
  }
  return result.filter((run) => run.same.length + run.removed.length + run.added.length > 0)
}

interface GrowingRun extends Run {
  readonly same: string[]
  readonly removed: string[]
  readonly added: string[]
}

/** Word by word: copies of what is there already, or a call with so many arguments, would not bear a long text. */
function append(run: GrowingRun, { same, removed, added }: Run): void {
  for (const word of same) run.same.push(word)
  for (const word of removed) run.removed.push(word)
  for (const word of added) run.added.push(word)
}

function isChange(run: Run | undefined): boolean {
  return run !== undefined && !isSame(run)
}
