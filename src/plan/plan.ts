/** An upstream of a profile and its contract → the plan, only if every allowlisted operation is proven. */
import type { Contract } from '../contract/model.ts'
import { type Checked, unlessErrors } from '../problem/checked.ts'
import { ofOperation, type Problem } from '../problem/problem.ts'
import type { Profile } from '../profile/model.ts'
import type { ProfileUpstream } from '../profile/upstream-model.ts'
import { argumentParameters, withheldParameters } from './arguments.ts'
import { baseOf, rootBase } from './base.ts'
import { chooseContent } from './content.ts'
import type { Base, Plan, ProvenTool } from './model.ts'
import { toolName } from './name.ts'
import { type Resolved, resolveEntries } from './resolve.ts'
import { planResources } from './resources.ts'
import type { Context, ListedSubject, ProfileSubject, Rule, WholeSubject } from './rules/rule.ts'
import { RULES } from './rules/rules.ts'
import { neededScopes } from './scopes.ts'
import { credentialsOf } from './security.ts'

/**
 * Proves what a profile allows of one of its upstreams against that one's contract; every problem of every entry is
 * collected. `profilesUri` is the absolute URL of the profiles file, for the places of problems. What passes is the only
 * way to a `Plan`.
 */
export function plan(
  profile: Profile,
  upstream: ProfileUpstream,
  profilesUri: string,
  contract: Contract,
): Checked<Plan> {
  const context: Context = { profile, upstream, profilesUri, contract }
  const root = rootBase(context)
  const resolved = resolveEntries(context)
  const listed = resolved.flatMap(({ entry, operation }): readonly ListedSubject[] =>
    operation.ok
      ? [{ ...context, entry, operation: operation.value, name: toolName(entry, operation.value, profile.toolNames) }]
      : [],
  )
  const examined = resolved.map((one) => {
    const subject = listed.find(({ entry }) => entry === one.entry)
    const entryProblems = run(RULES.entry, { ...context, entry: one.entry })
    const rest = subject === undefined ? { problems: one.operation.problems } : examine(subject, root)
    const problems = [...entryProblems, ...rest.problems].map((found) => ofOperation(found, one.entry.operation))
    return { ...rest, problems }
  })
  const resources = planResources(context, root)
  const problems = [
    ...root.problems,
    ...resources.problems,
    ...run(RULES.upstream, { ...context, listed }),
    ...unreadablePaths(resolved, contract),
    ...examined.flatMap((one) => one.problems),
  ]
  return unlessErrors(problems, () => {
    const tools = examined.flatMap(({ tool }) => (tool === undefined ? [] : [tool]))
    const proven: Omit<Plan, symbol> = {
      profile,
      upstream,
      profilesUri,
      contract: contract.uri,
      tools,
      resources: resources.planned,
    }
    return proven as unknown as Plan // the brand is a type only; this is the one place that gives it
  })
}

/** What stands against a profile as a whole, whatever its contracts have. */
export function profileProblems(profile: Profile, profilesUri: string): readonly Problem[] {
  return run(RULES.profile, { profile, profilesUri })
}

interface Examined {
  readonly problems: readonly Problem[]
  /** Set where nothing that it is made of was refused. */
  readonly tool?: ProvenTool
}

function examine(listed: ListedSubject, root: Checked<Base>): Examined {
  const early = run(RULES.listed, listed)
  const operation = listed.contract.read(listed.operation)
  if (!operation.ok) return { problems: [...early, ...operation.problems] }
  const credentials = credentialsOf(operation.value, listed)
  const base = root.ok ? baseOf(operation.value, root.value, listed) : undefined
  const subject: WholeSubject = {
    ...listed,
    operation: operation.value,
    credentials: credentials.ok ? credentials.value : [],
  }
  const problems = [
    ...early,
    ...operation.problems,
    ...(base?.problems ?? []),
    ...credentials.problems,
    ...run(RULES.whole, subject),
  ]
  return base?.ok === true ? { problems, tool: plannedTool(subject, base.value) } : { problems }
}

function plannedTool(subject: WholeSubject, base: Base): ProvenTool {
  const { entry, name, credentials, operation } = subject
  const content = chooseContent(operation)
  return {
    entry,
    // from here on nobody sees the parameters that a caller may not give
    operation: { ...operation, parameters: argumentParameters(subject) },
    name,
    access: entry.access ?? 'read',
    base,
    credentials,
    scopes: neededScopes(operation, entry),
    withheld: withheldParameters(subject),
    ...(content === undefined ? {} : { content }),
  }
}

function run<Subject extends ProfileSubject>(
  rules: Readonly<Record<string, Rule<Subject>>>,
  subject: Subject,
): readonly Problem[] {
  return Object.values(rules).flatMap((rule) => rule(subject))
}

/** A contract in many files has one for each operation; the first few say what is missing. */
const MOST_UNREADABLE = 5

/** Paths that could not be indexed may be where a missing operation is. */
function unreadablePaths(resolved: readonly Resolved[], contract: Contract): readonly Problem[] {
  const missing = resolved.some(({ operation }) =>
    operation.problems.some(({ code }) => code === 'OPERATION_NOT_FOUND'),
  )
  return missing ? contract.unreadable.slice(0, MOST_UNREADABLE) : []
}
