/** YAML text → plain JSON values in the core schema, with places. */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Document as YamlDocument,
} from 'yaml'
import type { JsonValue } from '../lib/json.ts'
import { formatPointer, type JsonPointer, parsePointer } from '../lib/pointer.ts'
import { failure, type Result, success } from '../lib/result.ts'
import type { DocumentFault } from './document.ts'

export interface YamlText {
  readonly root: JsonValue
  readonly line: (pointer: JsonPointer) => number | undefined
}

/** Aliases may not multiply a document beyond this. */
const MAX_ALIASES = 1000

/** Parses one YAML document. @see https://yaml.org/spec/1.2.2/#103-core-schema */
export function parseYaml(text: string): Result<YamlText, DocumentFault> {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: true,
    uniqueKeys: true,
    stringKeys: false,
    prettyErrors: false,
    lineCounter: lines,
  })
  const fault = document.errors[0] ?? document.warnings[0]
  if (fault !== undefined) {
    const { line, col } = lines.linePos(fault.pos[0])
    if (fault.code === 'DUPLICATE_KEY') return failure(duplicateKey(text, fault.pos[0], line))
    return failure({
      kind: 'yaml',
      line,
      column: col,
      detail: FAULTS[fault.code] ?? fault.code.toLowerCase().replaceAll('_', ' '),
    })
  }
  try {
    // keys become strings (`200:` in responses); values that JSON lacks (.nan, .inf) have no place in a contract
    const root: JsonValue = JSON.parse(JSON.stringify(document.toJS({ maxAliasCount: MAX_ALIASES })) ?? 'null')
    return success({ root, line: (pointer) => lineOf(document, lines, pointer) })
  } catch {
    return failure({
      kind: 'yaml',
      line: 1,
      column: 1,
      detail: `aliases that multiply the document, or that contain themselves`,
    })
  }
}

const FAULTS: Readonly<Record<string, string>> = {
  TAG_RESOLVE_FAILED: 'a tag that the core schema does not know',
  MULTIPLE_DOCS: 'more than one document in the text',
  BAD_ALIAS: 'an alias without its anchor',
}

function duplicateKey(text: string, offset: number, line: number): DocumentFault {
  const key = /^[^:\n]*/.exec(text.slice(offset, offset + 200))?.[0].trim() ?? ''
  return { kind: 'duplicate-key', key, pointer: formatPointer([]), line }
}

function lineOf(document: YamlDocument, lines: LineCounter, pointer: JsonPointer): number | undefined {
  let node: unknown = document.contents
  let offset = (document.contents?.range ?? [0])[0]
  for (const name of parsePointer(pointer) ?? []) {
    if (isAlias(node)) node = node.resolve(document)
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === name)
      if (pair === undefined) return undefined
      offset = (pair.key as Node).range?.[0] ?? offset // a parsed key is a node
      node = pair.value
    } else if (isSeq(node)) {
      node = node.items[Number(name)]
      if (node === undefined) return undefined
      offset = (node as Node).range?.[0] ?? offset // a parsed item is a node
    } else {
      return undefined
    }
  }
  return lines.linePos(offset).line
}
