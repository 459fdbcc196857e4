/** What became of a request to whether, and after how many milliseconds, it is sent again. */
import type { Header, Method } from '../upstream/model.ts'
import type { Outcome } from './exchange.ts'

/** Further attempts after the first. */
const MAX_RETRIES = 2

/** Methods that change nothing by definition; a POST is never among them, whatever its profile says. @see RFC 9110 section 9.2.1 */
const SAFE: ReadonlySet<Method> = new Set(['GET', 'HEAD', 'OPTIONS', 'QUERY'])

/** Whether sending the request again does no more than sending it once. */
export function isRepeatable(method: Method, keyed: boolean): boolean {
  return keyed || SAFE.has(method)
}

/** Seconds of Retry-After that are waited out; more is the model's business. */
const PATIENCE_SECONDS = 5

/** The wait before the next attempt of what may be repeated, or undefined where there is none. `random` is in [0, 1). */
export function retryDelay(outcome: Outcome, retries: number, random: () => number): number | undefined {
  if (retries >= MAX_RETRIES) return undefined
  const backoff = 250 * 4 ** retries * (0.5 + random() / 2)
  if (outcome.kind === 'ended') return undefined
  if (outcome.kind === 'failed') {
    // after a status there is an answer, however damaged: only what ended before one is tried again
    return outcome.fault.transient && outcome.sent !== 'yes' ? backoff : undefined
  }
  const wish = WISHES.get(outcome.status)
  if (wish === undefined) return undefined
  const asked = retryAfterSeconds(outcome.headers)
  if (asked === undefined) return wish === 'optional' ? backoff : undefined
  return asked > PATIENCE_SECONDS ? undefined : asked * 1000 + backoff
}

/** The statuses that may pass, and whether they are tried again without being asked to. */
const WISHES: ReadonlyMap<number, 'optional' | 'required'> = new Map([
  [429, 'required'],
  [502, 'optional'],
  [503, 'optional'],
  [504, 'optional'],
])

/** Seconds, or the time until a date; undefined where it is absent or neither. @see RFC 9110 section 10.2.3 */
function retryAfterSeconds(headers: readonly Header[]): number | undefined {
  const value = headers.find(([name]) => name === 'retry-after')?.[1].trim()
  if (value === undefined) return undefined
  if (/^\d{1,9}$/.test(value)) return Number(value)
  const date = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} [\d:]{8} GMT$/.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(date) ? undefined : Math.max(0, (date - Date.now()) / 1000)
}
