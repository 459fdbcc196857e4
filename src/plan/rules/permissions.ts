/** Every permission that the entry requires is granted to the profile. */
import { childPointer } from '../../lib/pointer.ts'
import { type Problem, problem } from '../../problem/problem.ts'
import { type EntrySubject, inProfile } from './rule.ts'

export function permissions(subject: EntrySubject): readonly Problem[] {
  const { entry, profile } = subject
  const missing = entry.requires.filter((permission) => !profile.grants.includes(permission))
  if (missing.length === 0) return []
  const at = inProfile(subject, childPointer(entry.pointer, 'requires'))
  return [problem('PERMISSION_NOT_GRANTED', at, { operation: entry.operation, missing })]
}
