/** What a rule looks at, at each stage of the check, and the places that it can point to. */
import type { Contract, OperationEntry, WholeOperation } from '../../contract/model.ts'
import type { JsonPointer } from '../../lib/pointer.ts'
import type { Location, Problem } from '../../problem/problem.ts'
import type { Profile, ToolEntry } from '../../profile/model.ts'
import type { ProfileUpstream } from '../../profile/upstream-model.ts'
import type { CredentialUse } from '../model.ts'

/** A profile as a whole. */
export interface ProfileSubject {
  readonly profile: Profile
  /** Absolute URL of the profiles file. */
  readonly profilesUri: string
}

/** What a profile allows of one upstream, against its contract. */
export interface Context extends ProfileSubject {
  readonly upstream: ProfileUpstream
  readonly contract: Contract
}

/** One allowlist entry by itself. */
export interface EntrySubject extends Context {
  readonly entry: ToolEntry
}

/** An entry with the one operation that it means, as the contract's index has it. */
export interface ListedSubject extends EntrySubject {
  readonly operation: OperationEntry
  readonly name: string
}

/** An entry with its operation read whole and the credentials chosen for it. */
export interface WholeSubject extends ListedSubject {
  readonly operation: WholeOperation
  readonly credentials: readonly CredentialUse[]
}

/** An upstream with every entry that was resolved. */
export interface UpstreamSubject extends Context {
  readonly listed: readonly ListedSubject[]
}

export type Rule<Subject extends ProfileSubject> = (subject: Subject) => readonly Problem[]

export function inProfile(context: ProfileSubject, pointer: JsonPointer): Location {
  return { source: 'profile', uri: context.profilesUri, pointer }
}

export function inContract(context: Context, pointer: JsonPointer): Location {
  return { source: 'contract', uri: context.contract.uri, pointer }
}
