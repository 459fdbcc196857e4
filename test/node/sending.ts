/** An upstream per test, closed after it, and requests with everything that a test doesn't care about filled in. */
import { afterEach } from 'vitest'
import { createHttpUpstream, type HttpUpstreamOptions } from '../../src/node/http-upstream.ts'
import type { Checked } from '../../src/problem/checked.ts'
import type { SendOptions, Upstream, UpstreamRequest, UpstreamResponse } from '../../src/upstream/model.ts'

const opened: { close(): Promise<void> }[] = []

afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()))
})

/** Closes it when the test is over. */
export function owned<C extends { close(): Promise<void> }>(closable: C): C {
  opened.push(closable)
  return closable
}

export function upstreamFor(options: Partial<HttpUpstreamOptions> = {}): Upstream {
  return owned(createHttpUpstream({ version: '0.0.0-test', random: () => 0, ...options }))
}

export function send(
  upstream: Upstream,
  origin: string,
  request: Partial<UpstreamRequest> = {},
  options: Partial<SendOptions> = {},
): Promise<Checked<UpstreamResponse>> {
  return upstream.send(
    { method: 'GET', origin, target: '/', headers: [], ...request },
    {
      signal: new AbortController().signal,
      maxBytes: 1_000_000,
      timeoutSeconds: 20,
      mayFollow: () => false,
      ...options,
    },
  )
}

/** A response as `status body`, a failure as `CODE sent`. */
export function told(result: Checked<UpstreamResponse>): string {
  if (result.ok) return `${result.value.status} ${new TextDecoder().decode(result.value.body)}`
  const [{ code, args }] = result.problems
  return 'sent' in args ? `${code} ${args.sent}` : code
}
