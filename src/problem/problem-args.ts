/** What can be wrong, code by code, with the facts that its message needs. */
import type { LockProblemArgs } from './lock-change.ts'

/** Whether a request left for the upstream: `unknown` between its first byte and a status. */
export type Sent = 'no' | 'yes' | 'unknown'

/**
 * Why there is no yes to a call that needs one: the person said no, closed the question or left it open; nobody can be
 * asked; or a yes came that is not one to this call (any more).
 */
export type Unconfirmed = 'declined' | 'closed' | 'unanswered' | 'unavailable' | 'stale'

/** What a line of an audit log shows: it is none, was changed, lacks its end or its predecessor, is not in its order. */
export type AuditFault = 'foreign' | 'edited' | 'half' | 'gap' | 'order'

/** Every problem code with the facts that its message needs. A new code is a new line here and in the catalogue. */
export interface ProblemArgs extends LockProblemArgs {
  // usage
  USAGE: { readonly detail: string }
  PROFILE_UNKNOWN: {
    readonly profile: string
    readonly choices: readonly string[]
    readonly nearest: readonly string[]
  }
  PROFILE_AMBIGUOUS: { readonly choices: readonly string[] }
  TOOL_UNKNOWN: { readonly tool: string; readonly nearest: readonly string[] }
  CODE_UNKNOWN: { readonly code: string; readonly nearest: readonly string[] }
  ARGS_UNPARSABLE: { readonly detail: string }
  TLS_VERIFICATION_DISABLED: Record<never, never>
  INPUT_LINE_TOO_LONG: { readonly limit: number }

  // the profiles file alone
  PROFILES_FILE_MISSING: { readonly tried: readonly string[] }
  PROFILES_FILE_UNREADABLE: { readonly detail: string }
  PROFILES_NOT_JSON: { readonly detail: string }
  PROFILES_DUPLICATE_KEY: { readonly key: string }
  PROFILES_WRITABLE: Record<never, never>
  PROFILES_UNKNOWN_KEY: {
    readonly key: string
    readonly nearest: readonly string[]
    readonly allowed: readonly string[]
  }
  PROFILES_INVALID: { readonly detail: string }
  PROFILES_WILDCARD: { readonly value: string }
  PROFILES_EMPTY_ALLOWLIST: { readonly profile: string }
  PROFILES_SECRET_WRITTEN: { readonly key: string }
  DEFAULT_PROFILE_UNKNOWN: { readonly profile: string; readonly nearest: readonly string[] }
  PERMISSION_ILLEGAL: { readonly permission: string }
  PERMISSION_UNKNOWN: { readonly permission: string; readonly nearest: readonly string[] }
  TOOL_NAME_ILLEGAL: { readonly name: string }
  UPSTREAM_NAME_ILLEGAL: { readonly upstream: string }
  UPSTREAM_UNKNOWN: {
    readonly upstream: string
    readonly choices: readonly string[]
    readonly nearest: readonly string[]
  }
  UPSTREAM_UNSAID: { readonly choices: readonly string[] }
  UPSTREAM_UNUSED: { readonly upstream: string }
  URL_INSECURE: { readonly url: string; readonly key: string }
  URL_USER_INFO: { readonly key: string }

  // loading a contract
  CONTRACT_FILE_UNREADABLE: { readonly detail: string }
  CONTRACT_UNREACHABLE: { readonly detail: string }
  CONTRACT_HTTP_STATUS: { readonly status: number }
  OFFLINE_UNKNOWN: Record<never, never>
  OFFLINE_UNPROVEN: Record<never, never>
  CONTRACT_REDIRECTED: { readonly to: string }
  CONTRACT_TOO_LARGE: { readonly limit: number }
  CONTRACT_IS_HTML: Record<never, never>
  CONTRACT_NOT_PARSABLE: { readonly detail: string }
  CONTRACT_DUPLICATE_KEY: { readonly key: string }
  CONTRACT_NOT_OPENAPI: { readonly found: string }
  CONTRACT_NOT_MCP: { readonly detail: string }
  CONTRACT_VERSION_UNSUPPORTED: { readonly version: string }

