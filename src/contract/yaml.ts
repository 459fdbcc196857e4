/** YAML text → plain JSON values in the core schema, with places. */
import { isAlias, isMap, isScalar, isSeq, type Document as YamlDocument } from 'yaml'
import type { JsonValue } from '../lib/json.ts'
import { MAX_DEPTH } from '../lib/json-fault.ts'
import { type JsonPointer, parsePointer } from '../lib/pointer.ts'
import { failure, type Result, success } from '../lib/result.ts'
import type { DocumentFault } from './document.ts'
import { parseTree, type Tree } from './yaml-tree.ts'
import { isMergeKey, offsetOf, plainValue, type TreeFault } from './yaml-value.ts'

export interface YamlText {
  readonly root: JsonValue
  readonly line: (pointer: JsonPointer) => number | undefined
}

/** Parses one YAML document, duplicate keys, unknown tags and alias bombs refused. */
export function parseYaml(text: string): Result<YamlText, DocumentFault> {
  const tree = parseTree(text)
  const { document, second } = tree
  if (document === undefined) return failure(TOO_DEEP)
  const fault = document.errors[0] ?? document.warnings[0]
  if (fault !== undefined) {
    const detail = FAULTS[fault.code] ?? fault.code.toLowerCase().replaceAll('_', ' ')
    return failure(faultAt(tree, fault.pos[0], detail))
  }
  if (second !== undefined) return failure(faultAt(tree, second, 'more than one document in the text'))
  const value = plainValue(document.contents)
  if (!value.ok) return failure(treeFault(tree, value.error))
  // the tree takes many times the memory of the value, and lines are only asked for where something is wrong
  const kept = new WeakRef(tree)
  return success({ root: value.value, line: (pointer) => lineOf(kept.deref() ?? parseTree(text), pointer) })
}

const TOO_DEEP: DocumentFault = { kind: 'too-deep', limit: MAX_DEPTH }

const FAULTS: Readonly<Record<string, string>> = {
  TAG_RESOLVE_FAILED: 'a tag that the core schema does not know',
  BAD_ALIAS: 'an alias without its anchor',
}

function treeFault(tree: Tree, fault: TreeFault): DocumentFault {
  switch (fault.kind) {
    case 'too-deep':
      return TOO_DEEP
    case 'duplicate-key': {
      const { kind, key, pointer, offset } = fault
      return { kind, key, pointer, line: tree.lines.linePos(offset).line }
    }
    case 'alias':
      return faultAt(tree, fault.offset, fault.detail)
  }
}

function faultAt({ lines }: Tree, offset: number, detail: string): DocumentFault {
  const { line, col } = lines.linePos(offset)
  return { kind: 'yaml', line, column: col, detail }
}

/** The line of a key for a member, of the value for an item; what is merged stands where it is written. */
function lineOf({ document, lines }: Tree, pointer: JsonPointer): number | undefined {
  if (document === undefined) return undefined
  let found: Place | undefined = { node: document.contents, offset: offsetOf(document.contents) }
  for (const name of parsePointer(pointer) ?? []) {
    found = memberOf(resolved(document, found.node), name, document)
    if (found === undefined) return undefined
  }
  return lines.linePos(found.offset).line
}

interface Place {
  readonly node: unknown
  readonly offset: number
}

function memberOf(node: unknown, name: string, document: YamlDocument): Place | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(name)]
    return item === undefined ? undefined : { node: item, offset: offsetOf(item) }
  }
  if (!isMap(node)) return undefined
  const pair = node.items.find(({ key }) => isScalar(key) && key.value === name && !isMergeKey(key))
  if (pair !== undefined) return { node: pair.value, offset: offsetOf(pair.key) }
  const merged = resolved(document, node.items.find(({ key }) => isMergeKey(key))?.value)
  for (const source of isSeq(merged) ? merged.items : [merged]) {
    const place = memberOf(resolved(document, source), name, document)
    if (place !== undefined) return place
  }
  return undefined
}

function resolved(document: YamlDocument, node: unknown): unknown {
  return isAlias(node) ? node.resolve(document) : node
}
