/** An answer to where it redirects. */
import type { Header } from '../upstream/model.ts'

/** Redirects that are followed in a row at most. */
export const MAX_HOPS = 3

const STATUSES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

export function isRedirect(status: number): boolean {
  return STATUSES.has(status)
}

/** The absolute URL that a 3xx answer points to; undefined where it is no redirect or its Location is no URL. @see RFC 9110 section 10.2.2 */
export function redirectOf(status: number, headers: readonly Header[], from: URL): URL | undefined {
  if (!isRedirect(status)) return undefined
  const [location, ...more] = headers.filter(([name]) => name === 'location')
  if (location === undefined || more.length > 0) return undefined
  return URL.canParse(location[1], from.href) ? new URL(location[1], from) : undefined
}

/** Whether credentials may go along: same scheme, host and port, and no user in the URL. */
export function staysOn(origin: URL, to: URL): boolean {
  return to.origin === origin.origin && to.origin !== 'null' && to.username === '' && to.password === ''
}
