/** `bridge audit verify FILE`: the log → whether it has no gap and no edit. */
import { createAuditProof } from '../../bridge/audit-verify.ts'
import { sha256 } from '../../node/digests.ts'
import { fileFault } from '../../node/file-fault.ts'
import { pathOfFileUrl, toUrl } from '../../node/files.ts'
import { readLines } from '../../node/read-lines.ts'
import { isError } from '../../problem/checked.ts'
import type { ExitCode } from '../../problem/exit.ts'
import { type Problem, type ProblemCode, problem } from '../../problem/problem.ts'
import type { Context } from '../context.ts'
import { fail } from '../failure.ts'

export interface AuditOptions {
  /** A log that may still grow, or whose end may be cut off, is refused. */
  readonly sealed?: boolean
}

const UNSEALED: ReadonlySet<ProblemCode> = new Set(['AUDIT_OPEN', 'AUDIT_EMPTY'])

export async function verifyAudit(context: Context, file: string, { sealed }: AuditOptions): Promise<ExitCode> {
  const { terminal, cwd } = context
  const uri = toUrl(file, cwd)
  const unreadable = (detail: string) =>
    fail(terminal, [problem('AUDIT_UNREADABLE', { source: 'audit', uri }, { detail })])
  const path = pathOfFileUrl(new URL(uri))
  if (path === undefined) return unreadable('it is not a path on this machine')
  const lines = await readLines(path)
  if (!lines.ok) return unreadable(lines.error)
  const proof = createAuditProof(uri, sha256)
  try {
    for await (const { text, whole } of lines.value) proof.line(text, whole)
  } catch (error) {
    return unreadable(fileFault(error))
  }
  const { entries, runs, problems } = proof.verdict()
  const judged = problems.map(
    (found): Problem => (sealed === true && UNSEALED.has(found.code) ? { ...found, severity: 'error' } : found),
  )
  const exit = fail(terminal, judged)
  const counted = `${count(entries, 'entry', 'entries')} of ${count(runs, 'run', 'runs')}`
  const faults = judged.filter(isError).length
  terminal.out.write(
    faults === 0 ? `${counted}: no gap, no edit.\n` : `${counted}: ${count(faults, 'fault', 'faults')}.\n`,
  )
  return exit
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`
}
