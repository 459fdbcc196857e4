/** Every placeholder of the path has a path parameter. */
import { type Problem, problem } from '../../problem/problem.ts'
import { placeholdersOf } from '../resolve.ts'
import { inContract, type WholeSubject } from './rule.ts'

/** @see https://spec.openapis.org/oas/v3.2.0.html#path-templating */
export function pathTemplate(subject: WholeSubject): readonly Problem[] {
  const { operation } = subject
  const declared = new Set(operation.parameters.filter((one) => one.in === 'path').map((one) => one.name))
  return placeholdersOf(operation.path)
    .filter((name) => !declared.has(name))
    .map((parameter) =>
      problem('PATH_PARAMETER_UNDECLARED', inContract(subject, operation.pointer), { parameter, path: operation.path }),
    )
}
