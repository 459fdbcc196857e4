/** A profile has no more tools than clients show to a model. */
import { childPointer } from '../../lib/pointer.ts'
import { type Problem, warning } from '../../problem/problem.ts'
import { inProfile, type ProfileSubject } from './rule.ts'

/** Above the first, some clients warn or drop; above the second, others refuse every request. */
const LIMITS = [128, 40] as const

export function toolCount(subject: ProfileSubject): readonly Problem[] {
  const count = subject.profile.tools.length
  const limit = LIMITS.find((most) => count > most)
  if (limit === undefined) return []
  const at = inProfile(subject, childPointer(subject.profile.pointer, 'tools'))
  return [warning('TOOLS_TOO_MANY', at, { count, limit })]
}
