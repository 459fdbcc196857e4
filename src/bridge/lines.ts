/** Problems with pointers → the same with line numbers, where the text that they point into is at hand. */
import type { JsonPointer } from '../lib/pointer.ts'
import type { Checked } from '../problem/checked.ts'
import type { Problem } from '../problem/problem.ts'

/** The line (from 1) of a place in a text that was read, if it is known. */
export type LineOf = (uri: string, pointer: JsonPointer) => number | undefined

export function withLines(problems: readonly Problem[], lineOf: LineOf): readonly Problem[] {
  return problems.map((found) => {
    const { uri, pointer, line } = found.at
    if (line !== undefined || uri === undefined || pointer === undefined) return found
    const known = lineOf(uri, pointer)
    return known === undefined ? found : { ...found, at: { ...found.at, line: known } }
  })
}

export function checkedWithLines<V>(checked: Checked<V>, lineOf: LineOf): Checked<V> {
  // the same problems in the same number: what was not empty stays so
  return { ...checked, problems: withLines(checked.problems, lineOf) } as Checked<V>
}
