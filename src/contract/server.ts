/** Server objects → absolute URLs, with variables at their defaults. */
import { isObject, member } from '../lib/json.ts'
import type { Server } from './model.ts'
import { items, members, type Node, step, textOf } from './node.ts'

/** The servers declared by the root, a path item or an operation; undefined where it declares none. @see https://spec.openapis.org/oas/v3.2.0.html#server-object */
export function readServers(owner: Node): readonly Server[] | undefined {
  if (owner.context.version === '2.0') return owner.pointer === '' ? readHost(owner) : undefined
  const declared = items(step(owner, 'servers'))
  return declared.length === 0 ? undefined : declared.map(readServer)
}

function readServer(node: Node): Server {
  const written = textOf(node, 'url') ?? ''
  const variables = new Map(members(step(node, 'variables')))
  let complete = textOf(node, 'url') !== undefined
  const substituted = written.replace(/\{([^{}]*)\}/g, (placeholder, name: string) => {
    const variable = variables.get(name)?.value
    const value = isObject(variable) ? member(variable, 'default') : undefined
    // YAML writers forget the quotes: a port is then a number
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value)
    complete = false
    return placeholder
  })
  return { url: complete ? absolute(substituted, node) : undefined, written, pointer: node.pointer }
}

/** 2.0 splits the server in three. @see https://spec.openapis.org/oas/v2.0.html#swagger-object */
function readHost(root: Node): readonly Server[] {
  const base = URL.canParse(root.document.uri) ? new URL(root.document.uri) : undefined
  const ofDocument = base !== undefined && base.protocol !== 'file:' ? base : undefined
  const host = textOf(root, 'host') ?? ofDocument?.host
  const path = textOf(root, 'basePath') ?? '/'
  const schemes = items(step(root, 'schemes')).flatMap(({ value }) =>
    value === 'https' || value === 'http' ? [value] : [],
  )
  const scheme = schemes.includes('https') ? 'https' : (schemes[0] ?? ofDocument?.protocol.slice(0, -1) ?? 'https')
  const written = host === undefined ? path : `${scheme}://${host}${path.startsWith('/') ? '' : '/'}${path}`
  // templates are not of 2.0: what to put in their place is nowhere said
  const url = written.includes('{') ? undefined : absolute(written, root)
  return [{ url, written, pointer: pointerOf(root) }]
}

/**
 * Relative to where the document was read from, whatever it calls itself; a server that is relative to a file has no
 * origin. @see https://spec.openapis.org/oas/v3.2.0.html#relative-references-in-api-urls
 */
function absolute(url: string, { document }: Node): string | undefined {
  if (!URL.canParse(url, document.uri)) return undefined
  const resolved = new URL(url, document.uri)
  return resolved.protocol === 'https:' || resolved.protocol === 'http:' ? resolved.href : undefined
}

/** Empty where the server is the document's own place alone. */
function pointerOf(root: Node): string {
  if (textOf(root, 'host') !== undefined) return '/host'
  return textOf(root, 'basePath') === undefined ? '' : '/basePath'
}
