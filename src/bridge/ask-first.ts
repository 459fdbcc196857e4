/** A call that may need a person's word → what stands against it. */

import type { JsonObject } from '../lib/json.ts'
import type { StopSignal } from '../lib/stop.ts'
import { type Problem, problem } from '../problem/problem.ts'
import type { Redact } from '../response/redact.ts'
import type { Tool } from '../tool/model.ts'
import type { Confirm } from './ports.ts'
import { questionOf } from './question.ts'

/** Undefined where the call may be made: somebody said yes. */
export async function askFirst(
  tool: Tool,
  args: JsonObject,
  signal: StopSignal,
  redact: Redact,
  confirm: Confirm | undefined,
): Promise<Problem | undefined> {
  const consent = confirm === undefined ? 'unavailable' : await confirm(questionOf(tool, args, redact), signal)
  if (consent === 'given') return undefined
  return consent === 'pending'
    ? problem('CALL_AWAITS_CONFIRMATION', { source: 'call' }, {})
    : problem('CALL_UNCONFIRMED', { source: 'call' }, { because: consent })
}
