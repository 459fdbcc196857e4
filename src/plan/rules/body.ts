/** The body can be written in one of its media types, or the operation works without it. */
import { contentUnsupported } from '../../contract/serializable.ts'
import { type Problem, problem, warning } from '../../problem/problem.ts'
import { chooseContent, isBodyless } from '../content.ts'
import { inContract, type WholeSubject } from './rule.ts'

export function body(subject: WholeSubject): readonly Problem[] {
  const { operation } = subject
  const declared = operation.requestBody
  if (declared === undefined || chooseContent(operation) !== undefined) return []
  const reasons = declared.content.map((one) => contentUnsupported(one, operation.definitions))
  const detail = isBodyless(operation.method)
    ? `the body of a ${operation.method} has no meaning`
    : (reasons.find((reason) => reason !== undefined) ?? 'it names no media type')
  // without a body that is not required, the operation can still be called
  const report = declared.required ? problem : warning
  return [
    report('BODY_UNSUPPORTED', inContract(subject, declared.pointer), {
      mediaTypes: declared.content.map((one) => one.mediaType),
      detail,
    }),
  ]
}
