/** A document → the contract: its index of operations at once, each operation when it is asked for. */
import { type JsonObject, member } from '../lib/json.ts'
import { andThen, type Checked, pass, refuse } from '../problem/checked.ts'
import { type Problem, problem } from '../problem/problem.ts'
import { createDefinitions } from './definitions.ts'
import type { Document } from './document.ts'
import type { Contract, OpenApiVersion, OperationEntry } from './model.ts'
import { flagOf, isObjectNode, members, type Node, optional, rootNode, step, textOf, textsOf } from './node.ts'
import { type OperationContext, readOperation } from './operation.ts'
import { layerWith, operationsOf, type PathItem, readPathItem } from './path-item.ts'
import { dereference } from './reference.ts'
import { readSecurity, readSecuritySchemes } from './security.ts'
import { readServers } from './server.ts'

/** Reads the first of the documents as a contract; the others are there to be referred to. */
export function readContract(document: Document, others: readonly Document[] = []): Checked<Contract> {
  return andThen(versionOf(document), (version) => {
    const documents = new Map([document, ...others].map((one) => [one.uri, one]))
    const root = rootNode(document, { version, documents })
    const schemes = readSecuritySchemes(root)
    const context: OperationContext = {
      root,
      definitions: createDefinitions(root),
      servers: readServers(root) ?? defaultServers(root),
      security: readSecurity(root, schemes),
      schemes,
    }
    const index = indexOperations(root)
    const found = new Map(index.found.map((one) => [one.entry, one]))
    const info = step(root, 'info') ?? root
    return pass({
      uri: document.uri,
      openapi: version,
      title: textOf(info, 'title') ?? '',
      version: textOf(info, 'version') ?? '',
      servers: context.servers,
      declaresSecurity:
        step(root, 'security') !== undefined || index.found.some(({ node }) => step(node, 'security') !== undefined),
      securitySchemes: schemes,
      operations: index.found.map(({ entry }) => entry),
      unreadable: index.unreadable,
      read: (entry) => {
        const one = found.get(entry)
        if (one === undefined) throw new Error(`${entry.key} is not an entry of this contract`)
        return readOperation(one.entry, one.pathItem, one.node, context)
      },
      line: (uri, pointer) => documents.get(uri)?.line(pointer),
    })
  })
}

const VERSIONS: readonly (readonly [pattern: RegExp, version: OpenApiVersion])[] = [
  // YAML writers forget the quotes: 3.0 is then the number 3
  [/^3(\.0(\.|$)|$)/, '3.0'],
  [/^3\.1(\.|$)/, '3.1'],
  [/^3\.2(\.|$)/, '3.2'],
]

function versionOf({ root, uri }: Document): Checked<OpenApiVersion> {
  const at = { source: 'contract', uri } as const
  const swagger = member(root, 'swagger')
  if (swagger !== undefined) {
    // YAML writers forget the quotes: 2.0 is then a number
    if (String(swagger) === '2.0' || swagger === 2) return pass('2.0')
    return refuse(problem('CONTRACT_VERSION_UNSUPPORTED', { ...at, pointer: '/swagger' }, { version: String(swagger) }))
  }
  const openapi = member(root, 'openapi')
  if (typeof openapi !== 'string' && typeof openapi !== 'number') {
    return refuse(problem('CONTRACT_NOT_OPENAPI', at, { found: describe(root) }))
  }
  const version = VERSIONS.find(([pattern]) => pattern.test(String(openapi)))?.[1]
  if (version !== undefined) return pass(version)
  return refuse(problem('CONTRACT_VERSION_UNSUPPORTED', { ...at, pointer: '/openapi' }, { version: String(openapi) }))
}

function describe(root: JsonObject): string {
  const names = Object.keys(root).slice(0, 5)
  return names.length === 0
    ? 'an empty object'
    : `an object with ${names.map((name) => `"${name.slice(0, 40)}"`).join(', ')}`
}

/** Without servers there is one: `/`, relative to the document. @see https://spec.openapis.org/oas/v3.2.0.html#oas-servers */
function defaultServers(root: Node): ReturnType<typeof readServers> & {} {
  const { uri } = root.document
  const base = URL.canParse(uri) ? new URL('/', uri) : undefined
  const url = base !== undefined && base.protocol !== 'file:' ? base.href : undefined
  return [{ url, written: '/', pointer: '' }]
}

interface Found {
  readonly entry: OperationEntry
  readonly pathItem: PathItem
  readonly node: Node
}

/** Every operation of every path, and why some could not be read. @see https://spec.openapis.org/oas/v3.2.0.html#paths-object */
function indexOperations(root: Node): { readonly found: readonly Found[]; readonly unreadable: readonly Problem[] } {
  const found: Found[] = []
  const unreadable: Problem[] = []
  for (const [path, written] of members(step(root, 'paths'))) {
    if (!path.startsWith('/')) continue
    const pathItem = readPathItem(written)
    if (!pathItem.ok) {
      unreadable.push(...pathItem.problems)
      continue
    }
    for (const [method, operation] of operationsOf(pathItem.value)) {
      const node = dereference(operation)
      if (!node.ok) unreadable.push(...node.problems)
      else if (isObjectNode(node.value)) {
        found.push({
          entry: entryOf(method, path, operation, node.value, pathItem.value),
          pathItem: pathItem.value,
          node: node.value,
        })
      }
    }
  }
  return { found, unreadable }
}

function entryOf(method: string, path: string, written: Node, node: Node, pathItem: PathItem): OperationEntry {
  return {
    key: `${method} ${path}`,
    ...optional('operationId', textOf(node, 'operationId')),
    method,
    path,
    ...optional('summary', textOf(node, 'summary') ?? textOf(layerWith(pathItem, 'summary'), 'summary')),
    deprecated: flagOf(node, 'deprecated') === true,
    internal: isInternal(written) ?? isInternal(node) ?? isInternal(layerWith(pathItem, 'x-internal')) ?? false,
    tags: textsOf(node, 'tags'),
    pointer: written.pointer,
  }
}

/** Undefined where nothing is said. A mark that is not plainly false is one: `"true"`, `yes`. */
function isInternal(node: Node): boolean | undefined {
  const mark = step(node, 'x-internal')?.value
  return mark === undefined || mark === null ? undefined : mark !== false
}
