/** `bridge explain CODE`: a problem code in full; without one, the list of codes. */
import { nearest } from '../../lib/nearest.ts'
import { catalogue } from '../../problem/catalogue.ts'
import type { ExitCode } from '../../problem/exit.ts'
import { explanations } from '../../problem/explanations.ts'
import { type ProblemCode, problem } from '../../problem/problem.ts'
import type { Context } from '../context.ts'
import { fail } from '../failure.ts'
import { createPaint } from '../report/paint.ts'

export async function explain({ terminal }: Context, written: string | undefined): Promise<ExitCode> {
  const paint = createPaint(terminal.out.colour)
  if (written === undefined) {
    for (const [code, { exit }] of Object.entries(catalogue)) terminal.out.write(`${code.padEnd(32)} exit ${exit}\n`)
    return 0
  }
  const code = written.toUpperCase()
  if (!isCode(code)) {
    const near = nearest(code, Object.keys(catalogue))
    return fail(terminal, [problem('CODE_UNKNOWN', { source: 'usage' }, { code: written, nearest: near })])
  }
  const { exit } = catalogue[code]
  terminal.out.write(`${paint.bold(code)} (exit code ${exit})\n\n${explanations[code]}\n`)
  return 0
}

function isCode(text: string): text is ProblemCode {
  return Object.hasOwn(catalogue, text)
}
