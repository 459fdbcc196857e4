/** The lock: what every allowlisted operation was when somebody approved it, readable and with its digests. */
import type { JsonObject } from '../../lib/json.ts'
import type { LockChange } from '../../problem/lock-change.ts'

export interface LockedOperation {
  /** Method and path, `GET /jobs/{jobId}`, for readers. */
  readonly operation: string
  /** SHA-256 over the canonical JSON of `pinned`. */
  readonly sha256: string
  /** SHA-256 over the canonical JSON of `tool`. */
  readonly toolSha256: string
  /** The operation with everything that it reaches. */
  readonly pinned: JsonObject
  /** The tool as the agent sees it, what its arguments are bound to, and what its entry says about calls. */
  readonly tool: JsonObject
}

export interface LockedUpstream {
  /** Where the contract was read from, for readers: the same contract elsewhere is no difference. Relative where both are files. */
  readonly contract: string
  /** The base of the operations that name no server of their own; undefined where all do. */
  readonly baseUrl?: string
  readonly servers: readonly string[]
  readonly auth: JsonObject
  /** What is said about all calls of this upstream; where it stands alone, of the profile. */
  readonly rules: JsonObject
  /** By the reference as the allowlist has it. */
  readonly operations: ReadonlyMap<string, LockedOperation>
}

export interface LockedProfile {
  /** What a profile of several upstreams says about all calls; else each rule is the upstream's. */
  readonly rules: JsonObject
  /** By name; one that stands alone has the empty one. */
  readonly upstreams: ReadonlyMap<string, LockedUpstream>
}

export interface Lock {
  readonly profiles: ReadonlyMap<string, LockedProfile>
}

/** What differs in one operation, or, where none is named, in the upstream. */
export interface LockDifference {
  /** The name of the upstream; empty for one that stands alone. */
  readonly upstream: string
  readonly operation?: string
  readonly changes: readonly [LockChange, ...LockChange[]]
}

/** 1 did not pin rules, nor the variables that hold secrets. */
export const LOCK_VERSION = 2
