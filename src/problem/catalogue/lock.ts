/** What the catalogue says about the lock: what was approved, against what is there now. */
import type { Entries } from './entry.ts'
import { changeSummary, differenceSubject } from './lock-words.ts'
import { quote } from './phrases.ts'

export type LockCode =
  | 'LOCK_MISSING'
  | 'LOCK_OUTDATED'
  | 'LOCK_MALFORMED'
  | 'LOCK_DIFFERS'
  | 'LOCK_UNCONFIRMED'
  | 'LOCK_UNWRITABLE'

/** Changes that one message spells out. */
const SPELT_OUT = 5

export const lock: Entries<LockCode> = {
  LOCK_MISSING: {
    exit: 5,
    message: () => 'there is no lock file beside the profiles file',
    hint: () => 'Look at what "bridge tools" prints, then write the lock with "bridge lock" and commit it.',
    explain:
      'The lock pins what was approved. Where a profile says "lock": "required", nothing is served without it: a lock that somebody deleted must not turn into permission.',
  },
  LOCK_OUTDATED: {
    exit: 5,
    message: () => 'the lock file was written by an older version of the bridge, which pinned less',
    hint: () => 'Look at what "bridge tools" prints, then write it anew with "bridge lock --yes" and commit it.',
    explain:
      'What a lock does not pin can change unseen. A lock of an older version is therefore not compared in part: run "bridge lock --yes" once after the update, and review the new file like any other change.',
  },
  LOCK_MALFORMED: {
    exit: 5,
    message: ({ detail }) => `the lock file can't be used: ${detail}`,
    hint: () => 'Restore it from version control, or write it anew with "bridge lock --yes" after a look at the tools.',
    explain:
      'The lock file is written by "bridge lock" and carries the SHA-256 of everything that it pins. A lock without a hash, with a hash that its content does not have, or of a version that the bridge does not know proves nothing.',
  },
  LOCK_DIFFERS: {
    exit: 5,
    message: ({ upstream, operation, changes }) => {
      const texts = changes.slice(0, SPELT_OUT).map((change) => `${change.class}: ${changeSummary(change)}`)
      const more = changes.length - texts.length
      const all = [...texts, ...(more === 0 ? [] : [`and ${more} more`])].join('; ')
      return `${differenceSubject({ upstream, operation }, quote)} is not what was locked: ${all}`
    },
    hint: () => '"bridge diff" shows all of it. If it is what you want, "bridge lock" accepts it.',
    explain:
      'What the agent was approved to call has changed since "bridge lock": the contract, the profile, or what the bridge makes of them. A description can carry instructions and an operation can move to another path or server, so any change of what an allowlisted operation reaches is refused until somebody has looked at it. Order of keys, white space and everything else in the contract do not matter.',
  },
  LOCK_UNCONFIRMED: {
    exit: 5,
    message: () => 'the lock was left as it is',
    hint: () => 'If these changes are what you want, run "bridge lock --yes".',
    explain:
      '"bridge lock" replaces what was approved only if somebody confirms it: with --yes, or with an answer on a terminal.',
  },
  LOCK_UNWRITABLE: {
    exit: 5,
    message: ({ detail }) => `the lock file can't be written: ${detail}`,
    hint: () => undefined,
    explain:
      'The lock is written beside the profiles file, as a whole or not at all: first into a temporary file of the same folder, which then takes its place.',
  },
}
