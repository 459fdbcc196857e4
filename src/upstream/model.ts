/** What goes to the upstream and what comes back, and the port that carries both. */
import type { StopSignal } from '../lib/stop.ts'
import type { Checked } from '../problem/checked.ts'

/** An upper-case HTTP method. @see RFC 9110 section 9 */
export type Method = string

/** A header field as it goes on the wire: name as written, value already serialised. */
export type Header = readonly [name: string, value: string]

/**
 * One request, complete but for its credentials. `origin` is pinned by the plan; `target` is path and query exactly as
 * they go on the request line, proven against the operation's template.
 */
export interface UpstreamRequest {
  readonly method: Method
  readonly origin: string
  readonly target: string
  readonly headers: readonly Header[]
  readonly body?: string | Uint8Array
  /** Credentials that stand in the query of `target`, and of every target that it is redirected to. */
  readonly inQuery?: readonly (readonly [name: string, value: string])[]
  /** The credential, by its pointer in the profiles file, whose access token is attached when the request leaves. */
  readonly bearerOf?: string
}

export interface UpstreamResponse {
  readonly status: number
  /** Lower-case names; a repeated field stays repeated. */
  readonly headers: readonly Header[]
  /** Decoded (gzip, br, …) bytes, at most the limit that `send` was given. */
  readonly body: Uint8Array
  /** True where the upstream had more than the limit. */
  readonly cut: boolean
  /** True where a stream (of events, of lines) had not ended when the time was over; `cut` is then true too. */
  readonly late?: true | undefined
  /** Milliseconds from `send` to the last byte. */
  readonly durationMs: number
}

export interface SendOptions {
  readonly signal: StopSignal
  /** Decoded bytes to read at most. */
  readonly maxBytes: number
  /** One deadline over connecting, headers and the whole body. */
  readonly timeoutSeconds: number
  /** Whether a redirect on the same origin may lead to this path; reads only. */
  readonly mayFollow: (path: string) => boolean
  /** Whether the request carries a key by which the API knows a repetition: only then is a write ever sent again. */
  readonly keyed?: boolean
  /** What a token has to be granted for the request; one that is known to lack it is not sent. */
  readonly scopes?: readonly string[]
  /** Sees the decoded bytes as they come; true where no more are needed. The answer is then whole. */
  readonly watch?: (chunk: Uint8Array) => boolean
  /** For a hosted MCP server. */
  readonly remote?: RemoteSending | undefined
}

export interface RemoteSending {
  /** Whether the request may be sent again where a session was lost before its answer. */
  readonly repeatable: boolean
  /** Whether what it sets is state of the session, to be set again in a new one; nothing else runs beside it. */
  readonly changesSession: boolean
}

/** Carries one request; any status is a response, everything else a problem that says whether it was sent. */
export interface Upstream {
  send(request: UpstreamRequest, options: SendOptions): Promise<Checked<UpstreamResponse>>
  /** A request that every session is to begin with, from the first on. For a hosted MCP server. */
  remember?(body: string): void
  close(): Promise<void>
}