  // the check
  OPERATION_NOT_FOUND: {
    readonly operation: string
    readonly nearest: readonly string[]
    /** Set for the list of a hosted MCP server: whether it was asked with a credential. */
    readonly credentialled?: boolean
  }
  RESOURCE_NOT_FOUND: {
    readonly resource: string
    readonly nearest: readonly string[]
    readonly credentialled: boolean
  }
  OPERATION_AMBIGUOUS: { readonly operation: string; readonly places: readonly string[] }
  OPERATION_LISTED_TWICE: { readonly operation: string; readonly first: string }
  OPERATION_INTERNAL: { readonly operation: string; readonly because: string }
  OPERATION_DEPRECATED: { readonly operation: string }
  OPERATION_INVALID: { readonly operation: string; readonly detail: string }
  METHOD_UNSUPPORTED: { readonly method: string; readonly detail: string }
  ACCESS_UNDECLARED: { readonly operation: string; readonly method: string }
  ACCESS_CONTRADICTS_METHOD: { readonly operation: string; readonly access: string; readonly method: string }
  PERMISSION_NOT_GRANTED: { readonly operation: string; readonly missing: readonly string[] }
  PARAMETER_UNSUPPORTED: { readonly parameter: string; readonly in: string; readonly detail: string }
  PARAMETER_CREDENTIAL: { readonly parameter: string; readonly in: string }
  PARAMETER_MAY_BE_CREDENTIAL: { readonly parameter: string; readonly in: string }
  PATH_PARAMETER_UNDECLARED: { readonly parameter: string; readonly path: string }
  BODY_UNSUPPORTED: { readonly mediaTypes: readonly string[]; readonly detail: string }
  REFERENCE_UNRESOLVED: { readonly reference: string; readonly detail: string }
  REFERENCE_EXTERNAL: { readonly reference: string; readonly uri: string }
  SCHEMA_INVALID: { readonly detail: string }
  SECURITY_UNSATISFIED: { readonly operation: string; readonly needs: readonly string[]; readonly has: string }
  SECURITY_SCHEME_UNKNOWN: { readonly scheme: string; readonly nearest: readonly string[] }
  SERVER_MISSING: { readonly detail: string }
  SERVER_NOT_PERMITTED: { readonly server: string; readonly permitted: readonly string[] }
  SERVER_IGNORED: { readonly server: string; readonly baseUrl: string }
  SERVER_PATH_IGNORED: { readonly server: string; readonly baseUrl: string }
  TOOL_NAME_DERIVED_ILLEGAL: { readonly operation: string; readonly name: string; readonly detail: string }
  TOOL_NAME_COLLISION: { readonly name: string; readonly operations: readonly string[] }
  TOOL_NAME_LONG: { readonly name: string; readonly length: number }
  TOOLS_TOO_MANY: { readonly count: number; readonly limit: number }
  TOOL_BUDGET_EXCEEDED: {
    readonly tokens: number
    readonly limit: number
    readonly largest: readonly { readonly tool: string; readonly tokens: number }[]
  }
  ARGUMENT_UNKNOWN: { readonly argument: string; readonly key: string; readonly nearest: readonly string[] }
  ARGUMENT_PIN_INVALID: { readonly argument: string; readonly detail: string }
  ARGUMENT_MAX_INVALID: { readonly argument: string; readonly max: number }
  ARGUMENT_FORBID_REQUIRED: { readonly argument: string }
  TEXT_CLEANED: { readonly what: string; readonly removed: string }
  TEXT_HIDDEN: { readonly what: string; readonly hidden: string }
  TEXT_SUSPICIOUS: { readonly what: string; readonly found: string }
  OUTPUT_SCHEMA_LEFT_OUT: { readonly detail: string }
  PATTERN_NOT_ENFORCED: { readonly pattern: string; readonly detail: string }
  CONTRACT_INVALID: { readonly detail: string }

