/** The environment to the problem of switched-off certificate checks. */
import { type Problem, problem } from '../problem/problem.ts'

/** node verifies no certificate where `NODE_TLS_REJECT_UNAUTHORIZED` is exactly `0`. */
export function tlsProblem(variables: NodeJS.ProcessEnv = process.env): Problem | undefined {
  return variables.NODE_TLS_REJECT_UNAUTHORIZED === '0'
    ? problem('TLS_VERIFICATION_DISABLED', { source: 'environment' }, {})
    : undefined
}
