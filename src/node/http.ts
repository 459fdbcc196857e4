/** An origin to the undici dispatcher that carries its requests; undici is loaded by the first of them. */
import type { Dispatcher } from 'undici'
import { isLoopback } from '../lib/loopback.ts'

export interface HttpClient {
  /** The dispatcher for an origin, given as a URL. Rejects where `HTTPS_PROXY` is no URL that can be used. */
  dispatcher(origin: string): Promise<Dispatcher>
  /** Destroys every connection; what is in flight fails. */
  close(): Promise<void>
}

/**
 * No pipelining, no redirects, no cookies, no retries: those are decided above. Idle connections are kept for four
 * seconds and don't hold the process. The number of connections is bounded by whoever sends, so that an abandoned
 * connection attempt takes nobody's place.
 */
const OPTIONS = { pipelining: 1, connect: { timeout: 10_000 }, headersTimeout: 0, bodyTimeout: 0 } as const

/**
 * One set of connections. Loopback is always reached directly; anything else honours `HTTPS_PROXY` and `NO_PROXY`, by
 * CONNECT, so that a proxy sees no header of ours. `HTTP_PROXY` has no say: plain http never leaves the machine.
 */
export function createHttpClient(): HttpClient {
  let direct: Promise<Dispatcher> | undefined
  let proxied: Promise<Dispatcher> | undefined

  const local = new Map<string, boolean>()

  return {
    dispatcher: (origin) => {
      const isLocal = local.get(origin) ?? isLoopback(new URL(origin))
      local.set(origin, isLocal)
      if (isLocal) {
        direct ??= import('undici/lib/dispatcher/agent.js').then(({ default: Agent }) => new Agent(OPTIONS))
        return direct
      }
      proxied ??= import('undici/lib/dispatcher/env-http-proxy-agent.js').then(
        ({ default: EnvHttpProxyAgent }) => new EnvHttpProxyAgent({ ...OPTIONS, httpProxy: '' }),
      )
      return proxied
    },
    close: async () => {
      const opened = await Promise.allSettled([direct, proxied])
      await Promise.all(opened.map((one) => (one.status === 'fulfilled' ? one.value?.destroy() : undefined)))
    },
  }
}
