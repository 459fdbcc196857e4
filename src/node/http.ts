/** An origin to the undici dispatcher that carries its requests; undici is loaded by the first of them. */
import type { LookupFunction } from 'node:net'
import type { buildConnector, Dispatcher, Pool } from 'undici'
import { isLoopback } from '../lib/loopback.ts'
import { PROXY_HUNG_UP } from './fault.ts'

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
 * `lookup` is asked for every name that is connected to directly; a proxy looks names up itself.
 */
export function createHttpClient(lookup?: LookupFunction): HttpClient {
  const options = lookup === undefined ? OPTIONS : { ...OPTIONS, connect: { ...OPTIONS.connect, lookup } }
  const byOrigin = new Map<string, Promise<Dispatcher>>()
  let opened: Promise<Dispatcher> | undefined
  const proxy = (): Promise<Dispatcher> => {
    opened ??= openProxy(options)
    return opened
  }

  return {
    dispatcher: (origin) => {
      const known = byOrigin.get(origin)
      if (known !== undefined) return known
      const dispatcher = isProxied(new URL(origin)) ? proxy() : openPool(origin, options)
      byOrigin.set(origin, dispatcher)
      return dispatcher
    },
    close: async () => {
      const settled = await Promise.allSettled(new Set(byOrigin.values()))
      await Promise.all(settled.map((one) => (one.status === 'fulfilled' ? one.value.destroy() : undefined)))
    },
  }
}

type Options = typeof OPTIONS | (Omit<typeof OPTIONS, 'connect'> & { readonly connect: object })

async function openPool(origin: string, options: Options): Promise<Dispatcher> {
  const { default: Pool } = await import('undici/lib/dispatcher/pool.js')
  return new Pool(origin, options)
}

async function openProxy(options: Options): Promise<Dispatcher> {
  // by its default: it is CommonJS, whose names a bundle doesn't know
  const { default: undici } = await import('undici')
  // the default is the module itself, but is declared with fewer members
  const { EnvHttpProxyAgent, Pool } = undici as unknown as typeof import('undici')
  const factory = (origin: string | URL, { connect, ...others }: Pool.Options): Dispatcher =>
    new Pool(origin, {
      ...others,
      ...(connect === undefined ? {} : { connect: typeof connect === 'function' ? heeding(connect) : connect }),
    })
  return new EnvHttpProxyAgent({ ...options, httpProxy: '', factory })
}

/** The agent takes a proxy that hangs up for a reason to connect again at once, and again, until the deadline. */
function heeding(connect: buildConnector.connector): buildConnector.connector {
  return (options, callback) =>
    connect(options, (...[error, socket]) => {
      if (error === null) callback(null, socket)
      else callback('code' in error && error.code === 'UND_ERR_SOCKET' ? hungUp() : error, null)
    })
}

function hungUp(): Error {
  return Object.assign(new Error('hung up'), { code: PROXY_HUNG_UP })
}

/** Whether a proxy may have a say: by the same variables and in the same order as its agent, which takes all of undici. */
export function isProxied(url: URL): boolean {
  return !isLoopback(url) && (process.env.https_proxy ?? process.env.HTTPS_PROXY ?? '') !== ''
}
