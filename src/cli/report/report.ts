/** The outcome of a check, profile by profile, before it takes one of its formats. */
import type { LoadedProfile } from '../../bridge/loaded-profile.ts'
import type { Checked } from '../../problem/checked.ts'
import { isError } from '../../problem/checked.ts'
import type { Problem } from '../../problem/problem.ts'
import type { Access, Profile } from '../../profile/model.ts'

export interface ReportedTool {
  readonly name: string
  readonly access: Access
  readonly operation: string
}

export interface ProfileReport {
  readonly id: string
  readonly ok: boolean
  /** Of every upstream, by its name; at least one. */
  readonly contracts: ReadonlyMap<string, string>
  /** Empty where the profile is not ok. */
  readonly tools: readonly ReportedTool[]
  /** What a token has to be granted for all of the tools; empty where the profile is not ok. */
  readonly scopes: readonly string[]
  readonly problems: readonly Problem[]
}

export interface Report {
  readonly ok: boolean
  readonly profiles: readonly ProfileReport[]
  /** What belongs to no profile. */
  readonly problems: readonly Problem[]
}

/** Under `strict` a warning counts like an error. */
export function weighed(problems: readonly Problem[], strict: boolean): readonly Problem[] {
  return strict ? problems.map((found) => ({ ...found, severity: 'error' })) : problems
}

/** One profile's part. */
export function reportProfile(
  profile: Profile,
  checked: Checked<LoadedProfile>,
  findings: readonly Problem[],
  strict: boolean,
): ProfileReport {
  const problems = weighed([...checked.problems, ...findings], strict)
  const ok = checked.ok && !problems.some(isError)
  const tools = checked.ok && ok ? [...checked.value.tools.values()] : []
  return {
    id: profile.id,
    ok,
    contracts: new Map([...profile.upstreams].map(([name, { contract }]) => [name, contract])),
    tools: tools.map(({ name, planned }) => ({ name, access: planned.access, operation: planned.operation.key })),
    scopes: [...new Set(tools.flatMap(({ planned }) => planned.scopes))].sort(),
    problems,
  }
}

export function createReport(profiles: readonly ProfileReport[], problems: readonly Problem[]): Report {
  return { ok: profiles.every(({ ok }) => ok) && !problems.some(isError), profiles, problems }
}

export function allProblems(report: Report): readonly Problem[] {
  return [...report.problems, ...report.profiles.flatMap(({ problems }) => problems)]
}
