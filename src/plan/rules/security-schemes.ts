/** Every security scheme that the profile has a credential for is one that the contract declares. */
import { nearest } from '../../lib/nearest.ts'
import { type Problem, problem } from '../../problem/problem.ts'
import { inProfile, type UpstreamSubject } from './rule.ts'

export function securitySchemes(subject: UpstreamSubject): readonly Problem[] {
  const { auth } = subject.upstream
  if (auth.kind === 'single') return []
  const declared = subject.contract.securitySchemes
  return [...auth.schemes]
    .filter(([scheme]) => !declared.has(scheme))
    .map(([scheme, credential]) =>
      problem('SECURITY_SCHEME_UNKNOWN', inProfile(subject, credential.pointer), {
        scheme,
        nearest: nearest(scheme, [...declared.keys()]),
      }),
    )
}
