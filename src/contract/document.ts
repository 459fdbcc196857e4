/** The bytes of a contract → a document: JSON or YAML by content, whole or refused. */
import { isObject, type JsonObject, type JsonValue } from '../lib/json.ts'
import { type JsonFault, MAX_DEPTH } from '../lib/json-fault.ts'
import { outlineOf } from '../lib/json-outline.ts'
import { lazyJson } from '../lib/lazy-json.ts'
import { parseJson } from '../lib/parse-json.ts'
import type { JsonPointer } from '../lib/pointer.ts'
import { lineFinder } from '../lib/pointer-lines.ts'
import { decodeUtf8, includesWord } from '../lib/utf8.ts'
import { type Checked, pass, refuse } from '../problem/checked.ts'
import { problem } from '../problem/problem.ts'

/** One parsed document, with the way back from a pointer to its text. */
export interface Document {
  /** Absolute URL that it was read from; relative references start here. */
  readonly uri: string
  readonly root: JsonObject
  /** The line (from 1) of what a pointer points at. */
  readonly line: (pointer: JsonPointer) => number | undefined
  /** Whether the word occurs anywhere in the text: a cheap way to rule a feature out. */
  readonly mentions: (word: string) => boolean
}

/**
 * Parses a contract of UTF-8. The content decides between JSON and YAML, never the file name. All of it is proven to be
 * what it is, with duplicate keys refused; of JSON, only what is asked for becomes values. YAML is read in the 1.2 core
 * schema (dates stay strings), with unknown tags and alias bombs refused.
 */
export async function parseDocument(bytes: Uint8Array, uri: string): Promise<Checked<Document>> {
  const outline = outlineOf(bytes)
  if (outline !== undefined) {
    return documentOf(lazyJson(bytes, outline), { uri, bytes, line: lineFinder(bytes, outline) })
  }
  const text = decodeUtf8(bytes)
  if (/^\s*</.test(text)) return refuse(problem('CONTRACT_IS_HTML', { source: 'contract', uri }, {}))
  const json = /^\s*[{[]/.test(text) ? parseJson(text) : undefined
  if (json?.ok) return documentOf(json.value, { uri, bytes, line: lineFinder(bytes) })
  // what starts like JSON and is not may still be YAML's flow style, but a fault other than syntax is final
  if (json !== undefined && json.error.kind !== 'syntax') return refuse(faultProblem(json.error, uri))
  const { parseYaml } = await import('./yaml.ts')
  const yaml = parseYaml(text)
  if (yaml.ok) return documentOf(yaml.value.root, { uri, bytes, line: yaml.value.line })
  // what is no YAML either was meant as what it starts like
  return refuse(faultProblem(yaml.error.kind === 'yaml' ? (json?.error ?? yaml.error) : yaml.error, uri))
}

/** Why a text could not be read, in either language. */
export type DocumentFault =
  | JsonFault
  | { readonly kind: 'yaml'; readonly line: number; readonly column: number; readonly detail: string }

interface Source extends Pick<Document, 'uri' | 'line'> {
  readonly bytes: Uint8Array
}

function documentOf(root: JsonValue, { uri, bytes, line }: Source): Checked<Document> {
  if (isObject(root)) return pass({ uri, root, line, mentions: (word) => includesWord(bytes, word) })
  const found = root === null ? 'an empty document' : Array.isArray(root) ? 'a list' : `a ${typeof root}`
  return refuse(problem('CONTRACT_NOT_OPENAPI', { source: 'contract', uri }, { found }))
}

function faultProblem(fault: DocumentFault, uri: string) {
  const at = { source: 'contract', uri } as const
  switch (fault.kind) {
    case 'duplicate-key':
      return problem('CONTRACT_DUPLICATE_KEY', { ...at, pointer: fault.pointer, line: fault.line }, { key: fault.key })
    case 'too-deep':
      return problem('CONTRACT_NOT_PARSABLE', at, { detail: `nested more than ${MAX_DEPTH} levels deep` })
    case 'syntax':
      return problem(
        'CONTRACT_NOT_PARSABLE',
        { ...at, line: fault.line },
        { detail: `not valid JSON at column ${fault.column}` },
      )
    case 'yaml':
      return problem(
        'CONTRACT_NOT_PARSABLE',
        { ...at, line: fault.line },
        { detail: `not valid YAML at column ${fault.column}: ${fault.detail}` },
      )
  }
}
