/** The URL of a contract → what is made of it, with every document that this turns out to need; or of what is kept of it. */
import { type Document, parseDocument } from '../contract/document.ts'
import type { Contract } from '../contract/model.ts'
import { readContract } from '../contract/read-contract.ts'
import { validateDocument } from '../contract/validate.ts'
import { type Checked, pass } from '../problem/checked.ts'
import { checkedWithLines, type LineOf, withLines } from './lines.ts'
import type { LoadedContract } from './loaded-profile.ts'
import type { Documents, Mark, MarkedDocuments, MarkedText, ReadOptions } from './ports.ts'
import { BATCH, type Referred, withReferences } from './references.ts'
import {
  type ContractStore,
  documentsOf,
  knowsPlaces,
  nameOf,
  type Read,
  readStored,
  type StoredContract,
  storedContract,
  type Wanted,
} from './stored-contract.ts'

export interface ContractRequest extends Wanted {
  readonly documents: Documents
  readonly stored?: ContractStore
  /** Lines of what is not the contract's. */
  readonly line?: LineOf
  /** Whether the contract's lines are left out of warnings: to find one takes a walk over the text. */
  readonly linesLater?: boolean
}

/** Makes of a contract what is wanted. */
export type Make<V> = (contract: LoadedContract) => Checked<V>

interface Made<V> {
  readonly checked: Checked<V>
  readonly contract?: Contract
  readonly others: readonly Document[]
}

const NO_LINES: LineOf = () => undefined

/**
 * Reads a contract, or takes what is kept of it where every document of it is still what it was. What is kept goes the
 * same way as what is read: no rule of the check is left out. Whatever has an error is read anew.
 */
export async function loadContractAt<V>(request: ContractRequest, make: Make<V>): Promise<Checked<V>> {
  const { uri, stored } = request
  if (stored === undefined) return readAnew(request, make)
  const kept = await readStored(stored.store, nameOf(request, stored.version))
  if (kept === undefined) return readAnew(request, make)
  const [main] = kept.documents
  const read = await stored.documents.readUnless(main.mark, uri, limitsOf(request))
  if (!read.ok) return read
  if (read.value !== undefined) return readAnew(request, make, read.value)
  return (await makeOfKept(kept, request, stored, make)) ?? readAnew(request, make)
}

/** Undefined where something else did change, or there is an error. */
async function makeOfKept<V>(
  kept: StoredContract,
  request: ContractRequest,
  { documents }: ContractStore,
  make: Make<V>,
): Promise<Checked<V> | undefined> {
  const [, ...others] = kept.documents
  const limits = { ...limitsOf(request), within: new URL('.', request.uri).href }
  for (let start = 0; start < others.length; start += BATCH) {
    const batch = others.slice(start, start + BATCH)
    const same = await Promise.all(batch.map(({ mark, asked }) => documents.readUnless(mark, asked, limits)))
    if (!same.every((one) => one.ok && one.value === undefined)) return undefined
  }
  const [main, ...rest] = documentsOf(kept)
  if (main === undefined) return undefined
  const { value, problems } = evaluate(main, rest, NOT_WHOLE, make)
  return value.checked.ok && knowsPlaces(kept, problems) ? located(value, request) : undefined
}

const NOT_WHOLE = (): never => {
  throw new Error('only a contract that was read whole is validated')
}

async function readAnew<V>(request: ContractRequest, make: Make<V>, text?: MarkedText): Promise<Checked<V>> {
  const { uri, maxBytes, allowedReferences, stored } = request
  const marks = new Map<string, () => Mark>()
  const documents = stored === undefined ? request.documents : marking(stored.documents, marks)
  const read = text === undefined ? await documents.read(uri, limitsOf(request)) : pass(text)
  if (!read.ok) return read
  const main = await parseDocument(read.value.bytes, read.value.uri)
  if (!main.ok) return main
  const references = { contract: main.value.uri, allowed: allowedReferences, maxBytes, documents }
  const made = await withReferences(references, (others) => evaluate(main.value, others, validateDocument, make))
  if (!made.ok) return made
  const { checked, contract, others } = made.value
  if (text !== undefined) marks.set(uri, text.mark)
  if (stored !== undefined && checked.ok && contract !== undefined) {
    const documentAt = (asked: string, document: Document): Read => ({ asked, document, mark: markOf(asked, marks) })
    const all = [documentAt(uri, main.value), ...others.map((one) => documentAt(one.uri, one))] as const
    const findings = [...contract.unreadable, ...checked.problems]
    const toStore = () => storedContract(all, contract, request.operations, findings)
    stored.store.keep(nameOf(request, stored.version), toStore)
  }
  return located(made.value, request)
}

function evaluate<V>(
  main: Document,
  others: readonly Document[],
  validateWhole: typeof validateDocument,
  make: Make<V>,
): Referred<Made<V>> {
  const contract = readContract(main, others)
  if (!contract.ok) return { value: { checked: contract, others }, problems: contract.problems }
  const { openapi, line, unreadable } = contract.value
  const validate = async () => withLines(await validateWhole(main, openapi), line)
  const checked = make({ contract: contract.value, validate })
  return { value: { checked, contract: contract.value, others }, problems: [...unreadable, ...checked.problems] }
}

function located<V>({ checked, contract }: Made<V>, { line = NO_LINES, linesLater }: ContractRequest): Checked<V> {
  if (checked.ok && linesLater === true) return checkedWithLines(checked, line)
  return checkedWithLines(checked, (uri, pointer) => line(uri, pointer) ?? contract?.line(uri, pointer))
}

function limitsOf({ maxBytes }: ContractRequest): ReadOptions {
  return { maxBytes, source: 'contract' }
}

/** Reads, and remembers by what each document can be recognised. */
function marking(documents: MarkedDocuments, marks: Map<string, () => Mark>): Documents {
  return {
    read: async (uri, options) => {
      const read = await documents.read(uri, options)
      if (read.ok) marks.set(uri, read.value.mark)
      return read
    },
  }
}

function markOf(asked: string, marks: ReadonlyMap<string, () => Mark>): () => Mark {
  const mark = marks.get(asked)
  if (mark === undefined) throw new Error(`${asked} was not read`)
  return mark
}
