/** Profiles, their contracts and the lock → everything that the review page shows, before it is a page. */
import { loadContract } from '../../bridge/load.ts'
import type { Contract, OperationEntry } from '../../contract/model.ts'
import { resolveEntries } from '../../plan/resolve.ts'
import { type Checked, isError, pass } from '../../problem/checked.ts'
import type { Problem } from '../../problem/problem.ts'
import type { Permission, Profile } from '../../profile/model.ts'
import type { ProfileUpstream } from '../../profile/upstream-model.ts'
import type { Tool, ToolDefinition } from '../../tool/model.ts'
import { offersReadMore, READ_MORE } from '../../tool/read-more.ts'
import { type Context, loadOptions, openProfiles, selectProfiles } from '../context.ts'
import { type LockedState, readLockState } from '../lock-state.ts'

export interface Review {
  /** Absolute URL of the profiles file. */
  readonly uri: string
  readonly profiles: readonly ReviewedProfile[]
  readonly contracts: readonly ReviewedContract[]
  /** Profiles that only the lock has. */
  readonly vanished: readonly LockedState[]
  /** `unfit`: there is one that cannot be compared with, which the problems tell of. */
  readonly lock: 'there' | 'missing' | 'unfit'
  /** What belongs to no profile. */
  readonly problems: readonly Problem[]
  readonly permissions: ReadonlyMap<string, Permission>
}

export interface ReviewedProfile {
  readonly profile: Profile
  /** Whether `start` would serve it. */
  readonly ok: boolean
  /** Proven tools in the allowlist's order; undefined where the profile is not proven. */
  readonly tools: readonly Tool[] | undefined
  /** Tools of the bridge's own. */
  readonly own: readonly ToolDefinition[]
  readonly locked: LockedState
  /** Differences from the lock, which are shown by themselves, aside. */
  readonly problems: readonly Problem[]
}

/** A contract once, however many profiles share it. */
export interface ReviewedContract {
  readonly uri: string
  readonly title: string
  readonly version: string
  readonly count: number
  /** The profiles that use it. */
  readonly profiles: readonly string[]
  /** What none of these profiles allows. */
  readonly rest: readonly OperationEntry[]
}

/** Undefined `named` means all profiles. Refused only where there is no profile to show. */
export async function readReview(context: Context, named: readonly string[] | undefined): Promise<Checked<Review>> {
  const opened = await openProfiles(context)
  if (!opened.ok) return opened
  const state = await readLockState(context, named)
  if (!state.ok) return state
  const { file } = opened.value
  const { stored } = state.value
  const selected = selectProfiles(opened.value, undefined).flatMap((one) => (one.ok ? [one.value] : []))
  const known = new Map(selected.map((profile) => [profile.id, profile]))
  const profiles: ReviewedProfile[] = []
  const contracts = new Map<string, { contract: Contract; allowed: Set<string>; profiles: Set<string> }>()
  for (const locked of state.value.profiles) {
    const profile = known.get(locked.id)
    if (profile === undefined || locked.proven === undefined) continue
    profiles.push(await reviewedOf(profile, locked, stored))
    for (const upstream of profile.upstreams.values()) {
      const contract = await contractOf(context, profile, upstream, locked)
      if (contract === undefined) continue
      // what a hosted server lists may depend on the credential
      const key = contract.hosted === undefined ? contract.uri : upstream.pointer
      const shared = contracts.get(key) ?? { contract, allowed: new Set(), profiles: new Set() }
      for (const { operation } of resolveEntries({ profile, upstream, profilesUri: file.uri, contract })) {
        if (operation.ok) shared.allowed.add(operation.value.key)
      }
      shared.profiles.add(profile.id)
      contracts.set(key, shared)
    }
  }
  return pass({
    uri: file.uri,
    profiles,
    contracts: [...contracts.values()].map(({ contract, allowed, profiles }) => ({
      ...{ uri: contract.uri, title: contract.title, version: contract.version, profiles: [...profiles] },
      count: contract.operations.length,
      rest: contract.operations.filter(({ key }) => !allowed.has(key)),
    })),
    vanished: state.value.profiles.filter(({ proven }) => proven === undefined),
    lock: stored.ok ? 'there' : isMissing(stored) ? 'missing' : 'unfit',
    problems: [...opened.problems, ...(isMissing(stored) ? [] : stored.problems)],
    permissions: file.permissions,
  })
}

async function reviewedOf(profile: Profile, locked: LockedState, stored: Checked<unknown>): Promise<ReviewedProfile> {
  const { proven } = locked
  if (proven?.ok !== true) {
    return { profile, ok: false, tools: undefined, own: [], locked, problems: proven?.problems ?? [] }
  }
  const { tools, validate } = proven.value
  const needsLock = profile.lock === 'required'
  const problems = [
    ...proven.problems,
    ...(await validate()),
    ...(needsLock && isMissing(stored) ? stored.problems : []),
  ]
  return {
    profile,
    ok: !(problems.some(isError) || (needsLock && (locked.problems.length > 0 || !stored.ok))),
    tools: [...tools.values()],
    own: offersReadMore(profile, tools) ? [READ_MORE] : [],
    locked,
    problems,
  }
}

function isMissing(stored: Checked<unknown>): boolean {
  return !stored.ok && stored.problems.some(({ code }) => code === 'LOCK_MISSING')
}

/** Where the profile is not proven, its contract may still be read. */
async function contractOf(
  context: Context,
  profile: Profile,
  upstream: ProfileUpstream,
  { proven }: LockedState,
): Promise<Contract | undefined> {
  const found =
    proven?.ok === true ? proven.value.upstreams.find((one) => one.plan.upstream.name === upstream.name) : undefined
  if (found !== undefined) return found.contract
  const loaded = await loadContract(profile, upstream, loadOptions(context))
  return loaded.ok ? loaded.value.contract : undefined
}
