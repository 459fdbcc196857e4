/** A locked profile and the same one now → what differs: of each upstream its own part first, then operation by operation. */
import { isObject, type JsonValue } from '../../lib/json.ts'
import type { LockChange } from '../../problem/lock-change.ts'
import { CHOICE, type Changes, changeOf, pairs, REACH, type Sides, setChanges } from './change.ts'
import { compareOperations } from './compare-operation.ts'
import { compareRules } from './compare-rules.ts'
import type { LockDifference, LockedOperation, LockedProfile, LockedUpstream } from './model.ts'

/** In the order of the allowlist; operations that it no longer has come last. */
export function compareProfiles(
  from: LockedProfile | undefined,
  to: LockedProfile | undefined,
): readonly LockDifference[] {
  if (from === undefined || to === undefined) {
    return from === to ? [] : differences('', undefined, whole('profile', to === undefined))
  }
  const names = new Set([...to.upstreams.keys(), ...from.upstreams.keys()])
  return [
    ...differences('', undefined, compareRules(from.rules, to.rules)),
    ...[...names].flatMap((name) => compareUpstreams(name, from.upstreams.get(name), to.upstreams.get(name))),
  ]
}

/** Something that is gone, or else has come. */
function whole(thing: 'profile' | 'upstream', isGone: boolean): Changes {
  return [{ class: isGone ? 'breaking' : 'widening', thing, path: [], ...(isGone ? { from: '' } : { to: '' }) }]
}

function compareUpstreams(
  name: string,
  from: LockedUpstream | undefined,
  to: LockedUpstream | undefined,
): readonly LockDifference[] {
  if (from === undefined || to === undefined) return differences(name, undefined, whole('upstream', to === undefined))
  const moved = changeOf('base-url', { from: from.baseUrl, to: to.baseUrl }, REACH)
  const own = [
    ...moved,
    ...setChanges('permitted-server', { from: from.servers, to: to.servers }, CHOICE),
    ...authChanges({ from: from.auth, to: to.auth }),
    ...compareRules(from.rules, to.rules),
  ]
  const references = new Set([...to.operations.keys(), ...from.operations.keys()])
  return [
    ...differences(name, undefined, own),
    ...[...references].flatMap((reference) => {
      const changes = operationChanges(from.operations.get(reference), to.operations.get(reference))
      const rest = changes.filter((change) => !isMoveOf(change, moved))
      return differences(name, reference, rest)
    }),
  ]
}

/** Member by member: as a whole it is too long to see in it what changed. */
function authChanges({ from, to }: Sides, ...path: readonly string[]): Changes {
  if (!isObject(from) || !isObject(to)) return changeOf('auth', { from, to }, REACH, path.join('.'))
  return pairs(from, to).flatMap(([name, sides]) => authChanges(sides, ...path, name))
}

function operationChanges(from: LockedOperation | undefined, to: LockedOperation | undefined): Changes {
  if (from !== undefined && to !== undefined) return compareOperations(from, to)
  const key = (one: LockedOperation | undefined): JsonValue | undefined => one?.operation
  return changeOf('operation', { from: key(from), to: key(to) }, CHOICE)
}

/** An operation that moved with the base URL is told once, for all. */
function isMoveOf(change: LockChange, [base]: Changes): boolean {
  return change.thing === 'server' && base !== undefined && change.from === base.from && change.to === base.to
}

function differences(
  upstream: string,
  operation: string | undefined,
  [first, ...rest]: Changes,
): readonly LockDifference[] {
  if (first === undefined) return []
  return [{ upstream, ...(operation === undefined ? {} : { operation }), changes: [first, ...rest] }]
}
