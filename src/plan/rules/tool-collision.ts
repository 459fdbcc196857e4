/** No two tools have names that a client could take for one another; those of two upstreams begin differently. */
import { type Problem, problem } from '../../problem/problem.ts'
import { inProfile, type ListedSubject, type UpstreamSubject } from './rule.ts'

export function toolCollision(subject: UpstreamSubject): readonly Problem[] {
  const byName = new Map<string, ListedSubject[]>()
  for (const one of subject.listed) {
    const key = one.name.toLowerCase()
    byName.set(key, [...(byName.get(key) ?? []), one])
  }
  return [...byName.values()].flatMap((group) => {
    const operations = group.map((one) => one.entry.operation)
    return group
      .slice(1)
      .map((one) =>
        problem(
          'TOOL_NAME_COLLISION',
          inProfile(subject, one.entry.pointer),
          { name: one.name, operations },
          one.entry.operation,
        ),
      )
  })
}
