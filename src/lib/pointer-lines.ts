/** Bytes of JSON → the lines of the places in it. */
import {
  afterSpace,
  afterString,
  afterValue,
  CLOSE_ARRAY,
  COMMA,
  keyAt,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  startOf,
} from './json-bytes.ts'
import type { Part } from './json-outline.ts'
import { type JsonPointer, parsePointer } from './pointer.ts'
import { encodeUtf8 } from './utf8.ts'

/** The line (from 1) of a member's key, or of an item; undefined where there is nothing. */
export type FindLine = (pointer: JsonPointer) => number | undefined

/** One line of valid JSON without duplicate keys. */
export function lineOfPointer(text: string, pointer: JsonPointer): number | undefined {
  return lineFinder(encodeUtf8(text))(pointer)
}

/**
 * Finds lines of valid JSON without duplicate keys. What does not lead to a place is passed over, at once where an
 * outline says how far it goes, and what was passed over is remembered, so that many lines cost little more than one.
 */
export function lineFinder(bytes: Uint8Array, outline?: Part): FindLine {
  const containers = new Map<number, Container>()
  let lineAt: ((place: number) => number) | undefined
  const root = afterSpace(bytes, startOf(bytes))
  let ends: ReadonlyMap<number, number> | undefined

  return (pointer) => {
    const names = parsePointer(pointer)
    if (names === undefined) return undefined
    let [place, value] = [0, root]
    for (const name of names) {
      const found = containerAt(value)?.find(name)
      if (found === undefined) return undefined
      ;({ place, value } = found)
    }
    lineAt ??= lineCounter(bytes)
    return lineAt(place)
  }

  function containerAt(place: number): Container | undefined {
    const known = containers.get(place)
    if (known !== undefined) return known
    const first = bytes[place]
    if (first !== OPEN_OBJECT && first !== OPEN_ARRAY) return undefined
    const container = createContainer(place, first === OPEN_OBJECT ? memberAt : itemAt)
    containers.set(place, container)
    return container
  }

  function createContainer(start: number, read: ReadPart): Container {
    const parts = new Map<string, Place>()
    // where the first part starts that was not read yet
    let next = afterSpace(bytes, start + 1)
    return {
      find: (name) => {
        const known = parts.get(name)
        if (known !== undefined) return known
        for (let part = read(bytes, next, parts.size); part !== undefined; part = read(bytes, next, parts.size)) {
          parts.set(part.name, part)
          next = afterPart(part.value)
          if (part.name === name) return part
        }
        return undefined
      },
    }
  }

  /** Where the next part starts, else the end of the container. */
  function afterPart(value: number): number {
    ends ??= endsOf(outline)
    const end = afterSpace(bytes, ends.get(value) ?? afterValue(bytes, value))
    return bytes[end] === COMMA ? afterSpace(bytes, end + 1) : end
  }
}

/** Where each part of an outline ends, by where it starts. */
function endsOf(outline: Part | undefined): ReadonlyMap<number, number> {
  const ends = new Map<number, number>()
  const pending = outline === undefined ? [] : [outline]
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    ends.set(part.start, part.end)
    pending.push(...part.parts)
  }
  return ends
}

interface Place {
  readonly name: string
  readonly place: number
  readonly value: number
}

interface Container {
  readonly find: (name: string) => Place | undefined
}

/** The part that starts here, the `index`th; undefined at the end. */
type ReadPart = (bytes: Uint8Array, place: number, index: number) => Place | undefined

function memberAt(bytes: Uint8Array, place: number): Place | undefined {
  if (bytes[place] !== QUOTE) return undefined
  const colon = afterSpace(bytes, afterString(bytes, place))
  return { name: keyAt(bytes, place), place, value: afterSpace(bytes, colon + 1) }
}

function itemAt(bytes: Uint8Array, place: number, index: number): Place | undefined {
  const first = bytes[place] ?? CLOSE_ARRAY
  return first === CLOSE_ARRAY ? undefined : { name: String(index), place, value: place }
}

/** The line of a place that is no line end. Counts on from the last one: problems come in the order of the text, nearly. */
function lineCounter(bytes: Uint8Array): (place: number) => number {
  // a CRLF has one LF; lines that end in CR only have none
  const end = bytes.includes(LF) ? LF : CR
  let [last, line] = [0, 1]
  return (place) => {
    line = place < last ? 1 + count(end, 0, place) : line + count(end, last, place)
    last = place
    return line
  }

  function count(byte: number, from: number, to: number): number {
    let found = 0
    for (let at = bytes.indexOf(byte, from); at !== -1 && at < to; at = bytes.indexOf(byte, at + 1)) found++
    return found
  }
}

const LF = 0x0a
const CR = 0x0d
