/** `upstream` of a profile → its model, by kind. */
import { isObject, member } from '../lib/json.ts'
import type { McpUpstream, OpenApiUpstream } from './model.ts'
import { invalid, list, object, oneOf, optional, type Read, required } from './reader.ts'
import { baseUrl, contractUrl } from './url.ts'

type Upstream = OpenApiUpstream | McpUpstream

const UPSTREAM_KINDS: readonly Upstream['kind'][] = ['openapi', 'mcp']

/** Reads the upstream of a profile in the file at `uri`; a kind that there is not is told as one. */
export function readUpstream(uri: string): Read<Upstream> {
  const kinds: Readonly<Record<Upstream['kind'], Read<Upstream>>> = { openapi: openApi(uri), mcp }
  return (place) => {
    const kind = isObject(place.value) ? member(place.value, 'kind') : undefined
    const known = UPSTREAM_KINDS.find((one) => one === kind)
    if (known !== undefined || kind === undefined) return kinds[known ?? 'openapi'](place)
    const written = { ...place, key: 'kind', pointer: `${place.pointer}/kind` }
    return invalid(written, UPSTREAM_KINDS.map((one) => `"${one}"`).join(' or '))
  }
}

function openApi(uri: string): Read<OpenApiUpstream> {
  const upstream = object({
    kind: required(oneOf(['openapi'])),
    contract: required(contractUrl(uri)),
    baseUrl: optional(baseUrl),
    servers: optional(list(baseUrl)),
  })
  return (place) => {
    const read = upstream(place)
    return read && { servers: [], ...read }
  }
}

const hosted = object({ kind: required(oneOf(['mcp'])), url: required(baseUrl) })

const mcp: Read<McpUpstream> = (place) => {
  const read = hosted(place)
  return read && mcpUpstream(read.url)
}

/** The upstream at an absolute URL. */
export function mcpUpstream(written: string): McpUpstream {
  const { href: url, origin } = new URL(written)
  return { kind: 'mcp', url, contract: url, baseUrl: origin, servers: [] }
}
