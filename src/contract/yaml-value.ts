/** A YAML syntax tree → the plain JSON value that it stands for: aliases and merge keys expanded, within bounds. */
import { isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml'
import type { JsonValue } from '../lib/json.ts'
import { MAX_DEPTH } from '../lib/json-fault.ts'
import { formatPointer, type JsonPointer } from '../lib/pointer.ts'
import { failure, type Result, success } from '../lib/result.ts'

/** Why a tree has no value; `offset` counts UTF-16 code units from the start of the text. */
export type TreeFault =
  | { readonly kind: 'duplicate-key'; readonly key: string; readonly pointer: JsonPointer; readonly offset: number }
  | { readonly kind: 'too-deep' }
  | { readonly kind: 'alias'; readonly offset: number; readonly detail: string }

/** Values that aliases may add to those written: real documents repeat some thousands. */
const MAX_ADDED = 1_000_000

/** The value of a node with what it costs: how many values are in it, how many levels. */
interface Part {
  readonly value: JsonValue
  readonly size: number
  readonly depth: number
}

const NULL: Part = { value: null, size: 1, depth: 0 }

/** Plain values of a tree whose keys are all strings. Numbers that JSON lacks (`.inf`, `.nan`) become null. */
export function plainValue(root: unknown): Result<JsonValue, TreeFault> {
  /** What each anchor names, by the nearest definition before; `open` while inside of it. */
  const anchors = new Map<string, Part | 'open'>()
  const path: (string | number)[] = []
  let added = 0
  let fault: TreeFault | undefined

  const { value } = read(root)
  return fault === undefined ? success(value) : failure(fault)

  function refuse(found: TreeFault): Part {
    fault ??= found
    return NULL
  }

  function read(node: unknown): Part {
    if (fault !== undefined) return NULL
    if (path.length > MAX_DEPTH) return refuse({ kind: 'too-deep' })
    if (isAlias(node)) return aliased(node.source, offsetOf(node))
    const anchor = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined
    if (anchor !== undefined) anchors.set(anchor, 'open')
    const part = isMap(node) ? readMap(node) : isSeq(node) ? readItems(node.items) : scalar(node)
    if (anchor !== undefined) anchors.set(anchor, part)
    return path.length + part.depth > MAX_DEPTH ? refuse({ kind: 'too-deep' }) : part
  }

  function aliased(name: string, offset: number): Part {
    const part = anchors.get(name)
    if (part === undefined) return refuse({ kind: 'alias', offset, detail: 'an alias without its anchor' })
    if (part === 'open') return refuse({ kind: 'alias', offset, detail: 'an alias inside of what it stands for' })
    added += part.size
    if (added > MAX_ADDED) return refuse({ kind: 'alias', offset, detail: 'aliases that multiply the document' })
    return part
  }

  function readItems(items: readonly unknown[]): Part {
    return container(
      items.map((item, index) => inside(index, item)),
      (parts) => parts.map((part) => part.value),
    )
  }

  function readMap(map: YAMLMap): Part {
    const names = new Set<string>()
    const own = new Map<string, Part>()
    const merged: Part[] = []
    for (const { key, value } of map.items) {
      const name = String(isScalar(key) ? key.value : '')
      if (names.has(name)) {
        const pointer = formatPointer([...path, name])
        return refuse({ kind: 'duplicate-key', key: name, pointer, offset: offsetOf(key) })
      }
      names.add(name)
      if (isMergeKey(key)) merged.push(...mergeSources(value, offsetOf(key)))
      else own.set(name, inside(name, value))
    }
    // a name that is written wins over a merged one, and the first source over the next
    for (const [name, value] of merged.flatMap((part) => Object.entries(Object(part.value)))) {
      // a merged member's own cost is counted with its source
      if (!own.has(name)) own.set(name, { value: value as JsonValue, size: 0, depth: 0 }) // an object's members are values
    }
    const whole = container([...own.values(), ...merged], () => null)
    return { ...whole, value: Object.fromEntries([...own].map(([name, part]) => [name, part.value])) }
  }

  function mergeSources(node: unknown, offset: number): readonly Part[] {
    const sources = isSeq(node) ? node.items.map(read) : [read(node)]
    const objects = sources.every(({ value }) => typeof value === 'object' && value !== null && !Array.isArray(value))
    if (!objects) refuse({ kind: 'alias', offset, detail: 'a merge key of something that is no map' })
    return objects ? sources : []
  }

  function inside(name: string | number, node: unknown): Part {
    path.push(name)
    const part = read(node)
    path.pop()
    return part
  }
}

/** `<<`, unquoted. @see https://yaml.org/type/merge.html */
export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN'
}

/** Where a node of a parsed text starts. */
export function offsetOf(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? 0 // parsed trees hold nodes, and null for what is left out
}

function container(parts: readonly Part[], value: (parts: readonly Part[]) => JsonValue): Part {
  let size = 1
  let depth = 0
  for (const part of parts) {
    size += part.size
    depth = Math.max(depth, part.depth)
  }
  return { value: value(parts), size, depth: depth + 1 }
}

function scalar(node: unknown): Part {
  const value: unknown = isScalar(node) ? node.value : null
  if (typeof value === 'number') return { ...NULL, value: Number.isFinite(value) ? value : null }
  return typeof value === 'string' || typeof value === 'boolean' ? { ...NULL, value } : NULL
}
