/** A sign-in as it is stored: tokens and everything that their renewal needs, so that nobody can change that meanwhile. */
import { isObject, type JsonObject, type JsonValue, member } from '../lib/json.ts'
import { isSecure } from '../lib/loopback.ts'
import { parseJson } from '../lib/parse-json.ts'
import type { PinnedServer } from './oauth/authorization-server.ts'

export interface SignInRecord {
  readonly version: 1
  readonly profile: string
  readonly server: PinnedServer
  readonly clientId: string
  /** Of a client that the server made. One from the environment is not stored. */
  readonly clientSecret?: string
  readonly resource?: string
  /** Asked for. */
  readonly asked?: readonly string[]
  /** Granted, where the server said so. */
  readonly scopes?: readonly string[]
  readonly accessToken: string
  readonly refreshToken?: string
  /** Milliseconds since the epoch, all three. */
  readonly expiresAt?: number
  readonly renewAt?: number
  readonly signedInAt: number
}

/** Undefined where the text is no record of this version. */
export function readRecord(text: string): SignInRecord | undefined {
  const parsed = parseJson(text)
  const value = parsed.ok && isObject(parsed.value) ? parsed.value : {}
  const server = member(value, 'server')
  const isRecord =
    member(value, 'version') === 1 &&
    isObject(server) &&
    hasTexts(value, ['profile', 'clientId', 'accessToken'], ['clientSecret', 'resource', 'refreshToken']) &&
    hasTexts(server, ['issuer', 'tokenUrl'], ['authorizationUrl', 'deviceUrl', 'registrationUrl']) &&
    isSecureUrl(member(server, 'tokenUrl')) &&
    ['expiresAt', 'renewAt'].every((name) => isNumber(member(value, name) ?? 0)) &&
    isNumber(member(value, 'signedInAt')) &&
    [member(value, 'asked'), member(value, 'scopes'), member(server, 'tokenAuth')].every(isTextsOrNone)
  // every member has just been looked at
  return isRecord ? (value as unknown as SignInRecord) : undefined
}

function hasTexts(object: JsonObject, needed: readonly string[], optional: readonly string[]): boolean {
  const isText = (value: JsonValue | undefined): boolean => typeof value === 'string' && value !== ''
  return (
    needed.every((name) => isText(member(object, name))) &&
    optional.every((name) => member(object, name) === undefined || isText(member(object, name)))
  )
}

function isSecureUrl(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && URL.canParse(value) && isSecure(new URL(value))
}

function isNumber(value: JsonValue | undefined): boolean {
  return typeof value === 'number' && Number.isFinite(value)
}

function isTextsOrNone(value: JsonValue | undefined): boolean {
  return value === undefined || (Array.isArray(value) && value.every((one) => typeof one === 'string'))
}
