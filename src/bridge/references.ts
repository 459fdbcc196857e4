/** References that lead out of a contract → the documents that may be read for them, as long as more come up. */
import { type Document, parseDocument } from '../contract/document.ts'
import { type Checked, pass, unlessErrors } from '../problem/checked.ts'
import { type Problem, problem } from '../problem/problem.ts'
import type { Documents } from './ports.ts'

/** Where other documents of a contract may be: on its origin, or in its folder and below. A file has no origin, only a folder. */
export type AllowedReferences = 'same-origin' | 'same-directory'

/** Documents of one contract at most; real ones have a file for each operation and schema. */
const MAX_DOCUMENTS = 5_000

/** Documents read at the same time. */
export const BATCH = 16

export interface Referred<V> {
  readonly value: V
  /** References that a further document would resolve. */
  readonly problems: readonly Problem[]
}

export interface ReferenceOptions {
  readonly contract: string
  readonly allowed: AllowedReferences | undefined
  /** For all of the documents together. */
  readonly maxBytes: number
  readonly documents: Documents
}

/** Evaluates with no further document, then with those that were missing, until nothing is missing that may be read. */
export async function withReferences<V>(
  options: ReferenceOptions,
  evaluate: (others: readonly Document[]) => Referred<V>,
): Promise<Checked<V>> {
  const loaded = new Map<string, Document>()
  let budget = options.maxBytes
  for (;;) {
    const { value, problems } = evaluate([...loaded.values()])
    const missing = missingDocuments(problems, options).filter((uri) => !loaded.has(uri))
    if (missing.length === 0) return pass(value)
    if (loaded.size + missing.length > MAX_DOCUMENTS) {
      const detail = `it refers to more than ${MAX_DOCUMENTS} other documents`
      return unlessErrors(
        [problem('CONTRACT_NOT_PARSABLE', { source: 'contract', uri: options.contract }, { detail })],
        () => value,
      )
    }
    const read = await readAll(missing, budget, options)
    if (!read.ok) return read
    for (const { document, bytes } of read.value) {
      loaded.set(document.uri, document)
      budget -= bytes
    }
  }
}

/** The permitted ones among what references lead to. */
function missingDocuments(problems: readonly Problem[], { contract, allowed }: ReferenceOptions): readonly string[] {
  if (allowed === undefined) return []
  const uris = problems.flatMap((found) => (found.code === 'REFERENCE_EXTERNAL' ? [found.args.uri] : []))
  return [...new Set(uris)].filter((uri) => PERMITS[allowed](new URL(uri), new URL(contract)))
}

const PERMITS: Readonly<Record<AllowedReferences, (uri: URL, contract: URL) => boolean>> = {
  'same-origin': (uri, contract) =>
    contract.protocol === 'file:' ? isBelow(uri, contract) : uri.origin === contract.origin,
  'same-directory': isBelow,
}

function isBelow(uri: URL, contract: URL): boolean {
  return (
    uri.protocol === contract.protocol &&
    uri.host === contract.host &&
    uri.pathname.startsWith(new URL('.', contract).pathname)
  )
}

interface Read {
  readonly document: Document
  readonly bytes: number
}

async function readAll(
  uris: readonly string[],
  maxBytes: number,
  options: ReferenceOptions,
): Promise<Checked<readonly Read[]>> {
  const read: Read[] = []
  let left = maxBytes
  for (let start = 0; start < uris.length; start += BATCH) {
    const batch = await Promise.all(uris.slice(start, start + BATCH).map((uri) => readOne(uri, left, options)))
    const problems = batch.flatMap((one) => one.problems)
    for (const one of batch) if (one.ok) read.push(one.value)
    left = maxBytes - read.reduce((sum, { bytes }) => sum + bytes, 0)
    if (left < 0)
      problems.push(
        problem('CONTRACT_TOO_LARGE', { source: 'contract', uri: options.contract }, { limit: options.maxBytes }),
      )
    const checked = unlessErrors(problems, () => read)
    if (!checked.ok) return checked
  }
  return pass(read)
}

async function readOne(
  uri: string,
  maxBytes: number,
  { contract, documents }: ReferenceOptions,
): Promise<Checked<Read>> {
  const within = new URL('.', contract).href
  const text = await documents.read(uri, { maxBytes, source: 'contract', within })
  if (!text.ok) return text
  const { bytes } = text.value
  const document = await parseDocument(bytes, uri)
  return document.ok ? pass({ document: document.value, bytes: bytes.length }) : document
}
