/** A deprecated operation still works, and is said to be one. */
import { type Problem, warning } from '../../problem/problem.ts'
import { inContract, type ListedSubject } from './rule.ts'

export function deprecated(subject: ListedSubject): readonly Problem[] {
  if (!subject.operation.deprecated) return []
  const at = inContract(subject, subject.operation.pointer)
  return [warning('OPERATION_DEPRECATED', at, { operation: subject.entry.operation })]
}
