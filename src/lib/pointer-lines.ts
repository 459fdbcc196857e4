/** JSON text → the lines of the places in it. */
import { visitJson } from './json-visitor.ts'
import { childPointer, formatPointer, type JsonPointer } from './pointer.ts'

/**
 * All lines (from 1) of valid JSON without duplicate keys, for where many are asked for: of the key for a member, of
 * the value for an item.
 */
export function pointerLines(text: string): ReadonlyMap<JsonPointer, number> {
  const lines = new Map<JsonPointer, number>([['', 1]])
  /** The containers around, each with the name or index that the next value has in it. */
  const open: { readonly pointer: JsonPointer; name: string | number }[] = []

  const value = (line: number): JsonPointer => {
    const parent = open.at(-1)
    if (parent === undefined) return ''
    const pointer = childPointer(parent.pointer, parent.name)
    // a member stands where its key does
    if (typeof parent.name === 'number') {
      lines.set(pointer, line + 1)
      parent.name++
    }
    return pointer
  }
  const close = () => void open.pop()

  visitJson(text, {
    onObjectBegin: (_offset, _length, line) => void open.push({ pointer: value(line), name: '' }),
    onObjectProperty: (name, _offset, _length, line) => {
      const parent = open.at(-1)
      if (parent === undefined) return
      parent.name = name
      lines.set(childPointer(parent.pointer, name), line + 1)
    },
    onObjectEnd: close,
    onArrayBegin: (_offset, _length, line) => void open.push({ pointer: value(line), name: 0 }),
    onArrayEnd: close,
    onLiteralValue: (_value, _offset, _length, line) => void value(line),
  })
  return lines
}

/** One line, found without the others. */
export function lineOfPointer(text: string, pointer: JsonPointer): number | undefined {
  if (pointer === '') return 1
  let found: number | undefined
  const at = (line: number, path: readonly (string | number)[]): void => {
    if (found === undefined && formatPointer(path) === pointer) found = line + 1
  }
  // only branches that lead to the pointer are entered
  const leadsThere = (path: readonly (string | number)[]): boolean =>
    path.length === 0 || `${pointer}/`.startsWith(`${formatPointer(path)}/`)
  visitJson(text, {
    onObjectBegin: (_offset, _length, line, _column, path) => enter(line, path()),
    onArrayBegin: (_offset, _length, line, _column, path) => enter(line, path()),
    onObjectProperty: (name, _offset, _length, line, _column, path) => at(line, [...path(), name]),
    onLiteralValue: (_value, _offset, _length, line, _column, path) => at(line, path()),
    // the visitor counts its way out of a skipped branch only where these are given
    onObjectEnd: () => {},
    onArrayEnd: () => {},
  })
  return found

  function enter(line: number, path: readonly (string | number)[]): boolean {
    at(line, path)
    return found === undefined && leadsThere(path)
  }
}
