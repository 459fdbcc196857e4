/** The words and bounds of the profiles file, as both its parser and its published schema have them. */
import type { Access, Credential, Limits, OAuthGrant, Permission, Profile, RateLimit } from './model.ts'

export const ACCESSES: readonly Access[] = ['read', 'write', 'destructive', 'spend']
export const TOOL_NAME_MODES: readonly Profile['toolNames'][] = ['safe', 'exact']
export const LOCK_MODES: readonly NonNullable<Profile['lock']>[] = ['required']
export const APPLIES: readonly Credential['applies'][] = ['declared', 'always']
export const API_KEY_PLACES = ['header', 'query', 'cookie'] as const
export const OAUTH_GRANTS: readonly OAuthGrant[] = ['authorization_code', 'client_credentials', 'device_code']
export const RISK_LEVELS: readonly NonNullable<Permission['riskLevel']>[] = ['low', 'medium', 'high']

/** @see POSIX.1-2017 Base Definitions section 8.1 */
export const ENVIRONMENT_NAME = '^[A-Za-z_][A-Za-z0-9_]*$'

/** `namespace:action_resource` */
export const PERMISSION = '^[a-z][a-z0-9-]*:[a-z][a-z0-9]*(?:_[a-z0-9]+)*$'

/** Without `_`, so that what stands before the first one in a tool's name says whose tool it is. */
export const UPSTREAM_NAME = '^[a-z][a-z0-9-]{0,19}$'

/** What would stand for every permission, alone or in a namespace. */
export const SUPER_PERMISSIONS: readonly string[] = ['all', 'admin', 'root', 'full_access', 'full-access']

/**
 * What clients take, with dots where `toolNames` is `exact`.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/server/tools#tool-names
 */
export const TOOL_NAMES: Readonly<Record<Profile['toolNames'], string>> = {
  safe: '^[A-Za-z][A-Za-z0-9_-]{0,63}$',
  exact: '^[A-Za-z][A-Za-z0-9_.-]{0,63}$',
}

/** @see RFC 9110 section 5.6.2 */
export const TOKEN = "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$"

/** @see RFC 6749 section 3.3 */
export const SCOPE = '^[\\x21\\x23-\\x5b\\x5d-\\x7e]+$'

/** @see RFC 6901 section 3 */
export const JSON_POINTER = '^(?:/(?:[^/~]|~[01])*)+$'

export interface Bounds {
  readonly default?: number
  readonly most: number
  /** Whole numbers from 1; else any number above 0. */
  readonly whole: boolean
}

const MIB = 1024 * 1024

export const LIMITS = {
  timeoutSeconds: { default: 45, most: 300, whole: false },
  responseBytes: { default: 8 * MIB, most: 256 * MIB, whole: true },
  resultCharacters: { default: 40_000, most: 256 * MIB, whole: true },
  concurrency: { default: 8, most: 256, whole: true },
  contractBytes: { default: 24 * MIB, most: 256 * MIB, whole: true },
  toolTokens: { most: 10_000_000, whole: true },
} as const satisfies Record<keyof Limits, Bounds>

export const RATE_LIMIT = {
  requests: { most: 10_000, whole: true },
  perSeconds: { most: 86_400, whole: false },
} as const satisfies Record<keyof RateLimit, Bounds>