  // credentials
  CREDENTIAL_MISSING: { readonly variable: string; readonly renew?: string }
  CREDENTIAL_MALFORMED: { readonly variable: string; readonly detail: string }
  CREDENTIAL_PREFIX: { readonly variable: string; readonly prefix: string }
  CREDENTIAL_REFUSED: { readonly status: number; readonly renew?: string }
  /** `expired`: somebody was signed in, and the server does not renew that any more. */
  SIGNED_OUT: {
    readonly profile: string
    /** Empty for the only one of a profile. */
    readonly upstream: string
    readonly because: 'never' | 'expired'
    readonly renew?: string
  }
  SIGN_IN_FAILED: { readonly detail: string }
  TOKEN_REFUSED: { readonly server: string; readonly detail: string; readonly renew?: string }
  AUTHORIZATION_SERVER_UNFIT: { readonly server: string; readonly detail: string }
  KEYCHAIN_MISSING: Record<never, never>
  CREDENTIAL_STORE_UNUSABLE: { readonly detail: string }
  SCOPE_NOT_GRANTED: { readonly lacking: readonly string[] }
  SCOPES_DIFFER: { readonly lacking: readonly string[]; readonly beyond: readonly string[] }

  // one call
  ARGUMENTS_INVALID: { readonly faults: readonly string[] }
  REQUEST_ESCAPED: { readonly detail: string }
  UPSTREAM_UNREACHABLE: { readonly origin: string; readonly detail: string; readonly sent: Sent }
  UPSTREAM_TIMEOUT: { readonly seconds: number; readonly sent: Sent }
  UPSTREAM_PROTOCOL: { readonly detail: string; readonly sent: Sent }
  UPSTREAM_TRUNCATED: { readonly detail: string; readonly sent: Sent }
  UPSTREAM_BUSY: { readonly waiting: number }
  RATE_LIMITED: { readonly requests: number; readonly perSeconds: number; readonly waitSeconds: number }
  CALL_CANCELLED: { readonly sent: Sent }
  CALL_UNCONFIRMED: { readonly because: Unconfirmed }
  CALL_AWAITS_CONFIRMATION: Record<never, never>
  TOOL_FAILED: { readonly status: number }

  // what a first profiles file is made of
  PICK_UNKNOWN: { readonly operation: string; readonly nearest: readonly string[] }
  /** `tags` are those with the most reads. */
  CHOICE_NEEDED: {
    readonly operations: number
    readonly reads: number
    readonly most: number
    readonly tags: readonly string[]
  }
  NOTHING_CHOSEN: { readonly operations: number; readonly tags: readonly string[]; readonly asked: boolean }
  /** `insecure` is a server over plain http. */
  BASE_URL_UNKNOWN: { readonly written: readonly string[]; readonly insecure?: string }
  PROFILE_EXISTS: { readonly profile: string }
  FILE_UNWRITABLE: { readonly detail: string }

  // the files of clients
  CLIENT_FILE_UNREADABLE: { readonly detail: string }
  /** `hasComments`: it would be right but for comments, or commas at the end of lists. */
  CLIENT_FILE_MALFORMED: { readonly client: string; readonly format: string; readonly hasComments: boolean }
  CLIENT_FILE_UNEDITABLE: { readonly client: string }
  CLIENT_ENTRY_MISSING: { readonly name: string | undefined; readonly choices: readonly string[] }
  ENTRY_COMMAND_MISSING: { readonly command: string }
  START_FAILED: { readonly said: string }
  READ_FAILED: { readonly tool: string; readonly said: string }

  // the audit log
  AUDIT_UNAVAILABLE: { readonly detail: string }
  AUDIT_UNREADABLE: { readonly detail: string }
  AUDIT_BROKEN: { readonly fault: AuditFault; readonly entry?: number }
  AUDIT_OPEN: { readonly run: string; readonly profile: string }
  AUDIT_OUTCOME_UNKNOWN: { readonly run: string; readonly calls: readonly number[] }
  AUDIT_EMPTY: Record<never, never>
  INTERNAL: Record<never, never>
}
