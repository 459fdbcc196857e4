/** The lines of an audit log, one after the other → everything that shows it incomplete, changed or unfinished. */
import { type AuditFault, type Problem, problem, warning } from '../problem/problem.ts'
import { type FoundLine, readAuditLine } from './audit-line.ts'

export interface AuditVerdict {
  readonly entries: number
  readonly runs: number
  /** Errors in the order of the lines, then warnings about what has no end. */
  readonly problems: readonly Problem[]
}

export interface AuditProof {
  /** The next line; `whole` is false for a last one without a line end. */
  line(text: string, whole: boolean): void
  verdict(): AuditVerdict
}

interface Run {
  readonly profile: string
  next: number
  previous: string
  closed: boolean
  /** Started and not ended, by the `seq` that started them. */
  readonly calls: Set<number>
}

/** Each run is followed by itself; what is wrong with one line is told once. `uri` is the log's, for places. */
export function createAuditProof(uri: string, sha256: (text: string) => string): AuditProof {
  const runs = new Map<string, Run>()
  const hashes = new Set<string>()
  const problems: Problem[] = []
  let number = 0
  let entries = 0

  return {
    line: (text, whole) => {
      number++
      const found = readAuditLine(text)
      if (found === undefined || !whole) return fault(whole ? 'foreign' : 'half')
      entries++
      if (sha256(found.body) !== found.hash) fault('edited', found.seq)
      else follow(found)
      hashes.add(found.hash)
      place(found)
    },
    verdict: () => ({ entries, runs: runs.size, problems: [...problems, ...unfinished()] }),
  }

  function fault(kind: AuditFault, entry?: number): void {
    const args = { fault: kind, ...(entry === undefined ? {} : { entry }) }
    problems.push(problem('AUDIT_BROKEN', { source: 'audit', uri, line: number }, args))
  }

  /** Whether an unchanged line is where it belongs. */
  function follow({ run: id, seq, previous, status }: FoundLine): void {
    const run = runs.get(id)
    if (run === undefined) {
      const begins = seq === 0 && status === 'opened' && (previous === null || hashes.has(previous))
      if (!begins) fault('gap', seq)
    } else if (run.closed || seq < run.next) fault('order', seq)
    else if (seq > run.next) fault('gap', seq)
    else if (previous !== run.previous) fault('edited', seq)
  }

  /** Goes on from this line, whatever was wrong with it, so that those behind it are judged by themselves. */
  function place({ run: id, profile, seq, hash, status, call }: FoundLine): void {
    const run = runs.get(id) ?? { profile, next: 0, previous: '', closed: false, calls: new Set() }
    runs.set(id, run)
    if (seq < run.next) return
    run.next = seq + 1
    run.previous = hash
    if (status === 'closed') run.closed = true
    if (call !== undefined) run.calls[status === 'started' ? 'add' : 'delete'](call)
  }

  function unfinished(): readonly Problem[] {
    const at = { source: 'audit', uri } as const
    if (entries === 0 && problems.length === 0) return [warning('AUDIT_EMPTY', at, {})]
    return [...runs].flatMap(([run, { profile, closed, calls }]) => [
      ...(closed ? [] : [warning('AUDIT_OPEN', at, { run, profile })]),
      ...(calls.size === 0 ? [] : [warning('AUDIT_OUTCOME_UNKNOWN', at, { run, calls: [...calls] })]),
    ])
  }
}
