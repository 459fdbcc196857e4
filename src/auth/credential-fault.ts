/** The text of a secret → what stops it from being sent exactly as it is. */
import type { Credential } from '../profile/model.ts'

/** What a secret is used as: that decides which characters it may have. */
export type SecretRole = 'token' | 'cookie' | 'username' | 'password'

interface Fault {
  readonly detail: string
  /** Where it matters; everywhere unless given. */
  readonly roles?: readonly SecretRole[]
  readonly found: (text: string) => boolean
}

const MOST_CHARACTERS = 16_384

/**
 * `${X}`, `${user_config.x}`, `<TOKEN>`, `{{TOKEN}}`, `%TOKEN%`, `$MCP_TOKEN`, an ellipsis: what stands in the place of a
 * token in a client's configuration, in quotes and after `Bearer` too.
 */
const PLACEHOLDER =
  /^["'`]?(?:bearer\s+)?(?:\$\{[^{}]*\}|\$\([^()]*\)|<[^<>]*>|\{\{[^{}]*\}\}|%[A-Z_][A-Z0-9_]*%|\$[A-Z]+(?:_[A-Z0-9]+)+|\u2026|\.\.\.)["'`]?$/i

/** The most telling fault first: a quoted `Bearer …` has quotes, and a `Bearer …` also has a space. */
const FAULTS: readonly Fault[] = [
  { detail: `it is longer than ${MOST_CHARACTERS} characters`, found: (text) => text.length > MOST_CHARACTERS },
  { detail: 'it is a placeholder that the client did not fill in', found: (text) => PLACEHOLDER.test(text.trim()) },
  { detail: 'there is white space around it', found: (text) => text !== text.trim() },
  { detail: 'there are quotes around it', found: (text) => /^["'`]|["'`]$/.test(text) },
  { detail: 'it starts with "Bearer ", which the bridge adds', found: (text) => /^bearer\s/i.test(text) },
  { detail: 'there is a space inside', found: (text) => text.includes(' ') },
  { detail: 'it has a character that is not visible ASCII', found: (text) => !/^[\x21-\x7e]+$/.test(text) },
  {
    detail: 'it has a character that a cookie cannot carry (a quote, a comma, a semicolon or a backslash)',
    roles: ['cookie'],
    found: (text) => /[",;\\]/.test(text),
  },
  {
    detail: 'it has a colon, which ends the user name in basic authentication',
    roles: ['username'],
    found: (text) => text.includes(':'),
  },
]

/**
 * The first fault of a secret, never quoting it; undefined where there is none.
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1
 * @see https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1
 * @see https://www.rfc-editor.org/rfc/rfc7617#section-2
 */
export function credentialFault(text: string, role: SecretRole): string | undefined {
  return FAULTS.find(({ roles, found }) => (roles === undefined || roles.includes(role)) && found(text))?.detail
}

/** The role of an API key by its place. */
export function apiKeyRole(place: Extract<Credential, { type: 'apiKey' }>['in']): SecretRole {
  return place === 'cookie' ? 'cookie' : 'token'
}
