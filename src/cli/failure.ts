/** Problems that end a command → words on stderr and the exit code. */
import type { Terminal } from '../node/terminal.ts'
import { CHECK_ORDER, type ExitCode, worstExit } from '../problem/exit.ts'
import type { Problem } from '../problem/problem.ts'
import { createPaint } from './report/paint.ts'
import { problemsText } from './report/text.ts'

export function fail(terminal: Terminal, problems: readonly Problem[], order = CHECK_ORDER): ExitCode {
  terminal.err.write(problemsText(problems, createPaint(terminal.err.colour)))
  return worstExit(problems, order)
}
