/** What a server says of a token that it issued → the token, and how long to rely on it. */
import type { Secret } from '../upstream/secret.ts'

export interface IssuedToken {
  readonly secret: Secret
  /** Milliseconds since the epoch; undefined where the server did not say, or nothing that makes sense. */
  readonly expiresAt?: number
  /** Milliseconds since the epoch from which on another one is better. */
  readonly renewAt?: number
  /** Undefined where the server did not say. */
  readonly scopes?: readonly string[]
}

const YEAR_SECONDS = 365 * 24 * 3600
const LEEWAY_MS = 30_000

/** Seconds, at most a year; undefined for what is no positive number. Some servers write it as a text. */
export function lifetimeOf(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  if (typeof seconds !== 'number' || !Number.isFinite(seconds) || seconds <= 0) return undefined
  return Math.min(seconds, YEAR_SECONDS)
}

/** Thirty seconds before its end, or half of its life where that is shorter. */
export function timesOf(seconds: number | undefined, now: number): Pick<IssuedToken, 'expiresAt' | 'renewAt'> {
  if (seconds === undefined) return {}
  const life = seconds * 1000
  return { expiresAt: now + life, renewAt: now + life - Math.min(LEEWAY_MS, life / 2) }
}
