/** JSON text → the lines of the places in it. */

import { afterSpace, afterString, afterValue, CLOSE_ARRAY, COMMA, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from './json-text.ts'
import { visitJson } from './json-visitor.ts'
import { childPointer, type JsonPointer, parsePointer } from './pointer.ts'

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

/** One line, found without the others: what does not lead there is passed over. */
export function lineOfPointer(text: string, pointer: JsonPointer): number | undefined {
  const names = parsePointer(pointer)
  const place = names === undefined ? undefined : placeOf(text, names)
  return place === undefined ? undefined : lineAt(text, place)
}

/** Where a member's key starts, or an item. */
function placeOf(text: string, names: readonly string[]): number | undefined {
  let value = afterSpace(text, text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0)
  let place = 0
  for (const name of names) {
    const next = stepTo(text, value, name)
    if (next === undefined) return undefined
    ;({ place, value } = next)
  }
  return place
}

const BYTE_ORDER_MARK = 0xfeff

interface Step {
  readonly place: number
  readonly value: number
}

function stepTo(text: string, container: number, name: string): Step | undefined {
  const code = text.charCodeAt(container)
  if (code === OPEN_OBJECT) return stepToMember(text, container, name)
  return code === OPEN_ARRAY ? stepToItem(text, container, name) : undefined
}

function stepToMember(text: string, object: number, name: string): Step | undefined {
  let place = afterSpace(text, object + 1)
  while (text.charCodeAt(place) === QUOTE) {
    const end = afterString(text, place)
    const value = afterSpace(text, afterSpace(text, end) + 1)
    if (JSON.parse(text.slice(place, end)) === name) return { place, value }
    place = afterComma(text, value)
  }
  return undefined
}

function stepToItem(text: string, array: number, name: string): Step | undefined {
  let place = afterSpace(text, array + 1)
  for (let index = 0; text.charCodeAt(place) !== CLOSE_ARRAY; index++) {
    if (String(index) === name) return { place, value: place }
    place = afterComma(text, place)
  }
  return undefined
}

/** The next member or item, else the end of the container. */
function afterComma(text: string, value: number): number {
  const end = afterSpace(text, afterValue(text, value))
  return text.charCodeAt(end) === COMMA ? afterSpace(text, end + 1) : end
}

/** Lines end in LF, CRLF or CR. */
function lineAt(text: string, place: number): number {
  return (text.slice(0, place).match(/\r\n?|\n/g)?.length ?? 0) + 1
}
