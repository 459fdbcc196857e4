/** The entries of one process → lines of a log, each bound to the one before it; nothing after one that was not written. */
import { failure, type Result, success } from '../lib/result.ts'
import { type AuditEntry, writeAuditLine } from './audit-line.ts'
import type { AuditLog } from './ports.ts'

export interface AuditChain {
  /**
   * Writes an entry; `call` is the `seq` of the entry that started its call. A started, opened or closed one is on the
   * disk when this resolves. The value is the entry's `seq`; the error says for people why it is not in the log, and
   * from then on nothing is.
   */
  append(entry: AuditEntry, call?: number): Promise<Result<number, string>>
}

export interface AuditChainOptions {
  readonly log: AuditLog
  readonly sha256: (text: string) => string
  /** Told apart from every other process's by chance alone. */
  readonly run: string
  readonly profile: string
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** What must survive a crash of the machine: that a call may have been made, and where a log ends. */
const FLUSHED: ReadonlySet<AuditEntry['status']> = new Set(['opened', 'started', 'closed'])

export function createAuditChain({ log, sha256, run, profile, now }: AuditChainOptions): AuditChain {
  let seq = 0
  let previous = log.last ?? null
  let broken: string | undefined
  let last: Promise<unknown> = Promise.resolve()

  async function write(entry: AuditEntry, call: number | undefined): Promise<Result<number, string>> {
    if (broken !== undefined) return failure(broken)
    const own = entry.status === 'started' ? seq : call
    const time = new Date(now()).toISOString()
    const place = { seq, run, ...(own === undefined ? {} : { call: own }), time, profile, previous }
    const { line, hash } = writeAuditLine(entry, place, sha256)
    const written = await log.append(`${line}\n`, FLUSHED.has(entry.status))
    if (!written.ok) {
      broken = written.error
      return written
    }
    previous = hash
    return success(seq++)
  }

  return {
    append: (entry, call) => {
      // one after the other: each names the hash of the one before it
      const written = last.then(() => write(entry, call))
      last = written
      return written
    },
  }
}
