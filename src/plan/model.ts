/** The plan: what a profile allows of one upstream, proven against its contract. Only `plan()` can make one. */
import type { MediaType, Operation, Parameter, WholeOperation } from '../contract/model.ts'
import type { Access, Credential, Profile, ToolEntry } from '../profile/model.ts'
import type { ProfileUpstream } from '../profile/upstream-model.ts'

declare const proven: unique symbol

/** A base for requests: the only origin that they may go to, and the path before every operation's (no `/` at the end). */
export interface Base {
  readonly origin: string
  readonly path: string
}

/** A credential to attach, and where. Basic and bearer go to `Authorization`. */
export interface CredentialUse {
  readonly credential: Exclude<Credential, { type: 'none' }>
  readonly in: 'header' | 'query' | 'cookie'
  readonly name: string
}

export interface PlannedTool {
  readonly entry: ToolEntry
  readonly operation: Operation
  readonly name: string
  readonly access: Access
  readonly base: Base
  readonly credentials: readonly CredentialUse[]
  /** What a token has to be granted, where whoever issues it says what that is. */
  readonly scopes: readonly string[]
  /** Parameters of the contract that are credentials, and so no arguments. */
  readonly withheld: readonly Pick<Parameter, 'in' | 'name'>[]
  /** The one media type in which the body is sent. */
  readonly content?: MediaType
}

/** A planned tool before it is compiled. */
export interface ProvenTool extends PlannedTool {
  readonly operation: WholeOperation
}

export interface Plan {
  readonly [proven]: true
  readonly profile: Profile
  readonly upstream: ProfileUpstream
  /** Absolute URL of the profiles file. */
  readonly profilesUri: string
  /** Absolute URL of the contract. */
  readonly contract: string
  readonly tools: readonly ProvenTool[]
  /** What of a hosted MCP server may be read, named by its URI; none of anything else. */
  readonly resources: readonly PlannedTool[]
}
