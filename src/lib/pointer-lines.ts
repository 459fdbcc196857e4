/** JSON text → the line of every place in it, for where many are asked for. */
import { visit } from 'jsonc-parser'
import { childPointer, type JsonPointer } from './pointer.ts'

/** Lines (from 1) by pointer in valid JSON without duplicate keys: of the key for a member, of the value for an item. */
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

  visit(text.replace(/^\ufeff/, ''), {
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
