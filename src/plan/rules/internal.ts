/** What the contract marks as internal, or guards with an admin scope, is named one by one with `internal: true`. */
import { type Problem, problem } from '../../problem/problem.ts'
import { inProfile, type WholeSubject } from './rule.ts'

const ADMIN_SCOPE = 'admin:'

export function internal(subject: WholeSubject): readonly Problem[] {
  const { entry, operation } = subject
  if (entry.internal) return []
  const scope = operation.requiredScopes.find((required) => required.startsWith(ADMIN_SCOPE))
  const because = operation.internal ? 'x-internal' : scope
  if (because === undefined) return []
  return [
    problem('OPERATION_INTERNAL', inProfile(subject, entry.pointer), {
      operation: entry.operation,
      because,
    }),
  ]
}
