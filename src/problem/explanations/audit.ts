/** Problem code → what it means, why it is refused and what to do: the audit log. */
import type { AuditCode } from '../catalogue/audit.ts'

export const audit: Readonly<Record<AuditCode, string>> = {
  AUDIT_UNAVAILABLE:
    'Where an audit log is asked for, every call is written to it before its request is sent. A line that can not be written refuses the call, and every later one of the same process. The log is a regular file, no symbolic link, that only its owner may read, and holds nothing but audit entries.',
  AUDIT_UNREADABLE: '"bridge audit verify" reads the whole file. What can not be read proves nothing.',
  AUDIT_BROKEN:
    'Each line of an audit log carries its own hash and that of the line before it, so a line that was changed, taken out, added or moved shows. Several processes may share a file: each is a chain of its own, and its first line names the last one of the file at that time. A half line is left by a full disk or a power cut; keep that file as evidence and begin a new one. Whoever may write the file can also write another chain: keep copies where nobody can.',
  AUDIT_OPEN:
    'A process writes a closing entry when it ends in order. Without one nobody can tell whether entries at its end are missing. That is a warning, and with --sealed an error.',
  AUDIT_OUTCOME_UNKNOWN:
    'The bridge writes an entry before each request and one when the answer is there. Where only the first exists, the process ended in between: the request may have been carried out.',
  AUDIT_EMPTY: 'An empty file shows no gap and no edit, and proves nothing. With --sealed that is an error.',
}
