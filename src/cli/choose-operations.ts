/** The operations of a contract on a terminal → those that a person picked. */
import type { Contract, OperationEntry } from '../contract/model.ts'
import { printable } from '../lib/printable.ts'
import { choose } from '../node/choose.ts'
import { isPlainRead, type Selected } from '../plan/draft/selection.ts'
import { guessAccess } from '../plan/guess-access.ts'
import { type Checked, pass, refuse } from '../problem/checked.ts'
import { problem } from '../problem/problem.ts'

/** What options asked for is picked to begin with; where that was wrong, nothing is. */
export async function chooseOperations(
  contract: Contract,
  asked: Checked<readonly Selected[]>,
): Promise<Checked<readonly Selected[]>> {
  const isChoice = asked.ok || asked.problems.some(({ code }) => code === 'CHOICE_NEEDED')
  if (!isChoice) return asked
  const initial = new Map((asked.ok ? asked.value : []).map((one) => [one.operation.pointer, one]))
  const reads = contract.operations.filter(isPlainRead)
  const others = contract.operations.filter((one) => !isPlainRead(one))
  const values = await choose(
    'Which operations may the assistant use?',
    [...reads, ...others].map((one) => ({
      value: one.pointer,
      label: labelOf(one),
      hint: printable(one.summary ?? ''),
    })),
    [...initial.keys()],
  )
  if (values === undefined) {
    return refuse(problem('USAGE', { source: 'usage' }, { detail: 'nothing was written' }))
  }
  const picked = new Set(values)
  return pass(
    contract.operations
      .filter(({ pointer }) => picked.has(pointer))
      .map((operation) => ({ operation, picked: initial.get(operation.pointer)?.picked ?? !isPlainRead(operation) })),
  )
}

function labelOf(operation: OperationEntry): string {
  const { operationId, key, deprecated, internal } = operation
  const access = guessAccess(operation)
  const marks = [
    access === 'read' ? '' : access.toUpperCase(),
    deprecated ? 'deprecated' : '',
    internal ? 'internal' : '',
  ]
  return printable([operationId ?? '', key, ...marks].filter((part) => part !== '').join('  '))
}
