/** Profiles and the lock beside them → what each profile is now, and how that differs from the lock. */
import { type LoadedProfiles, proveProfile } from '../bridge/load.ts'
import type { LoadedProfile } from '../bridge/loaded-profile.ts'
import { differenceProblems, type LoadedLock, loadLock, vanishedProfiles } from '../bridge/lock.ts'
import { compareProfiles } from '../plan/lock/compare-profile.ts'
import { lockUriOf } from '../plan/lock/lock-uri.ts'
import type { LockDifference, LockedProfile } from '../plan/lock/model.ts'
import { all, type Checked, pass } from '../problem/checked.ts'
import type { Problem } from '../problem/problem.ts'
import type { Profile } from '../profile/model.ts'
import { lockProfile } from '../tool/lock/lock-profile.ts'
import { type Context, loadOptions, openProfiles, selectProfiles } from './context.ts'

export interface LockedState {
  readonly id: string
  /** Undefined where the file no longer has the profile. */
  readonly now: Checked<LockedProfile> | undefined
  /** What the check proved of it, the lock aside; undefined where `now` is. */
  readonly proven?: Checked<LoadedProfile>
  /** Undefined where there is no lock to compare with, or the profile does not pass the check. */
  readonly differences: readonly LockDifference[] | undefined
  /** What stands against the profile: of the check, or its differences. */
  readonly problems: readonly Problem[]
}

export interface LockState {
  readonly uri: string
  readonly stored: Checked<LoadedLock>
  readonly profiles: readonly LockedState[]
}

/**
 * Undefined `named` means all profiles; those that only the lock has are among them then. `against` is the URL of the
 * lock; it is the one beside the profiles file unless told.
 */
export async function readLockState(
  context: Context,
  named: readonly string[] | undefined,
  against?: string,
): Promise<Checked<LockState>> {
  const opened = await openProfiles(context)
  if (!opened.ok) return opened
  const { file } = opened.value
  const chosen = all(selectProfiles(opened.value, named))
  if (!chosen.ok) return chosen
  const stored = await loadLock(against ?? lockUriOf(file.uri), context.documents)
  const states: LockedState[] = []
  for (const profile of chosen.value) states.push(await currentOf(context, opened.value, profile, stored))
  const vanished = stored.ok && named === undefined ? vanishedProfiles(stored.value, file.profiles.keys()) : new Map()
  for (const id of vanished.keys()) states.push(stateOf(id, undefined, stored))
  return pass({ uri: file.uri, stored, profiles: states }, opened.problems)
}

async function currentOf(
  context: Context,
  profiles: LoadedProfiles,
  profile: Profile,
  stored: Checked<LoadedLock>,
): Promise<LockedState> {
  const proven = await proveProfile(profile, profiles, loadOptions(context))
  const now = proven.ok ? pass(await lockProfile(profile, profiles.file.uri, proven.value.upstreams)) : proven
  return { ...stateOf(profile.id, now, stored), proven }
}

function stateOf(id: string, now: Checked<LockedProfile> | undefined, stored: Checked<LoadedLock>): LockedState {
  if (now?.ok === false) return { id, now, differences: undefined, problems: now.problems }
  if (!stored.ok) return { id, now, differences: undefined, problems: [] }
  const differences = compareProfiles(stored.value.lock.profiles.get(id), now?.value)
  return { id, now, differences, problems: differenceProblems(id, differences, stored.value) }
}
