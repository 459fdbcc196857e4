/** One difference between what was locked and what is there now, as typed facts; the words are in the catalogue. */

/**
 * `breaking`: calls that were right may fail or mean something else. `widening`: the agent may do more, or elsewhere.
 * `wording`: only what the agent reads.
 */
export type ChangeClass = 'breaking' | 'widening' | 'wording'

/** What differs. */
export type ChangedThing =
  | 'profile'
  | 'upstream'
  | 'base-url'
  | 'permitted-server'
  | 'auth'
  | 'operation'
  | 'method'
  | 'path'
  | 'server'
  | 'access'
  | 'security'
  | 'credential'
  | 'scope'
  | 'deprecated'
  | 'summary'
  | 'description'
  | 'title'
  | 'property'
  | 'required'
  | 'place'
  | 'style'
  | 'type'
  | 'value'
  | 'constraint'
  | 'variant'
  | 'default'
  | 'body'
  | 'body-required'
  | 'body-description'
  | 'media-type'
  | 'tool-name'
  | 'tool-title'
  | 'tool-description'
  | 'annotation'
  | 'fixed-argument'
  | 'rule'
  | 'grant'
  | 'permission'
  | 'folder'
  | 'instructions'
  | 'structure'

export interface LockChange {
  readonly class: ChangeClass
  readonly thing: ChangedThing
  /** Names of arguments and properties that lead to it; empty for the operation itself. Items are `[]`. */
  readonly path: readonly string[]
  /** The one that is meant where there are several: a keyword, a scope, an annotation. */
  readonly name?: string
  /** What it was; absent where it is new. Texts as they are, other values as JSON. */
  readonly from?: string
  /** What it is; absent where it is gone. */
  readonly to?: string
}

/** The problems of the lock with the facts that their messages need. */
export interface LockProblemArgs {
  LOCK_MISSING: Record<never, never>
  LOCK_OUTDATED: Record<never, never>
  LOCK_MALFORMED: { readonly detail: string }
  /** Without an operation it is the upstream that differs, or the profile where that has only one. */
  LOCK_DIFFERS: {
    readonly upstream: string
    readonly operation: string | undefined
    readonly changes: readonly LockChange[]
  }
  LOCK_UNCONFIRMED: Record<never, never>
  LOCK_UNWRITABLE: { readonly detail: string }
}
