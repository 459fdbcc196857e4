/** A contract that was read, and operations of it → what is kept of it for later starts; and that → its documents again. */
import { IDENTIFIERS } from '../contract/anchors.ts'
import type { Document } from '../contract/document.ts'
import type { Contract } from '../contract/model.ts'
import { reduceDocuments } from '../contract/reduce.ts'
import { canonicalJson } from '../lib/canonical-json.ts'
import type { JsonObject, JsonValue } from '../lib/json.ts'
import { candidatesOf } from '../plan/resolve.ts'
import type { Location, Problem } from '../problem/problem.ts'
import type { Mark, MarkedDocuments, Store } from './ports.ts'
import type { AllowedReferences } from './references.ts'

/** Where contracts are kept between runs, and who can tell that they are still the same. */
export interface ContractStore {
  readonly store: Store
  readonly documents: MarkedDocuments
  /** Of this program: another one may make something else of the same text. */
  readonly version: string
}

/** What is kept depends on these, and on the text of the contract. */
export interface Wanted {
  readonly uri: string
  readonly maxBytes: number
  readonly allowedReferences?: AllowedReferences
  /** The references of the allowlist. */
  readonly operations: readonly string[]
}

/** To be raised with every change in what is kept. */
const FORM = 1

/** The name under which a contract is kept. */
export function nameOf({ uri, maxBytes, allowedReferences, operations }: Wanted, version: string): string {
  return canonicalJson([FORM, version, uri, maxBytes, allowedReferences ?? null, [...new Set(operations)].sort()])
}

/** A document that was read. */
export interface Read {
  /** The URL that was asked for. */
  readonly asked: string
  readonly document: Document
  readonly mark: () => Mark
}

interface Stored extends Pick<Document, 'uri' | 'root'> {
  readonly asked: string
  readonly mark: Mark
  /** Those of the words for identifiers that occur in the text. */
  readonly words: readonly string[]
}

export interface StoredContract {
  /** The contract itself, then the documents that it refers to. */
  readonly documents: readonly [Stored, ...Stored[]]
  /** Lines of places, by `placeKey`; null where a place has none. */
  readonly lines: Readonly<Record<string, number | null>>
}

/** Everything that another start with the same allowlist needs. `findings` are what this one had to say. */
export function storedContract(
  read: readonly [Read, ...Read[]],
  contract: Contract,
  operations: readonly string[],
  findings: readonly Problem[],
): JsonValue {
  const [main, ...others] = read.map(({ document }) => document)
  if (main === undefined) throw new Error('a contract is at least one document')
  const roots = reduceDocuments([main, ...others], contract, candidatesOf(contract, operations))
  const documents = read.map(({ asked, document, mark }, index): JsonObject => {
    const words = IDENTIFIERS.filter(document.mentions)
    return { asked, uri: document.uri, mark: { ...mark() }, root: roots[index] ?? {}, words }
  })
  const lines = findings.flatMap(({ at }): [string, number | null][] =>
    isPlace(at) ? [[placeKey(at.uri, at.pointer), contract.line(at.uri, at.pointer) ?? null]] : [],
  )
  return { documents, lines: Object.fromEntries(lines) }
}

/** What the store has under a name of ours is what was put there. */
export async function readStored(store: Store, name: string): Promise<StoredContract | undefined> {
  return (await store.read(name)) as StoredContract | undefined
}

export function documentsOf({ documents, lines }: StoredContract): readonly Document[] {
  return documents.map(({ uri, root, words }) => ({
    uri,
    root,
    line: (pointer) => lines[placeKey(uri, pointer)] ?? undefined,
    mentions: (word) => words.includes(word),
  }))
}

/** Whether every finding is one of those that it was kept with. */
export function knowsPlaces({ lines }: StoredContract, findings: readonly Problem[]): boolean {
  return findings.every(({ at }) => !isPlace(at) || Object.hasOwn(lines, placeKey(at.uri, at.pointer)))
}

type Place = Location & { readonly uri: string; readonly pointer: string }

function isPlace(at: Location): at is Place {
  return at.source === 'contract' && at.uri !== undefined && at.pointer !== undefined
}

function placeKey(uri: string, pointer: string): string {
  return `${uri}#${pointer}`
}
