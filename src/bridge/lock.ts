/** The lock beside a profiles file, and what the profiles have become since it was written. */

import { formatPointer } from '../lib/pointer.ts'
import { lineOfPointer } from '../lib/pointer-lines.ts'
import { decodeUtf8 } from '../lib/utf8.ts'
import { compareProfiles } from '../plan/lock/compare-profile.ts'
import { lockUriOf } from '../plan/lock/lock-uri.ts'
import type { Lock, LockDifference, LockedProfile } from '../plan/lock/model.ts'
import { parseLock } from '../plan/lock/parse-lock.ts'
import { type Checked, pass, refuse } from '../problem/checked.ts'
import { type Problem, problem } from '../problem/problem.ts'
import type { Profile } from '../profile/model.ts'
import { type Compiled, lockProfile } from '../tool/lock/lock-profile.ts'
import type { LineOf } from './lines.ts'
import type { Documents } from './ports.ts'

/** A lock holds the allowlisted part of each contract, some of it several times. */
const LOCK_BYTES = 256 * 1024 * 1024

export interface LoadedLock {
  readonly uri: string
  readonly text: string
  readonly lock: Lock
  readonly line: LineOf
}

/** Reads the lock at a URL; LOCK_MISSING where there is none. */
export async function loadLock(uri: string, documents: Documents): Promise<Checked<LoadedLock>> {
  const read = await documents.read(uri, { maxBytes: LOCK_BYTES, source: 'lock' })
  if (!read.ok) return read
  const text = decodeUtf8(read.value.bytes)
  const lock = await parseLock(text)
  if (!lock.ok) {
    const at = { source: 'lock', uri } as const
    const { error } = lock
    return refuse('outdated' in error ? problem('LOCK_OUTDATED', at, {}) : problem('LOCK_MALFORMED', at, error))
  }
  return pass({ uri, text, lock: lock.value, line: (_uri, pointer) => lineOfPointer(text, pointer) })
}

/** What stands against serving a profile that requires its lock: nothing only where both agree in everything. */
export async function lockProblems(
  profile: Profile,
  compiled: readonly Compiled[],
  profilesUri: string,
  documents: Documents,
): Promise<readonly Problem[]> {
  const loaded = await loadLock(lockUriOf(profilesUri), documents)
  if (!loaded.ok) return loaded.problems
  const now = await lockProfile(profile, profilesUri, compiled)
  return differenceProblems(profile.id, compareProfiles(loaded.value.lock.profiles.get(profile.id), now), loaded.value)
}

/** The differences of one profile as problems at their places in the lock. */
export function differenceProblems(
  id: string,
  differences: readonly LockDifference[],
  { uri, line }: LoadedLock,
): readonly Problem[] {
  return differences.map(({ upstream, operation, changes }) => {
    const within = upstream === '' ? [] : ['upstreams', upstream]
    const named = operation === undefined ? [] : ['operations', operation]
    const pointer = formatPointer(['profiles', id, ...within, ...named])
    const found = line(uri, pointer)
    const at = { source: 'lock', uri, pointer, ...(found === undefined ? {} : { line: found }) } as const
    return problem('LOCK_DIFFERS', at, { upstream, operation, changes }, operation)
  })
}

/** The profiles that the lock has and the file no longer does. */
export function vanishedProfiles({ lock }: LoadedLock, ids: Iterable<string>): ReadonlyMap<string, LockedProfile> {
  const there = new Set(ids)
  return new Map([...lock.profiles].filter(([id]) => !there.has(id)))
}
