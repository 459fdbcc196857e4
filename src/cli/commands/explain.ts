/** `bridge explain CODE`: a problem code in full; without one, the list of codes. */
import { nearest } from '../../lib/nearest.ts'
import { EXIT_WORDS } from '../../problem/catalogue/exit-words.ts'
import { catalogue } from '../../problem/catalogue.ts'
import type { ExitCode } from '../../problem/exit.ts'
import { explanations } from '../../problem/explanations.ts'
import { type ProblemCode, problem } from '../../problem/problem.ts'
import type { Context } from '../context.ts'
import { fail } from '../failure.ts'
import { createPaint } from '../report/paint.ts'
import { tableText } from '../report/table.ts'
import { wrap } from '../report/wrap.ts'

export async function explain({ terminal }: Context, written: string | undefined): Promise<ExitCode> {
  const { out } = terminal
  const paint = createPaint(out.colour)
  if (written === undefined) {
    // the two have the same codes, by their type
    const codes = Object.keys(catalogue) as ProblemCode[]
    const rows = codes.map((code) => [code, `${catalogue[code].exit}`, firstSentence(explanations[code])])
    out.write(tableText(['code', 'exit', 'what it means'], rows, out.interactive ? out.columns : undefined))
    return 0
  }
  const code = written.toUpperCase()
  if (!isCode(code)) {
    const near = nearest(code, Object.keys(catalogue))
    return fail(terminal, [problem('CODE_UNKNOWN', { source: 'usage' }, { code: written, nearest: near })])
  }
  const { exit } = catalogue[code]
  const text = explanations[code]
  const said = out.interactive ? wrap(text, Math.min(out.columns, WIDEST)) : text
  out.write(`${paint.bold(code)}
exit code ${exit}: ${EXIT_WORDS[exit]}

${said}
`)
  return 0
}

/** Longer lines are hard to read. */
const WIDEST = 90

function firstSentence(text: string): string {
  return /^.*?[.:](?=\s|$)/s.exec(text)?.[0] ?? text
}

function isCode(text: string): text is ProblemCode {
  return Object.hasOwn(catalogue, text)
}
