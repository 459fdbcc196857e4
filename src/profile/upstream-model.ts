/** An upstream of a profile: where requests go, and the credential that goes with them. */
import type { JsonPointer } from '../lib/pointer.ts'
import type { Auth, RateLimit } from './model.ts'

interface UpstreamBase {
  /** The key under `upstreams`; empty for the only one of a profile, under `upstream`. */
  readonly name: string
  /** The name of the profile. */
  readonly profile: string
  readonly auth: Auth
  readonly rateLimit?: RateLimit
  readonly pointer: JsonPointer
}

export interface OpenApiUpstream extends UpstreamBase {
  readonly kind: 'openapi'
  /** Absolute: an https URL, a loopback http URL or a file URL. */
  readonly contract: string
  readonly baseUrl?: string
  /** Further server URLs that operations may name. */
  readonly servers: readonly string[]
}

/** A hosted MCP server under the same allowlist: its contract is what it lists. */
export interface McpUpstream extends UpstreamBase {
  readonly kind: 'mcp'
  /** Absolute: an https URL or a loopback http URL. Every request goes there. */
  readonly url: string
  /** The same URL. */
  readonly contract: string
  /** The URL's origin. */
  readonly baseUrl: string
  /** None. */
  readonly servers: readonly string[]
}

export type ProfileUpstream = OpenApiUpstream | McpUpstream
