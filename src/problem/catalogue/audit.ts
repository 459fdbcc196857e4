/** What the catalogue says about the audit log. */
import type { AuditFault } from '../problem.ts'
import type { Entries } from './entry.ts'
import { quote } from './phrases.ts'

export type AuditCode =
  | 'AUDIT_UNAVAILABLE'
  | 'AUDIT_UNREADABLE'
  | 'AUDIT_BROKEN'
  | 'AUDIT_OPEN'
  | 'AUDIT_OUTCOME_UNKNOWN'
  | 'AUDIT_EMPTY'

const FAULTS: Readonly<Record<AuditFault, string>> = {
  foreign: 'the line is no entry of an audit log',
  edited: 'the line was changed after it was written',
  half: 'the line breaks off',
  gap: 'lines before this one are missing',
  order: 'the line is not where it was written, or is there twice',
}

export const audit: Entries<AuditCode> = {
  AUDIT_UNAVAILABLE: {
    exit: 9,
    message: ({ detail }) => `the audit log can't be written: ${detail}`,
    hint: () => 'Nothing is called without an entry in the log. Repair that, or name another file, and start again.',
    explain:
      'Where an audit log is asked for, every call is written to it before its request is sent. A line that can not be written refuses the call, and every later one of the same process. The log is a regular file, no symbolic link, that only its owner may read, and holds nothing but audit entries.',
  },
  AUDIT_UNREADABLE: {
    exit: 9,
    message: ({ detail }) => `the audit log can't be read: ${detail}`,
    hint: () => undefined,
    explain: '"bridge audit verify" reads the whole file. What can not be read proves nothing.',
  },
  AUDIT_BROKEN: {
    exit: 9,
    message: ({ fault, entry }) => `${entry === undefined ? '' : `entry ${entry}: `}${FAULTS[fault]}`,
    hint: () => undefined,
    explain:
      'Each line of an audit log carries its own hash and that of the line before it, so a line that was changed, taken out, added or moved shows. Several processes may share a file: each is a chain of its own, and its first line names the last one of the file at that time. A half line is left by a full disk or a power cut; keep that file as evidence and begin a new one. Whoever may write the file can also write another chain: keep copies where nobody can.',
  },
  AUDIT_OPEN: {
    exit: 9,
    message: ({ run, profile }) => `the run ${run} of the profile ${quote(profile)} has no closing entry`,
    hint: () => 'It still runs, it was killed, or the end of its entries was cut off.',
    explain:
      'A process writes a closing entry when it ends in order. Without one nobody can tell whether entries at its end are missing. That is a warning, and with --sealed an error.',
  },
  AUDIT_OUTCOME_UNKNOWN: {
    exit: 9,
    message: ({ run, calls }) =>
      `the run ${run} says of ${calls.length} of its calls that they started, not how they ended`,
    hint: ({ calls }) => `Started by the entries ${calls.slice(0, 10).join(', ')}${calls.length > 10 ? ', …' : ''}.`,
    explain:
      'The bridge writes an entry before each request and one when the answer is there. Where only the first exists, the process ended in between: the request may have been carried out.',
  },
  AUDIT_EMPTY: {
    exit: 9,
    message: () => 'the audit log has no entries',
    hint: () => undefined,
    explain: 'An empty file shows no gap and no edit, and proves nothing. With --sealed that is an error.',
  },
}
