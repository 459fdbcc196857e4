/** Parameters that can't be arguments are said, and are errors where the operation can't be called without them. */
import type { Problem } from '../../problem/problem.ts'
import { exclusionOf } from '../arguments.ts'
import type { WholeSubject } from './rule.ts'

export function parameters(subject: WholeSubject): readonly Problem[] {
  return subject.operation.parameters.flatMap((parameter) => exclusionOf(parameter, subject)?.problems ?? [])
}
