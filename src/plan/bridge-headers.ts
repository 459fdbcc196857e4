/** A header's name → whether it is an argument, set by the bridge itself, or nobody's to set. */

export type HeaderOwner = 'argument' | 'bridge' | 'nobody'

export function headerOwner(name: string): HeaderOwner {
  const lower = name.toLowerCase()
  if (OF_THE_BRIDGE.has(lower)) return 'bridge'
  return OF_NOBODY.has(lower) || /^(proxy|sec|x-forwarded)-/.test(lower) ? 'nobody' : 'argument'
}

/** Written with every request, from the plan and the body. */
const OF_THE_BRIDGE: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'connection',
  'content-length',
  'content-type',
  'host',
  'user-agent',
])

/** Hop-by-hop and framing fields, and those with which a request says that it is another one. @see RFC 9110 section 7.6.1 */
const OF_NOBODY: ReadonlySet<string> = new Set([
  'content-encoding',
  'expect',
  'forwarded',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
  'x-original-url',
  'x-rewrite-url',
])
