/** A problem that stopped a call → a tool error that the model can act on. */
import { hintOf, messageOf } from '../problem/format.ts'
import type { Problem, Sent } from '../problem/problem.ts'
import type { ToolResult } from './model.ts'
import type { Redact } from './redact.ts'
import { errorText } from './text.ts'

/** Message, faults of arguments one a line, hint, and whether the request was sent. */
export function renderFailure(problem: Problem, sent: Sent, redact: Redact): ToolResult {
  const hint = hintOf(problem)
  return errorText(redact, [
    ...(problem.code === 'ARGUMENTS_INVALID' ? faultLines(problem.args.faults) : [messageOf(problem)]),
    ...(hint === undefined ? [] : [`hint: ${hint}`]),
    `sent: ${sent}`,
  ])
}

/** One a line: a model corrects them one by one. */
function faultLines(faults: readonly string[]): readonly string[] {
  return ['the arguments are not valid:', ...faults.map((fault) => `- ${fault}`)]
}
