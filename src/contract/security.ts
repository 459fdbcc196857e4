/** Security schemes and requirements of any version → the model's alternatives. */
import { isArray } from '../lib/json.ts'
import type { SecurityAlternative, SecurityScheme } from './model.ts'
import { isObjectNode, items, members, type Node, step, textOf, textsOf } from './node.ts'
import { dereference } from './reference.ts'

/** The schemes that the contract declares, by name; one that can't be read is left out, and a requirement of it can't be met. */
export function readSecuritySchemes(root: Node): ReadonlyMap<string, SecurityScheme> {
  const components = step(root, 'components')
  const declared =
    root.context.version === '2.0'
      ? step(root, 'securityDefinitions')
      : components && step(components, 'securitySchemes')
  const schemes = new Map<string, SecurityScheme>()
  for (const [name, written] of members(declared)) {
    const node = dereference(written)
    const scheme = node.ok ? readScheme(node.value) : undefined
    if (scheme !== undefined) schemes.set(name, scheme)
  }
  return schemes
}

/** The alternatives of a `security` list; undefined where the owner has none. @see https://spec.openapis.org/oas/v3.2.0.html#security-requirement-object */
export function readSecurity(
  owner: Node,
  schemes: ReadonlyMap<string, SecurityScheme>,
): readonly SecurityAlternative[] | undefined {
  const security = step(owner, 'security')
  if (security === undefined) return undefined
  return items(security).map((alternative) =>
    members(alternative).map(([name]) => ({ name, scopes: textsOf(alternative, name), scheme: schemes.get(name) })),
  )
}

/** Where `security` is no list of requirements: what is not understood must not pass for "none needed". */
export function malformedSecurity(owner: Node): Node | undefined {
  const security = step(owner, 'security')
  if (security === undefined) return undefined
  return isArray(security.value) ? items(security).find((alternative) => !isObjectNode(alternative)) : security
}

function readScheme(node: Node): SecurityScheme | undefined {
  const type = textOf(node, 'type') ?? ''
  return Object.hasOwn(READERS, type) ? READERS[type]?.(node) : undefined
}

const READERS: Readonly<Record<string, (node: Node) => SecurityScheme | undefined>> = {
  apiKey: (node) => {
    const place = textOf(node, 'in')
    const name = textOf(node, 'name')
    if (name === undefined || (place !== 'header' && place !== 'query' && place !== 'cookie')) return undefined
    return { type: 'apiKey', in: place, name }
  },
  http: (node) => ({ type: 'http', scheme: (textOf(node, 'scheme') ?? '').toLowerCase() }),
  basic: () => ({ type: 'http', scheme: 'basic' }),
  oauth2: () => ({ type: 'oauth2' }),
  openIdConnect: () => ({ type: 'openIdConnect' }),
  mutualTLS: () => ({ type: 'mutualTLS' }),
}
