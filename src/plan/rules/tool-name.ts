/** A derived tool name is one that clients take, and short enough for the prefix that they add. */
import { type Problem, problem, warning } from '../../problem/problem.ts'
import { isLegalName } from '../name.ts'
import { inProfile, type ListedSubject } from './rule.ts'

const MOST = 64
const COMFORTABLE = 40

export function toolName(subject: ListedSubject): readonly Problem[] {
  const { entry, name, profile } = subject
  const at = inProfile(subject, entry.pointer)
  if (!isLegalName(name, profile.toolNames)) {
    const detail = name.length > MOST ? `longer than ${MOST} characters` : 'a tool name starts with a letter'
    return [problem('TOOL_NAME_DERIVED_ILLEGAL', at, { operation: entry.operation, name, detail })]
  }
  return name.length > COMFORTABLE ? [warning('TOOL_NAME_LONG', at, { name, length: name.length })] : []
}
