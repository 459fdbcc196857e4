/** A raw value with its place in a document, and the steps from it to its members. */
import { childOf, isArray, isObject, type JsonObject, type JsonValue, member } from '../lib/json.ts'
import { childPointer, type JsonPointer } from '../lib/pointer.ts'
import type { Location } from '../problem/problem.ts'
import type { Document } from './document.ts'
import type { OpenApiVersion } from './model.ts'

/** What all nodes of one contract share. */
export interface Context {
  readonly version: OpenApiVersion
  /** The documents by absolute URL; the first is the contract itself. */
  readonly documents: ReadonlyMap<string, Document>
}

export interface Node {
  readonly value: JsonValue
  readonly pointer: JsonPointer
  readonly document: Document
  readonly context: Context
  /** The URL that relative references in here start from: the document's, or the nearest `$id`'s. */
  readonly base: string
}

export interface ObjectNode extends Node {
  readonly value: JsonObject
}

/** The whole of a document. @see https://spec.openapis.org/oas/v3.2.0.html#oas-self */
export function rootNode(document: Document, context: Context): ObjectNode {
  const self = context.version === '3.2' ? member(document.root, '$self') : undefined
  const base =
    typeof self === 'string' && URL.canParse(self, document.uri) ? new URL(self, document.uri).href : document.uri
  return { value: document.root, pointer: '', document, context, base }
}

export function isObjectNode(node: Node | undefined): node is ObjectNode {
  return node !== undefined && isObject(node.value)
}

/** Where a node is; the line is looked up when the problem is shown. */
export function locate(node: Node, ...names: readonly string[]): Location {
  return { source: 'contract', uri: node.document.uri, pointer: childPointer(node.pointer, ...names) }
}

/** A member of an object or an item of a list, if there is one. */
export function step(node: Node, name: string | number): Node | undefined {
  const value = childOf(node.value, String(name))
  return value === undefined ? undefined : { ...node, value, pointer: childPointer(node.pointer, name) }
}

/** The members of an object; none of anything else. */
export function members(node: Node | undefined): readonly (readonly [name: string, node: Node])[] {
  if (!isObjectNode(node)) return []
  return Object.entries(node.value).map(([name, value]) => [
    name,
    { ...node, value, pointer: childPointer(node.pointer, name) },
  ])
}

/** The items of a list; none of anything else. */
export function items(node: Node | undefined): readonly Node[] {
  if (node === undefined || !isArray(node.value)) return []
  return node.value.map((value, index) => ({ ...node, value, pointer: childPointer(node.pointer, index) }))
}

/** A member's text, if it is one. */
export function textOf(node: Node, name: string): string | undefined {
  const value = isObject(node.value) ? member(node.value, name) : undefined
  return typeof value === 'string' ? value : undefined
}

/** A member's truth value, if it is one. */
export function flagOf(node: Node, name: string): boolean | undefined {
  const value = isObject(node.value) ? member(node.value, name) : undefined
  return typeof value === 'boolean' ? value : undefined
}

/** A member's texts; what is not text is left out. */
export function textsOf(node: Node, name: string): readonly string[] {
  const value = isObject(node.value) ? member(node.value, name) : undefined
  return isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/** `{ [name]: value }` where there is a value: optional fields stay absent. */
export function optional<N extends string, V>(name: N, value: V | undefined): { readonly [K in N]?: V } {
  // a computed key loses its literal type
  return (value === undefined ? {} : { [name]: value }) as { readonly [K in N]?: V }
}
