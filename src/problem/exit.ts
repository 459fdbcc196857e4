/** Problems to the exit code of the process. */

import type { ExitCode } from './catalogue/entry.ts'
import { catalogue } from './catalogue.ts'
import { isError } from './checked.ts'
import type { Problem } from './problem.ts'

export type { ExitCode } from './catalogue/entry.ts'

/** The stages of a check, in the order in which they come. */
export const CHECK_ORDER: readonly ExitCode[] = [2, 4, 3, 5, 6]

/** `start` looks at the credentials before the network. */
export const START_ORDER: readonly ExitCode[] = [2, 4, 6, 3, 5]

export function exitCodeOf(found: Problem): ExitCode {
  return catalogue[found.code].exit
}

/** The code of the earliest stage that has an error; 0 where there is none. A code of no stage counts after all stages. */
export function worstExit(problems: readonly Problem[], order: readonly ExitCode[]): ExitCode {
  const codes = problems.filter(isError).map(exitCodeOf)
  return order.find((code) => codes.includes(code)) ?? codes[0] ?? 0
}
