/** Servers of the contract and what the profile permits → the one place that an operation's requests go to. */
import type { Operation, Server } from '../contract/model.ts'
import { type Checked, pass, refuse } from '../problem/checked.ts'
import { problem } from '../problem/problem.ts'
import type { Base } from './model.ts'
import { type Context, inContract, inProfile } from './rules/rule.ts'

/** Origin and path of an absolute URL; the path without a `/` at its end. */
export function baseFrom(url: string): Base {
  const { origin, pathname } = new URL(url)
  return { origin, path: withoutTrailingSlash(pathname) }
}

/** Undefined where neither the server nor the contract's own place gives one. */
export function originOf(server: Server): string | undefined {
  return server.url === undefined ? undefined : baseFrom(server.url).origin
}

export function pathOf(server: Server): string {
  if (server.url !== undefined) return baseFrom(server.url).path
  return isRelative(server) ? baseFrom(new URL(server.written, ANYWHERE).href).path : ''
}

/**
 * The base of every operation that names no server of its own: `baseUrl`, or the contract's one absolute server on the
 * contract's own origin.
 */
export function rootBase(context: Context): Checked<Base> {
  const { baseUrl } = context.upstream
  if (baseUrl !== undefined) return pass(baseFrom(baseUrl))
  const at = inProfile(context, context.upstream.pointer)
  const missing = (detail: string): Checked<Base> => refuse(problem('SERVER_MISSING', at, { detail }))
  const { servers, uri } = context.contract
  const [server] = servers
  if (server === undefined || servers.length > 1) return missing(`the contract names ${servers.length} servers`)
  if (isRelative(server)) return missing(`the contract's server ${server.written} is relative`)
  if (server.url === undefined) return missing(`the contract's server ${server.written} has variables without values`)
  const own = new URL(uri).origin
  // documents read from a file have no origin that could confirm a server
  if (own === 'null') return missing(`the contract's server ${server.url} is not on the contract's own origin`)
  const base = baseFrom(server.url)
  if (base.origin === own) return pass(base)
  return refuse(
    problem('SERVER_NOT_PERMITTED', inContract(context, server.pointer), { server: server.url, permitted: [own] }),
  )
}

/** The base of one operation: its own server where it or its path names one that is permitted, else the root's. */
export function baseOf(operation: Operation, root: Base, context: Context): Checked<Base> {
  if (operation.serversDeclaredAt === 'root') return pass(root)
  // the contract's root servers stand for baseUrl, so an operation's server beside them is on its origin too
  const ours = new Set([root.origin, ...context.contract.servers.map(originOf)])
  const listed = new Set(context.upstream.servers.map((url) => baseFrom(url).origin))
  for (const server of operation.servers) {
    const origin = originOf(server)
    if (origin !== undefined && listed.has(origin)) return pass({ origin, path: pathOf(server) })
    if (origin === undefined ? isRelative(server) : ours.has(origin)) {
      return pass({ origin: root.origin, path: pathOf(server) })
    }
  }
  const [first] = operation.servers
  return refuse(
    problem('SERVER_NOT_PERMITTED', inContract(context, first?.pointer ?? operation.pointer), {
      server: first?.url ?? first?.written ?? '',
      permitted: [root.origin, ...listed],
    }),
  )
}

/** Gives relative servers something to be resolved against, for their path alone. */
const ANYWHERE = 'https://server.invalid/'

function isRelative(server: Server): boolean {
  return !/^\{|^[^/]*:|^\/\//.test(server.written)
}

function withoutTrailingSlash(path: string): string {
  return path.replace(/\/+$/, '')
}
