/** What the catalogue says about one problem code. */
import type { ProblemArgs, ProblemCode } from '../problem.ts'

/**
 * 0 fine · 1 a bug · 2 usage · 3 contract · 4 profiles file · 5 check · 6 credential · 7 upstream unreachable · 8 the
 * tool answered with an error · 9 audit log.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9

export interface Entry<C extends ProblemCode> {
  readonly exit: ExitCode
  /** What is wrong, one sentence. */
  message(args: ProblemArgs[C]): string
  /** What to do about it, where there is something to say beyond the message. */
  hint(args: ProblemArgs[C]): string | undefined
}

/** A part of the catalogue: every code of it has an entry. */
export type Entries<C extends ProblemCode> = { readonly [Code in C]: Entry<Code> }
