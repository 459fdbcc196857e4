/** The access that the entry declares is one that the operation's method can have; a bare entry grants reading only. */
import { childPointer } from '../../lib/pointer.ts'
import { type Problem, problem, warning } from '../../problem/problem.ts'
import { inProfile, type ListedSubject } from './rule.ts'

/** Methods that only read by their definition. @see RFC 9110 section 9.2.1 */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'QUERY'])

/** Methods that can't be reads, whatever a profile says. */
const CHANGING: ReadonlySet<string> = new Set(['PUT', 'PATCH', 'DELETE'])

export function access(subject: ListedSubject): readonly Problem[] {
  const { entry, operation } = subject
  const safe = SAFE.has(operation.method)
  if (entry.access === undefined) {
    if (safe) return []
    const at = inProfile(subject, entry.pointer)
    return [problem('ACCESS_UNDECLARED', at, { operation: entry.operation, method: operation.method })]
  }
  const contradiction = entry.access === 'read' ? CHANGING.has(operation.method) : safe
  if (!contradiction) return []
  // a GET declared as more than a read is only careful; a PUT declared as a read is wrong
  const report = entry.access === 'read' ? problem : warning
  return [
    report('ACCESS_CONTRADICTS_METHOD', inProfile(subject, childPointer(entry.pointer, 'access')), {
      operation: entry.operation,
      access: entry.access,
      method: operation.method,
    }),
  ]
}
