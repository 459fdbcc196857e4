/** Problem code → what it means, why it is refused and what to do: the lock: what was approved, against what is there now. */
import type { LockCode } from '../catalogue/lock.ts'

export const lock: Readonly<Record<LockCode, string>> = {
  LOCK_MISSING:
    'The lock pins what was approved. Where a profile says "lock": "required", nothing is served without it: a lock that somebody deleted must not turn into permission.',
  LOCK_OUTDATED:
    'What a lock does not pin can change unseen. A lock of an older version is therefore not compared in part: run "bridge lock --yes" once after the update, and review the new file like any other change.',
  LOCK_MALFORMED:
    'The lock file is written by "bridge lock" and carries the SHA-256 of everything that it pins. A lock without a hash, with a hash that its content does not have, or of a version that the bridge does not know proves nothing.',
  LOCK_DIFFERS:
    'What the agent was approved to call has changed since "bridge lock": the contract, the profile, or what the bridge makes of them. A description can carry instructions and an operation can move to another path or server, so any change of what an allowlisted operation reaches is refused until somebody has looked at it. Order of keys, white space and everything else in the contract do not matter.',
  LOCK_UNCONFIRMED:
    '"bridge lock" replaces what was approved only if somebody confirms it: with --yes, or with an answer on a terminal.',
  LOCK_UNWRITABLE:
    'The lock is written beside the profiles file, as a whole or not at all: first into a temporary file of the same folder, which then takes its place.',
}
