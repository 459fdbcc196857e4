/** The effects that the bridge needs, as arguments: a test or a dry run gives its own. */

import type { IssuedToken } from '../auth/issued-token.ts'
import type { McpListing } from '../contract/mcp-contract.ts'
import type { JsonValue } from '../lib/json.ts'
import type { Result } from '../lib/result.ts'
import type { StopSignal } from '../lib/stop.ts'
import type { Checked } from '../problem/checked.ts'
import type { Unconfirmed } from '../problem/problem.ts'
import type { Profile } from '../profile/model.ts'
import type { McpUpstream } from '../profile/upstream-model.ts'
import type { Secret } from '../upstream/secret.ts'

/** A profiles file, contract or lock, and the absolute URL that it was read from. */
export interface Text {
  readonly uri: string
  /** UTF-8. */
  readonly bytes: Uint8Array
}

export interface ReadOptions {
  /** Decoded bytes at most. */
  readonly maxBytes: number
  readonly source: 'profile' | 'contract' | 'lock'
  /** The folder, as a URL with `/` at its end, that a file must really be in, symbolic links resolved. */
  readonly within?: string
}

/** Reads documents by absolute URL (`file:`, `https:`, loopback `http:`). */
export interface Documents {
  read(uri: string, options: ReadOptions): Promise<Checked<Text>>
}

/** By what a later read can tell that a document is the same. */
export interface Mark {
  /** Where it was found in the end. */
  readonly uri: string
  /** Of its bytes, as 64 hex digits. */
  readonly sha256: string
  readonly etag?: string
  readonly lastModified?: string
}

export interface MarkedText extends Text {
  readonly mark: () => Mark
}

/** Documents that are recognised when they are read again. */
export interface MarkedDocuments extends Documents {
  read(uri: string, options: ReadOptions): Promise<Checked<MarkedText>>
  /** Undefined where the document still is what had this mark: by its bytes, or because its server says so. */
  readUnless(mark: Mark, uri: string, options: ReadOptions): Promise<Checked<MarkedText | undefined>>
}

/** Keeps values between runs, each whole and unchanged or not at all. */
export interface Store {
  read(name: string): Promise<JsonValue | undefined>
  /** Makes the value and keeps it, at a time when nobody waits. Nothing comes of it where nothing can be kept. */
  keep(name: string, make: () => JsonValue): void
}

/** Asks a hosted MCP server of a profile for what it lists. */
export interface HostedServers {
  list(profile: Profile, upstream: McpUpstream): Promise<Checked<McpListing>>
}

/** Environment variables by name; an empty one counts as unset. */
export interface Environment {
  get(name: string): string | undefined
}

/** A file to which lines are only ever added. */
export interface AuditLog {
  /** The hash of the last entry that the file had when it was opened. */
  readonly last: string | undefined
  /**
   * Adds a line, its end included, in one piece; with `flush` it is on the disk when this resolves. Never rejects: the
   * error says for people why the line is not there.
   */
  append(line: string, flush: boolean): Promise<Result<undefined, string>>
  close(): Promise<void>
}

/** Why a local file can't be used. Where it really is, or whether it exists elsewhere, is never said. */
export type FileFault =
  | { readonly kind: 'absent' | 'not-regular' | 'denied' | 'disk-full' | 'no-folder' }
  | { readonly kind: 'too-large'; readonly limit: number }
  | { readonly kind: 'other'; readonly code: string }

/** Files of this machine in the folders that the profile names, and nowhere else. */
export interface LocalFiles {
  /** The bytes of a regular file in one of the folders to read from. */
  read(path: string, maxBytes: number): Promise<Result<Uint8Array, FileFault>>
  /** Writes a new file into the folder to save in; gives its absolute path. Nothing is ever overwritten. */
  save(name: string, bytes: Uint8Array): Promise<Result<string, FileFault>>
}

/** Access tokens of one credential, each for a while. */
export interface TokenSource {
  /** The one to use now; whoever asks while it is being got waits for the same. */
  token(): Promise<Checked<IssuedToken>>
  /** Tells that the API refused a token: the next `token` gets another one, unless that has just been done. */
  refused(token: Secret): void
}

/** What came of asking a person; `pending` where the answer will come with the same call made again. */
export type Consent = 'given' | 'pending' | Unconfirmed

/** Asks a person whether a call may be made. Never rejects: no answer is no consent. */
export type Confirm = (question: string, signal: StopSignal) => Promise<Consent>
