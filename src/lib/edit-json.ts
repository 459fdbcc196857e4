/** JSON text, comments allowed, and a change of one value → the text with that change and every other byte as it was. */
import {
  applyEdits,
  findNodeAtLocation,
  type JSONPath,
  modify,
  type Node,
  type ParseError,
  parse,
  parseTree,
} from 'jsonc-parser'
import { failure, type Result, success } from './result.ts'

/**
 * Puts a value at a path of names, and makes the objects on the way; -1 appends to a list. Undefined takes away what is
 * there. The text must be empty or JSON.
 */
export function editJson(text: string, path: JSONPath, value: unknown): string {
  const mark = text.startsWith('\ufeff') ? '\ufeff' : ''
  const body = text.slice(mark.length)
  if (value === undefined) return mark + applyEdits(body, modify(body, path, undefined, {}))
  const form = formOf(body)
  const root = parseTree(body)
  if (root === undefined) return `${mark}${body}${textOf(nested(path, value), '', form)}${form.eol}`
  const there = findNodeAtLocation(root, path)
  if (there !== undefined) {
    const written = textOf(value, indentAt(body, there.offset), form)
    return mark + body.slice(0, there.offset) + written + body.slice(there.offset + there.length)
  }
  for (let depth = path.length - 1; depth >= 0; depth--) {
    const owner = findNodeAtLocation(root, path.slice(0, depth))
    const [name, ...rest] = path.slice(depth)
    if (owner !== undefined && name !== undefined) return mark + insert(body, owner, name, nested(rest, value), form)
  }
  throw new Error('a text without a root has no place for a value')
}

/** The value at the end of a path that is not there. */
function nested(path: JSONPath, value: unknown): unknown {
  return path.reduceRight<unknown>((inner, name) => (typeof name === 'number' ? [inner] : { [name]: inner }), value)
}

/** Behind the last member or item, on a line of its own where the others have theirs. */
function insert(text: string, owner: Node, name: string | number, value: unknown, form: Form): string {
  const label = typeof name === 'number' ? '' : `${JSON.stringify(name)}: `
  const [first] = owner.children ?? []
  const last = owner.children?.at(-1)
  if (first === undefined || last === undefined) {
    const outer = indentAt(text, owner.offset)
    const inner = outer + form.unit
    const at = owner.offset + 1
    return `${text.slice(0, at)}${form.eol}${inner}${label}${textOf(value, inner, form)}${form.eol}${outer}${text.slice(at).replace(/^\s+(?=[}\]])/, '')}`
  }
  const at = last.offset + last.length
  const isSpread = text.slice(owner.offset, first.offset).includes('\n')
  const indent = indentAt(text, first.offset)
  const rest = text.slice(at)
  const [line, comma, comment = ''] =
    /^([ \t]*,)?([ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/)?)(?=[ \t]*\r?\n)/.exec(rest) ?? []
  if (!isSpread || line === undefined) return `${text.slice(0, at)}, ${label}${JSON.stringify(value)}${rest}`
  // a comment behind the last one is about that, and a comma there stays a custom of the file
  const added = `${comma ?? ','}${comment}${form.eol}${indent}${label}${textOf(value, indent, form)}${comma === undefined ? '' : ','}`
  return text.slice(0, at) + added + rest.slice(line.length)
}

function textOf(value: unknown, indent: string, { unit, eol }: Form): string {
  return JSON.stringify(value, undefined, unit).replaceAll('\n', eol + indent)
}

/** The white space that the line of an offset begins with. */
function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset)
  return /^[ \t]*/.exec(line)?.[0] ?? ''
}

interface Form {
  readonly unit: string
  readonly eol: string
}

/** The indentation and the line ends that the text has already; two spaces where it has none. */
function formOf(text: string): Form {
  const indent = /^(?:\t|[ ]+)(?=\S)/m.exec(text)?.[0] ?? '  '
  return { unit: indent, eol: text.includes('\r\n') ? '\r\n' : '\n' }
}

export interface JsonTextFault {
  /** From 1. */
  readonly line: number
  /** Whether it would be JSON but for comments and commas at the end of lists. */
  readonly isRelaxed: boolean
}

/** The value of JSON text; empty text has none. Where a name occurs twice, the last one counts, as in most readers. */
export function parseJsonText(text: string, comments: 'allowed' | 'refused'): Result<unknown, JsonTextFault> {
  const body = text.replace(/^\ufeff/, '')
  const relaxed = read(body, true)
  if (relaxed.error !== undefined) return failure({ line: lineAt(body, relaxed.error.offset), isRelaxed: false })
  const strict = comments === 'allowed' ? relaxed : read(body, false)
  return strict.error === undefined
    ? success(relaxed.value)
    : failure({ line: lineAt(body, strict.error.offset), isRelaxed: true })
}

function read(text: string, relaxed: boolean): { readonly value: unknown; readonly error: ParseError | undefined } {
  const errors: ParseError[] = []
  const options = { disallowComments: !relaxed, allowTrailingComma: relaxed, allowEmptyContent: true }
  const value: unknown = parse(text, errors, options)
  return { value, error: errors[0] }
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}
