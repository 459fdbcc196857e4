/** The profiles file after parsing: what is allowed, with every default explicit. It names secrets and holds none. */
import type { JsonObject, JsonValue } from '../lib/json.ts'
import type { JsonPointer } from '../lib/pointer.ts'
import type { ProfileUpstream } from './upstream-model.ts'

export type Access = 'read' | 'write' | 'destructive' | 'spend'

/** A secret by the name of the environment variable that holds it. */
export interface SecretReference {
  readonly env: string
}

interface CredentialBase {
  /** `always` sends it whatever the contract declares, `security: []` included. */
  readonly applies: 'declared' | 'always'
  /** Refuses a token that starts otherwise. */
  readonly prefix?: string
  /** Shown on 401 and 403. */
  readonly renew?: string
  readonly pointer: JsonPointer
}

export type Credential = CredentialBase &
  (
    | { readonly type: 'none' }
    | { readonly type: 'bearer'; readonly token: SecretReference }
    | {
        readonly type: 'apiKey'
        readonly in: 'header' | 'query' | 'cookie'
        readonly name: string
        readonly token: SecretReference
      }
    | { readonly type: 'basic'; readonly username: SecretReference; readonly password: SecretReference }
    | ExchangeCredential
    | OAuthCredential
  )

/** What is sent to get a token: JSON in which leaves may be secrets. */
export type ExchangeBody =
  | SecretReference
  | Exclude<JsonValue, JsonObject | readonly JsonValue[]>
  | readonly ExchangeBody[]
  | ExchangeMembers
export type ExchangeMembers = ReadonlyMap<string, ExchangeBody>

/** A credential that is sent to one URL, which answers with an access token for a while. */
export interface ExchangeCredential {
  readonly type: 'exchange'
  /** Absolute; the only place that the credential goes to. */
  readonly url: string
  readonly body: ExchangeMembers
  /** Where the answer has the access token, its life in seconds and its scopes. */
  readonly accessToken: JsonPointer
  readonly expiresIn: JsonPointer
  readonly scopes: JsonPointer
  /** How a token is renewed before a new exchange is made: by the token itself, or by a body of its own. */
  readonly refresh?: { readonly url: string; readonly sends: 'bearer' | ExchangeMembers }
}

export type OAuthGrant = 'authorization_code' | 'client_credentials' | 'device_code'

/** An access token by OAuth. What is written here goes before what is discovered. */
export interface OAuthCredential {
  readonly type: 'oauth2'
  readonly grant: OAuthGrant
  /** `upstream` asks the API for its authorization server; else the issuer, its metadata, or that of an API that trusts it. */
  readonly discovery?: string
  readonly authorizationUrl?: string
  readonly tokenUrl?: string
  readonly deviceUrl?: string
  readonly registrationUrl?: string
  /** Undefined: the bridge registers itself. */
  readonly clientId?: string
  readonly clientSecret?: SecretReference
  /** Undefined: what the API advertises. */
  readonly scopes?: readonly string[]
  /** What the token is for. @see RFC 8707 */
  readonly resource?: string
}

/** One credential for everything, or one for each security scheme of the contract. */
export type Auth =
  | { readonly kind: 'single'; readonly credential: Credential }
  | { readonly kind: 'schemes'; readonly schemes: ReadonlyMap<string, Credential> }

export interface ArgumentPolicy {
  readonly pin: JsonObject
  readonly forbid: readonly string[]
  readonly max: Readonly<Record<string, number>>
}

/** One allowlist entry. */
export interface ToolEntry {
  /** An operationId or `METHOD /path`, as written. */
  readonly operation: string
  /** The name of the upstream that has it. */
  readonly upstream: string
  /** Undefined for a bare string, which grants reading only. */
  readonly access?: Access
  readonly name?: string
  readonly title?: string
  readonly description?: string
  readonly requires: readonly string[]
  /** Scopes that a token needs, beside those that the contract names. */
  readonly scopes?: readonly string[]
  readonly internal: boolean
  readonly idempotencyKey: boolean
  /** Whether a person is asked before each call; no unless said. */
  readonly confirm?: boolean
  readonly arguments: ArgumentPolicy
  readonly timeoutSeconds?: number
  /** Undefined: as the profile says. */
  readonly outputSchema?: boolean
  /** Set where the tool of a hosted MCP server changes what later calls are about, by the argument of this name. */
  readonly session?: { readonly argument: string }
  readonly pointer: JsonPointer
}

/** Bounds of one profile. Sizes are decoded bytes. */
export interface Limits {
  readonly timeoutSeconds: number
  readonly responseBytes: number
  readonly resultCharacters: number
  readonly concurrency: number
  readonly contractBytes: number
  /** Estimated tokens of all tool definitions together. */
  readonly toolTokens?: number
}

/** At most so many requests in any period of so many seconds. */
export interface RateLimit {
  readonly requests: number
  readonly perSeconds: number
}

/** Folders of this machine as `file:` URLs. Where there is none, no file is opened. */
export interface LocalFolders {
  /** Where answers that are no text are saved. */
  readonly save?: string
  /** Where files that an argument names are looked for. */
  readonly read: readonly string[]
}

export interface Permission {
  readonly label?: string
  readonly group?: string
  readonly riskLevel?: 'low' | 'medium' | 'high'
}

/** A resource of a hosted MCP server that may be read. */
export interface ResourceEntry {
  readonly uri: string
  /** The name of the upstream that has it. */
  readonly upstream: string
  readonly pointer: JsonPointer
}

export interface Profile {
  readonly id: string
  readonly title?: string
  readonly instructions?: string
  /** At least one, by name; one that stands alone under `upstream` has the empty name. */
  readonly upstreams: ReadonlyMap<string, ProfileUpstream>
  readonly grants: readonly string[]
  readonly tools: readonly ToolEntry[]
  /** Each URI once, whichever upstream has it. */
  readonly resources?: readonly ResourceEntry[]
  readonly toolNames: 'safe' | 'exact'
  readonly limits: Limits
  /** Whether tools are listed with what they answer; no unless said. */
  readonly outputSchema?: boolean
  /** Whether the rest of a long answer can be asked for; no unless said. */
  readonly continuation?: boolean
  readonly files?: LocalFolders
  /** Where calls are recorded: a `file:` URL. */
  readonly audit?: { readonly file: string }
  /** Set where nothing is served that the lock beside the profiles file does not have exactly so. */
  readonly lock?: 'required'
  readonly pointer: JsonPointer
}

export interface ProfilesFile {
  /** Absolute URL of the file (`file:` or `https:`). */
  readonly uri: string
  readonly defaultProfile?: string
  readonly permissions: ReadonlyMap<string, Permission>
  readonly profiles: ReadonlyMap<string, Profile>
}
