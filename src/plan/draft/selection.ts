/** A contract and what somebody asked for → the operations of a first allowlist. */
import { matchesWords } from '../../contract/matches-words.ts'
import type { Contract, OperationEntry } from '../../contract/model.ts'
import { nearest } from '../../lib/nearest.ts'
import { type Checked, refuse, unlessErrors } from '../../problem/checked.ts'
import { problem } from '../../problem/problem.ts'
import { guessAccess } from '../guess-access.ts'

export interface Wanted {
  /** Reads that have one of these tags; all, where there are none. */
  readonly tags: readonly string[]
  /** Reads in which all words of one of these occur; all, where there are none. */
  readonly searches: readonly string[]
  /** Operations by id or key, writes included, whatever their tags. */
  readonly picks: readonly string[]
}

export interface Selected {
  readonly operation: OperationEntry
  /** Whether it was named itself. */
  readonly picked: boolean
}

/** Above this, a model chooses badly and clients warn: nobody gets so many without having asked for them. */
const MOST_UNASKED = 40

/** What a read is by its method, and neither deprecated nor internal: those have to be picked. */
export function isPlainRead(operation: OperationEntry): boolean {
  return guessAccess(operation) === 'read' && !operation.deprecated && !operation.internal
}

/** The reads that are wanted and everything that is picked, in the contract's order. */
export function select(contract: Contract, wanted: Wanted): Checked<readonly Selected[]> {
  const reads = contract.operations.filter(isPlainRead).filter((one) => isWanted(one, wanted))
  const picks = wanted.picks.map((reference) => pick(contract, reference))
  const picked = new Set(picks.flatMap((one) => (one.ok ? [one.value] : [])))
  // whoever names operations and nothing else wants those
  const isNarrowed = wanted.tags.length > 0 || wanted.searches.length > 0
  const chosen = new Set(picked.size > 0 && !isNarrowed ? [] : reads)
  const problems = [
    ...picks.flatMap((one) => one.problems),
    ...sizeProblems(contract, wanted, chosen.size + picked.size),
  ]
  return unlessErrors(problems, () =>
    contract.operations
      .filter((one) => chosen.has(one) || picked.has(one))
      .map((operation) => ({ operation, picked: picked.has(operation) })),
  )
}

function isWanted(operation: OperationEntry, { tags, searches }: Wanted): boolean {
  const has = new Set(operation.tags.map((tag) => tag.toLowerCase()))
  return (
    (tags.length === 0 || tags.some((tag) => has.has(tag.toLowerCase()))) &&
    (searches.length === 0 || searches.some((words) => matchesWords(operation, words)))
  )
}

function pick({ operations }: Contract, reference: string): Checked<OperationEntry> {
  const [found, ...others] = operations.filter(({ key, operationId }) => key === reference || operationId === reference)
  if (found !== undefined && others.length === 0) return { ok: true, value: found, problems: [] }
  const at = { source: 'usage' } as const
  if (found !== undefined) {
    const places = [found, ...others].map(({ key }) => key)
    return refuse(problem('OPERATION_AMBIGUOUS', at, { operation: reference, places }))
  }
  const names = operations.flatMap(({ key, operationId }) => (operationId === undefined ? [key] : [operationId, key]))
  return refuse(problem('PICK_UNKNOWN', at, { operation: reference, nearest: nearest(reference, names) }))
}

function sizeProblems(contract: Contract, { tags, searches, picks }: Wanted, count: number) {
  const at = { source: 'contract', uri: contract.uri } as const
  const facts = { operations: contract.operations.length, tags: commonTags(contract) }
  const isNarrowed = [tags, searches, picks].some((list) => list.length > 0)
  if (count === 0) return [problem('NOTHING_CHOSEN', at, { ...facts, asked: isNarrowed })]
  return count > MOST_UNASKED && !isNarrowed
    ? [problem('CHOICE_NEEDED', at, { ...facts, reads: count, most: MOST_UNASKED })]
    : []
}

const SHOWN_TAGS = 12

/** The tags with the most reads, first. */
function commonTags({ operations }: Contract): readonly string[] {
  const counts = new Map<string, number>()
  for (const tag of operations.filter(isPlainRead).flatMap(({ tags }) => tags))
    counts.set(tag, (counts.get(tag) ?? 0) + 1)
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, SHOWN_TAGS)
    .map(([tag]) => tag)
}
