/** A log in memory, and trails that write to it as processes would. */
import { createHash } from 'node:crypto'
import { type AuditOptions, type AuditTrail, openAudit } from '../../src/bridge/audit.ts'
import { createAuditProof } from '../../src/bridge/audit-verify.ts'
import type { AuditLog } from '../../src/bridge/ports.ts'
import { failure, success } from '../../src/lib/result.ts'
import { describeShort } from './describe-short.ts'

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

export interface MemoryLog extends AuditLog {
  readonly lines: string[]
  /** Lines that were asked to be on the disk. */
  readonly flushed: string[]
  /** From now on nothing is written. */
  fail(detail: string): void
}

/** `before` is what the file has already. */
export function memoryLog(before: readonly string[] = []): MemoryLog {
  const lines: string[] = [...before]
  const flushed: string[] = []
  let broken: string | undefined
  return {
    lines,
    flushed,
    last: before.length === 0 ? undefined : String(JSON.parse(before.at(-1) ?? '').hash),
    append: async (line, flush) => {
      if (broken !== undefined) return failure(broken)
      lines.push(line.replace(/\n$/, ''))
      if (flush) flushed.push(line)
      return success(undefined)
    },
    close: async () => {},
    fail: (detail) => {
      broken = detail
    },
  }
}

export async function trailOf(log: MemoryLog, parts: Partial<AuditOptions> = {}): Promise<AuditTrail> {
  let time = Date.UTC(2026, 0, 1)
  const opened = await openAudit({
    uri: 'file:///audit.jsonl',
    log,
    sha256,
    fingerprint: (text) => sha256(`key${text}`).slice(0, 16),
    redact: (text) => text.replaceAll('fake-token', '[redacted]'),
    run: 'a',
    profile: 'test',
    now: () => (time += 5),
    ...parts,
  })
  if (!opened.ok) throw new Error(describeShort(opened.problems).join())
  return opened.value
}

/** What a proof of these lines says, in short; a last line without its end where `cut`. */
export function proofOf(lines: readonly string[], cut = false): readonly string[] {
  const proof = createAuditProof('file:///audit.jsonl', sha256)
  for (const [index, line] of lines.entries()) proof.line(line, !(cut && index === lines.length - 1))
  return describeShort(proof.verdict().problems)
}
