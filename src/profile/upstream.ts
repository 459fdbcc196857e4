/** An upstream as the file has it → its model, by kind: alone under `upstream`, or by name with its own credential. */
import { isObject, member } from '../lib/json.ts'
import { auth } from './credential.ts'
import { rateLimit } from './limits.ts'
import type { Auth, RateLimit } from './model.ts'
import { invalid, list, object, oneOf, optional, type Read, required } from './reader.ts'
import type { McpUpstream, OpenApiUpstream, ProfileUpstream } from './upstream-model.ts'
import { baseUrl, contractUrl } from './url.ts'

type Own = 'name' | 'profile' | 'auth' | 'rateLimit' | 'pointer'

/** Where requests go, without the credential. */
export type UpstreamAddress = Omit<OpenApiUpstream, Own> | Omit<McpUpstream, Own>

/** What an upstream may have of its own beside its address. */
export interface UpstreamOwn {
  readonly auth?: Auth
  readonly rateLimit?: RateLimit
}

const UPSTREAM_KINDS: readonly ProfileUpstream['kind'][] = ['openapi', 'mcp']

const openApi = (uri: string) => ({
  kind: required(oneOf(['openapi'])),
  contract: required(contractUrl(uri)),
  baseUrl: optional(baseUrl),
  servers: optional(list(baseUrl)),
})
const hosted = { kind: required(oneOf(['mcp'])), url: required(baseUrl) }
const own = { auth: optional(auth), rateLimit: optional(rateLimit) }

/** Reads the only upstream of a profile in the file at `uri`: its credential stands beside it. */
export function onlyUpstream(uri: string): Read<UpstreamAddress> {
  const readOpenApi = object(openApi(uri))
  const readHosted = object(hosted)
  return byKind<UpstreamAddress>({
    openapi: (place) => mapped(readOpenApi(place), (read) => ({ servers: [], ...read })),
    mcp: (place) => mapped(readHosted(place), ({ url }) => hostedAt(url)),
  })
}

/** Reads one of several: its credential and rate stand in it. */
export function namedUpstream(uri: string): Read<UpstreamAddress & UpstreamOwn> {
  const readOpenApi = object({ ...openApi(uri), ...own })
  const readHosted = object({ ...hosted, ...own })
  return byKind<UpstreamAddress & UpstreamOwn>({
    openapi: (place) => mapped(readOpenApi(place), (read) => ({ servers: [], ...read })),
    mcp: (place) => mapped(readHosted(place), ({ url, ...rest }) => ({ ...rest, ...hostedAt(url) })),
  })
}

/** A kind that there is not is told as one. */
function byKind<V>(kinds: Readonly<Record<ProfileUpstream['kind'], Read<V>>>): Read<V> {
  return (place) => {
    const kind = isObject(place.value) ? member(place.value, 'kind') : undefined
    const known = UPSTREAM_KINDS.find((one) => one === kind)
    if (known !== undefined || kind === undefined) return kinds[known ?? 'openapi'](place)
    const written = { ...place, key: 'kind', pointer: `${place.pointer}/kind` }
    return invalid(written, UPSTREAM_KINDS.map((one) => `"${one}"`).join(' or '))
  }
}

function mapped<A, B>(read: A | undefined, map: (read: A) => B): B | undefined {
  return read === undefined ? undefined : map(read)
}

/** The address of the hosted MCP server at an absolute URL. */
export function hostedAt(written: string): Omit<McpUpstream, Own> {
  const { href: url, origin } = new URL(written)
  return { kind: 'mcp', url, contract: url, baseUrl: origin, servers: [] }
}
