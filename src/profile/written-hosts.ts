/** A profile → the hosts that its owner wrote into it, wherever they stand. */

/** Of every text that is an http(s) URL. What a server says of itself is never among them. */
export function writtenHosts(part: unknown): ReadonlySet<string> {
  if (typeof part === 'string') {
    const url = /^https?:/i.test(part) && URL.canParse(part) ? new URL(part) : undefined
    // the brackets of an IPv6 address are the URL's
    return new Set(url === undefined ? [] : [url.hostname.replace(/^\[|\]$/g, '')])
  }
  if (typeof part !== 'object' || part === null) return new Set()
  const inner: readonly unknown[] = part instanceof Map ? [...part.values()] : Object.values(part)
  return new Set(inner.flatMap((one) => [...writtenHosts(one)]))
}
