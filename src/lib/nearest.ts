/** A name that is not there to the names that may have been meant. */

/**
 * The most similar candidates, best first: the same in another case, then few edits or many words in common
 * (`changeJobStatus` and `updateJobStatus`). Empty where nothing comes near.
 */
export function nearest(word: string, candidates: Iterable<string>, count = 3): string[] {
  const wanted = analyse(word)
  const scored = [...new Set(candidates)]
    .filter((candidate) => candidate !== word)
    .map((candidate) => ({ candidate, score: similarity(wanted, analyse(candidate)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || compare(a.candidate, b.candidate))
  const best = scored[0]?.score ?? 0
  return scored
    .filter(({ score }) => score >= best * WORTH_BESIDE_BEST)
    .slice(0, count)
    .map(({ candidate }) => candidate)
}

/** Below these two names have nothing to do with each other. */
const LEAST_EDIT_SIMILARITY = 0.6
const LEAST_SHARED_WORDS = 0.5
/** Beside a good match, a poor one only distracts. */
const WORTH_BESIDE_BEST = 0.6
/** An abbreviation (`desc` for `description`) ranks above loose matches and below close ones. */
const ABBREVIATION = 0.75
const SHORTEST_ABBREVIATION = 3

interface Name {
  readonly text: string
  readonly words: ReadonlySet<string>
}

function analyse(name: string): Name {
  const words = name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== '')
    .map((word) => (word.length > SHORTEST_ABBREVIATION ? word.replace(/s$/, '') : word))
  return { text: name.toLowerCase(), words: new Set(words) }
}

/** From 0 (unlike) to 1 (the same in another case). */
function similarity(a: Name, b: Name): number {
  if (a.text === b.text) return 1
  const edits = editSimilarity(a.text, b.text)
  const shared = sharedWords(a.words, b.words)
  return Math.max(
    edits >= LEAST_EDIT_SIMILARITY ? edits : 0,
    // all words in common, in another order or punctuation, is still not the same name
    shared >= LEAST_SHARED_WORDS ? shared * 0.9 : 0,
    isAbbreviation(a.text, b.text) ? ABBREVIATION : 0,
  )
}

function isAbbreviation(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  return short.length >= SHORTEST_ABBREVIATION && long.startsWith(short)
}

/** Dice's coefficient of the two sets of words. */
function sharedWords(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0
  let common = 0
  for (const word of a) if (b.has(word)) common++
  return (2 * common) / (a.size + b.size)
}

function editSimilarity(a: string, b: string): number {
  const longest = Math.max(a.length, b.length)
  const possible = 1 - Math.abs(a.length - b.length) / longest
  return possible < LEAST_EDIT_SIMILARITY ? possible : 1 - editDistance(a, b) / longest
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1]
      let least = Math.min(
        cell(previous, column) + 1,
        cell(current, column - 1) + 1,
        cell(previous, column - 1) + (same ? 0 : 1),
      )
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (swapped) least = Math.min(least, cell(beforePrevious, column - 2) + 1)
      current.push(least)
    }
    beforePrevious = previous
    previous = current
  }
  return cell(previous, b.length)
}

function cell(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}

/** By code units, so that the order is the same under every locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
