/** Problems of an audit log → one word and the line, or the run, of each. */
import type { Problem } from '../../src/problem/problem.ts'

export function describeShort(problems: readonly Problem[]): readonly string[] {
  return problems.map((found) => {
    if (found.code === 'AUDIT_BROKEN') return `${found.args.fault} ${found.at.line}`
    if (found.code === 'AUDIT_OPEN') return `(open ${found.args.run})`
    if (found.code === 'AUDIT_OUTCOME_UNKNOWN') return `(unknown ${found.args.run} ${found.args.calls})`
    return found.severity === 'error' ? found.code : `(${found.code})`
  })
}
