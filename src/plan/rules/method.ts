/** The method is one that a bridge may send at all. */
import { type Problem, problem } from '../../problem/problem.ts'
import { inContract, type ListedSubject } from './rule.ts'

/** @see RFC 9110 section 9.3.6 (CONNECT) and 9.3.8 (TRACE: no credentials may be in it) */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['TRACE', 'it sends the request back, credentials included'],
  ['CONNECT', 'it opens a tunnel'],
])

export function method(subject: ListedSubject): readonly Problem[] {
  const detail = REFUSED.get(subject.operation.method)
  if (detail === undefined) return []
  return [
    problem('METHOD_UNSUPPORTED', inContract(subject, subject.operation.pointer), {
      method: subject.operation.method,
      detail,
    }),
  ]
}
