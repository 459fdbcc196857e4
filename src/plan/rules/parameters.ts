/** Parameters that can't be arguments are said, and are errors where the operation can't be called without them. */
import { type Problem, warning } from '../../problem/problem.ts'
import { exclusionOf } from '../arguments.ts'
import { mayBeCredential } from '../credential-names.ts'
import { inContract, type WholeSubject } from './rule.ts'

export function parameters(subject: WholeSubject): readonly Problem[] {
  return subject.operation.parameters.flatMap((parameter) => {
    const exclusion = exclusionOf(parameter, subject)
    if (exclusion !== undefined) return exclusion.problems
    if (!mayBeCredential(parameter)) return []
    const at = inContract(subject, parameter.pointer)
    return [warning('PARAMETER_MAY_BE_CREDENTIAL', at, { parameter: parameter.name, in: parameter.in })]
  })
}
