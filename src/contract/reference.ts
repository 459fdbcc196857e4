/** A `$ref` → what it points at, in the loaded documents or nowhere. */
import { type JsonPointer, parsePointer } from '../lib/pointer.ts'
import { type Checked, pass, refuse } from '../problem/checked.ts'
import { problem } from '../problem/problem.ts'
import { findNamed, withBase } from './anchors.ts'
import { type Context, locate, type Node, rootNode, step, textOf } from './node.ts'

/** References that lead only to references, at most. */
const MAX_HOPS = 50

/** The node itself, or what its `$ref` leads to in the end. Siblings of the reference are not merged. */
export function dereference(node: Node): Checked<Node> {
  let current = node
  for (let hops = 0; hops < MAX_HOPS; hops++) {
    const reference = textOf(current, '$ref')
    if (reference === undefined) return pass(current)
    const target = follow(current, reference)
    if (!target.ok) return target
    current = target.value
  }
  const reference = textOf(node, '$ref') ?? ''
  return refuse(problem('REFERENCE_UNRESOLVED', locate(node, '$ref'), { reference, detail: 'it leads back to itself' }))
}

/**
 * What a reference points at. Nothing outside the loaded documents is looked up.
 * @see https://spec.openapis.org/oas/v3.2.0.html#relative-references-in-api-description-uris
 */
export function follow(from: Node, reference: string, keyword = '$ref'): Checked<Node> {
  const at = locate(from, keyword)
  const unresolved = (detail: string) => refuse(problem('REFERENCE_UNRESOLVED', at, { reference, detail }))
  const uri = resourceOf(from, reference)
  if (uri === undefined) return unresolved('it is not a URI reference')
  const resource = findResource(from, uri)
  if (resource === undefined) return refuse(problem('REFERENCE_EXTERNAL', at, { reference, uri }))
  const [, fragment = ''] = /#(.*)$/s.exec(reference) ?? []
  for (const name of readings(fragment)) {
    const target = isPointer(name) ? findPlace(resource, name) : findNamed(from.context, `${uri}#${name}`)
    if (target !== undefined) return pass(target)
  }
  return unresolved(isPointer(fragment) ? `there is nothing at ${fragment}` : `nothing is anchored as "${fragment}"`)
}

/** The URL of what the reference leads into, without the fragment. */
function resourceOf(from: Node, reference: string): string | undefined {
  if (reference.startsWith('#')) return from.base
  if (!URL.canParse(reference, from.base)) return undefined
  const url = new URL(reference, from.base)
  url.hash = ''
  return url.href
}

/** A fragment is percent-encoded, but many write names with `%` in them as they are. */
export function readings(fragment: string): readonly string[] {
  if (!fragment.includes('%')) return [fragment]
  try {
    return [decodeURIComponent(fragment), fragment]
  } catch {
    return [fragment]
  }
}

function isPointer(fragment: string): boolean {
  return fragment === '' || fragment.startsWith('/')
}

/** The document that was read from this URL or names itself so, or the part of one that has it as `$id`. */
function findResource(from: Node, uri: string): Node | undefined {
  const own = rootNode(from.document, from.context)
  if (own.base === uri) return own
  const document = from.context.documents.get(uri)
  if (document !== undefined) return rootNode(document, from.context)
  return documentNamed(from.context, uri) ?? findNamed(from.context, uri)
}

/** Only since 3.2 a document can have another name than where it was read from. */
function documentNamed(context: Context, uri: string): Node | undefined {
  if (context.version !== '3.2') return undefined
  for (const document of context.documents.values()) {
    const root = rootNode(document, context)
    if (root.base === uri) return root
  }
  return undefined
}

function findPlace(resource: Node, pointer: JsonPointer): Node | undefined {
  return (
    walk(resource, pointer) ??
    // many documents give a schema an `$id` and still point from the document's root
    (resource.pointer === '' ? undefined : walk(rootNode(resource.document, resource.context), pointer)) ??
    // strictly the member without a name; where there is none, the whole is meant
    (pointer === '/' ? resource : undefined)
  )
}

function walk(resource: Node, pointer: JsonPointer): Node | undefined {
  const names = parsePointer(pointer)
  if (names === undefined) return undefined
  let current: Node | undefined = resource
  for (const name of names) {
    current = step(current, name)
    if (current === undefined) return undefined
    current = withBase(current)
  }
  return current
}
