/** The documents of a contract and some of its operations → as much of the documents as these operations reach. */
import { childOf, isArray, isObject, type JsonObject, type JsonValue, member } from '../lib/json.ts'
import { parsePointer } from '../lib/pointer.ts'
import { IDENTIFIERS } from './anchors.ts'
import type { Document } from './document.ts'
import type { Contract, OperationEntry } from './model.ts'
import { METHOD_FIELDS } from './path-item.ts'
import { readings } from './reference.ts'

export type Documents = readonly [Document, ...Document[]]

/**
 * The root of each document with only what the operations reach, in the same order; `{}` of a document that they don't
 * reach. Read again, these give the same operations in the same words, and say the same of `security`. The first
 * document is the contract itself.
 */
export function reduceDocuments(
  documents: Documents,
  { openapi, declaresSecurity }: Contract,
  operations: readonly OperationEntry[],
): readonly JsonObject[] {
  // where parts have names of their own, any of them may be what a reference means
  if (hasNames(documents, openapi)) return documents.map(({ root }) => root)
  const [main] = documents
  const kept = createKept(documents)
  for (const name of Object.keys(main.root)) if (!LARGE.has(name) && !name.startsWith('x-')) kept.add(main, [name])
  kept.add(main, ['components', 'securitySchemes'])
  const wanted = new Set(operations.map(({ key }) => key))
  for (const path of new Set(operations.map((one) => one.path))) {
    for (const name of Object.keys(objectAt(main.root, ['paths', path]))) {
      if (!METHOD_FIELDS.has(name) || wanted.has(`${name.toUpperCase()} ${path}`)) kept.add(main, ['paths', path, name])
    }
  }
  if (declaresSecurity) kept.add(main, securityIn(main.root) ?? ['paths'])
  return documents.map((document) => kept.rest(document))
}

/** Members of the root of which little is reached. */
const LARGE: ReadonlySet<string> = new Set([
  ...['paths', 'webhooks', 'components', 'definitions', 'parameters', 'responses'],
])

function hasNames(documents: Documents, version: Contract['openapi']): boolean {
  if (version === '2.0' || version === '3.0') return false
  return documents.some(({ mentions }) => ['$self', ...IDENTIFIERS].some(mentions))
}

/** Where `security` is declared: at the root, else by the first operation that does. */
function securityIn(root: JsonObject): readonly string[] | undefined {
  if (member(root, 'security') !== undefined) return ['security']
  for (const [path, item] of Object.entries(objectAt(root, ['paths']))) {
    const methods = isObject(item) ? Object.keys(item).filter((name) => METHOD_FIELDS.has(name)) : []
    const found = methods.find((name) => childOf(childOf(item, name), 'security') !== undefined)
    if (found !== undefined) return ['paths', path, found, 'security']
  }
  return undefined
}

function objectAt(root: JsonObject, names: readonly string[]): JsonObject {
  const found = names.reduce<JsonValue | undefined>(childOf, root)
  return isObject(found) ? found : {}
}

/** How much of a value is kept: all of it, or of these members so much. */
type Part = 'all' | Map<string, Part>

interface Kept {
  /** Keeps all that is at a place, and all that references in it lead to. */
  readonly add: (document: Document, names: readonly string[]) => void
  readonly rest: (document: Document) => JsonObject
}

function createKept(documents: Documents): Kept {
  const byUri = new Map(documents.map((document) => [document.uri, document]))
  const parts = new Map(documents.map((document) => [document, new Map<string, Part>()]))

  return {
    add: (document, names) => {
      // not by recursion: references lead on and on
      const pending = [{ document, names }]
      for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
        const { document: from } = next
        for (const reference of referencesIn(mark(from, next.names), next.names.at(-1))) {
          const target = reference.startsWith('#') ? from : byUri.get(resourceOf(reference, from.uri))
          if (target === undefined) continue
          pending.push(...placesOf(reference).map((place) => ({ document: target, names: place })))
        }
      }
    },
    rest: (document) => {
      const root = pick({ [WHOLE]: document.root }, parts.get(document) ?? new Map())[WHOLE]
      return isObject(root) ? root : {}
    },
  }

  /** What is there, where it was not kept before. */
  function mark(document: Document, names: readonly string[]): JsonValue | undefined {
    let value: JsonValue = { [WHOLE]: document.root }
    let part = parts.get(document)
    const path = [WHOLE, ...names]
    if (part === undefined || path.reduce<JsonValue | undefined>(childOf, value) === undefined) return undefined
    for (const [index, name] of path.entries()) {
      value = childOf(value, name) ?? null
      const known: Part | undefined = part.get(name)
      if (known === 'all') return undefined
      // lists are kept whole: their items are counted
      if (index === path.length - 1 || !isObject(value)) {
        part.set(name, 'all')
        return value
      }
      const inner: Map<string, Part> = known ?? new Map()
      part.set(name, inner)
      part = inner
    }
    return undefined
  }
}

/** A document as the one member of something. */
const WHOLE = ''

function pick(value: JsonObject, part: ReadonlyMap<string, Part>): JsonObject {
  const members = Object.keys(value).flatMap((name): [string, JsonValue][] => {
    const kept = part.get(name)
    // to look at a member may make it: only at those that are kept
    const inner = kept && member(value, name)
    if (kept === undefined || inner === undefined) return []
    return [[name, kept === 'all' || !isObject(inner) ? inner : pick(inner, kept)]]
  })
  return Object.fromEntries(members)
}

/** Whatever could be a reference, those in examples included, in a value that stands under this name. */
function referencesIn(value: JsonValue | undefined, name: string | undefined): readonly string[] {
  if (typeof value === 'string') return name === '$ref' ? [value] : []
  const found: string[] = []
  const pending: JsonValue[] = value === undefined ? [] : [value]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const inner = isArray(next) ? next : isObject(next) ? Object.values(next) : []
    for (const one of inner) if (typeof one === 'object' && one !== null) pending.push(one)
    for (const keyword of REFERENCES) {
      const reference = childOf(next, keyword)
      if (typeof reference === 'string') found.push(reference)
    }
  }
  return found
}

const REFERENCES = ['$ref', '$dynamicRef'] as const

/** Where a reference can lead in its document, by either way to read its fragment. */
function placesOf(reference: string): readonly (readonly string[])[] {
  const [, fragment = ''] = /#(.*)$/s.exec(reference) ?? []
  return readings(fragment).flatMap((pointer) => {
    const names = pointer === '/' ? [] : parsePointer(pointer)
    return names === undefined ? [] : [names]
  })
}

function resourceOf(reference: string, base: string): string {
  if (!URL.canParse(reference, base)) return ''
  const url = new URL(reference, base)
  url.hash = ''
  return url.href
}
