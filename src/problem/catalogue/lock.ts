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
  },
  LOCK_OUTDATED: {
    exit: 5,
    message: () => 'the lock file was written by an older version of the bridge, which pinned less',
    hint: () => 'Look at what "bridge tools" prints, then write it anew with "bridge lock --yes" and commit it.',
  },
  LOCK_MALFORMED: {
    exit: 5,
    message: ({ detail }) => `the lock file can't be used: ${detail}`,
    hint: () => 'Restore it from version control, or write it anew with "bridge lock --yes" after a look at the tools.',
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
  },
  LOCK_UNCONFIRMED: {
    exit: 5,
    message: () => 'the lock was left as it is',
    hint: () => 'If these changes are what you want, run "bridge lock --yes".',
  },
  LOCK_UNWRITABLE: {
    exit: 5,
    message: ({ detail }) => `the lock file can't be written: ${detail}`,
    hint: () => undefined,
  },
}
