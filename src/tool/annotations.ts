/** The access that the profile declares → the hints that clients decide by. */
import type { PlannedTool } from '../plan/model.ts'
import type { Access } from '../profile/model.ts'
import type { Annotations } from './model.ts'

/** Never from what the contract says of itself. Every tool reaches out to an API, whose world is open. */
export function annotationsOf({ access, operation }: PlannedTool): Annotations {
  return { ...BY_ACCESS[access](operation.method), openWorldHint: true }
}

type Hints = Omit<Annotations, 'openWorldHint'>

/**
 * `spend` is never called idempotent: an idempotency key is new with every call, so a client that repeats the call
 * spends again.
 */
const BY_ACCESS: Readonly<Record<Access, (method: string) => Hints>> = {
  read: () => ({ readOnlyHint: true, destructiveHint: false, idempotentHint: true }),
  write: (method) => ({ readOnlyHint: false, destructiveHint: false, idempotentHint: IDEMPOTENT.has(method) }),
  destructive: (method) => ({ readOnlyHint: false, destructiveHint: true, idempotentHint: IDEMPOTENT.has(method) }),
  spend: () => ({ readOnlyHint: false, destructiveHint: false, idempotentHint: false }),
}

/** @see RFC 9110 section 9.2.2 */
const IDEMPOTENT: ReadonlySet<string> = new Set(['PUT', 'DELETE'])
