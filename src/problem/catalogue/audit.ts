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
  },
  AUDIT_UNREADABLE: {
    exit: 9,
    message: ({ detail }) => `the audit log can't be read: ${detail}`,
    hint: () => undefined,
  },
  AUDIT_BROKEN: {
    exit: 9,
    message: ({ fault, entry }) => `${entry === undefined ? '' : `entry ${entry}: `}${FAULTS[fault]}`,
    hint: () => undefined,
  },
  AUDIT_OPEN: {
    exit: 9,
    message: ({ run, profile }) => `the run ${run} of the profile ${quote(profile)} has no closing entry`,
    hint: () => 'It still runs, it was killed, or the end of its entries was cut off.',
  },
  AUDIT_OUTCOME_UNKNOWN: {
    exit: 9,
    message: ({ run, calls }) =>
      `the run ${run} says of ${calls.length} of its calls that they started, not how they ended`,
    hint: ({ calls }) => `Started by the entries ${calls.slice(0, 10).join(', ')}${calls.length > 10 ? ', …' : ''}.`,
  },
  AUDIT_EMPTY: {
    exit: 9,
    message: () => 'the audit log has no entries',
    hint: () => undefined,
  },
}
