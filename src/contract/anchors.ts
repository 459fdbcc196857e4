/** Parts of documents that have names of their own: `$id`, `$anchor`, `$dynamicAnchor`. */
import { type MemberKind, memberKind } from './member-kind.ts'
import { type Context, items, members, type Node, rootNode, textOf } from './node.ts'

interface Anchors {
  /** By absolute URI: `https://…/schema` for an `$id`, `https://…/schema#name` for an anchor. */
  readonly byUri: Map<string, Node>
  /** The dynamic anchors of each resource, by the resource's URI. */
  readonly dynamic: Map<string, Map<string, Node>>
}

const NONE: Anchors = { byUri: new Map(), dynamic: new Map() }

/** What a URI names inside the documents, if anything does. */
export function findNamed(context: Context, uri: string): Node | undefined {
  return anchorsOf(context).byUri.get(uri)
}

/** The dynamic anchors of the resource that has this base. @see JSON Schema 2020-12 core section 8.2.2 */
export function dynamicAnchorsOf(context: Context, base: string): ReadonlyMap<string, Node> {
  return anchorsOf(context).dynamic.get(base) ?? NO_ANCHORS
}

const NO_ANCHORS: ReadonlyMap<string, Node> = new Map()

/** The node with its own `$id` as base, where it has one. @see JSON Schema 2020-12 core section 8.2.1 */
export function withBase(node: Node): Node {
  if (!hasIdentifiers(node.context)) return node
  const id = textOf(node, '$id')
  if (id === undefined || !URL.canParse(id, node.base)) return node
  const base = new URL(id, node.base)
  base.hash = ''
  return { ...node, base: base.href }
}

/** Only schemas of 3.1 and later have identifiers; before, `$id` is a name like any other. */
function hasIdentifiers(context: Context): boolean {
  return context.version === '3.1' || context.version === '3.2'
}

const indexed = new WeakMap<Context, Anchors>()

function anchorsOf(context: Context): Anchors {
  if (!hasIdentifiers(context)) return NONE
  let anchors = indexed.get(context)
  if (anchors === undefined) {
    anchors = { byUri: new Map(), dynamic: new Map() }
    for (const document of context.documents.values()) {
      // the walk is over the whole document: only where a name can be found
      if (IDENTIFIERS.some((word) => document.mentions(word))) index(rootNode(document, context), 'object', anchors)
    }
    indexed.set(context, anchors)
  }
  return anchors
}

export const IDENTIFIERS = ['$id', '$anchor', '$dynamicAnchor']

function index(node: Node, kind: MemberKind, into: Anchors): void {
  if (kind === 'data') return
  const here = kind === 'names' ? node : register(node, into)
  for (const [name, child] of members(here)) index(child, memberKind(kind, name), into)
  for (const item of items(here)) index(item, 'object', into)
}

function register(node: Node, into: Anchors): Node {
  const here = withBase(node)
  if (here.base !== node.base) into.byUri.set(here.base, here)
  const anchor = textOf(here, '$anchor')
  if (anchor !== undefined) into.byUri.set(`${here.base}#${anchor}`, here)
  const dynamic = textOf(here, '$dynamicAnchor')
  if (dynamic !== undefined) {
    into.byUri.set(`${here.base}#${dynamic}`, here)
    const ofResource = into.dynamic.get(here.base) ?? new Map<string, Node>()
    into.dynamic.set(here.base, ofResource)
    if (!ofResource.has(dynamic)) ofResource.set(dynamic, here)
  }
  return here
}
