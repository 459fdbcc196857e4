/** JSON text → the lines of the places in it. */
import { afterSpace, afterString, afterValue, COMMA, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from './json-text.ts'
import { type JsonPointer, parsePointer } from './pointer.ts'

/** The line (from 1) of a member's key, or of an item; undefined where there is nothing. */
export type FindLine = (pointer: JsonPointer) => number | undefined

/** One line of valid JSON without duplicate keys. */
export function lineOfPointer(text: string, pointer: JsonPointer): number | undefined {
  return lineFinder(text)(pointer)
}

/**
 * Finds lines of valid JSON without duplicate keys. What does not lead to a place is passed over, and what was passed
 * over once is remembered, so that many lines cost little more than one.
 */
export function lineFinder(text: string): FindLine {
  const containers = new Map<number, Container>()
  const lineAt = lineCounter(text)
  const root = afterSpace(text, text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0)

  return (pointer) => {
    const names = parsePointer(pointer)
    if (names === undefined) return undefined
    let [place, value] = [0, root]
    for (const name of names) {
      const found = containerAt(value)?.find(name)
      if (found === undefined) return undefined
      ;({ place, value } = found)
    }
    return lineAt(place)
  }

  function containerAt(place: number): Container | undefined {
    const known = containers.get(place)
    if (known !== undefined) return known
    const code = text.charCodeAt(place)
    if (code !== OPEN_OBJECT && code !== OPEN_ARRAY) return undefined
    const container = createContainer(text, place, code === OPEN_OBJECT ? memberAt : itemAt)
    containers.set(place, container)
    return container
  }
}

const BYTE_ORDER_MARK = 0xfeff

interface Part {
  readonly name: string
  readonly place: number
  readonly value: number
}

interface Container {
  readonly find: (name: string) => Part | undefined
}

/** The part that starts here, the `index`th; undefined at the end. */
type ReadPart = (text: string, place: number, index: number) => Part | undefined

function createContainer(text: string, start: number, read: ReadPart): Container {
  const parts = new Map<string, Part>()
  // where the first part starts that was not read yet
  let next = afterSpace(text, start + 1)
  return {
    find: (name) => {
      const known = parts.get(name)
      if (known !== undefined) return known
      for (let part = read(text, next, parts.size); part !== undefined; part = read(text, next, parts.size)) {
        parts.set(part.name, part)
        next = afterPart(text, part.value)
        if (part.name === name) return part
      }
      return undefined
    },
  }
}

function memberAt(text: string, place: number): Part | undefined {
  if (text.charCodeAt(place) !== QUOTE) return undefined
  const end = afterString(text, place)
  // of valid JSON: a key is a string
  const name: string = JSON.parse(text.slice(place, end))
  return { name, place, value: afterSpace(text, afterSpace(text, end) + 1) }
}

function itemAt(text: string, place: number, index: number): Part | undefined {
  return text.charAt(place) === ']' ? undefined : { name: String(index), place, value: place }
}

/** Where the next part starts, else the end of the container. */
function afterPart(text: string, value: number): number {
  const end = afterSpace(text, afterValue(text, value))
  return text.charCodeAt(end) === COMMA ? afterSpace(text, end + 1) : end
}

/** The line of a place that is no line end. Counts on from the last one: problems come in the order of the text, nearly. */
function lineCounter(text: string): (place: number) => number {
  // lines end in LF, CRLF or CR, and hardly any text has the others
  const countEnds = text.includes('\r') ? countAnyEnds : countLineFeeds
  let [last, line] = [0, 1]
  return (place) => {
    line = place < last ? 1 + countEnds(text, 0, place) : line + countEnds(text, last, place)
    last = place
    return line
  }
}

function countLineFeeds(text: string, from: number, to: number): number {
  let ends = 0
  for (let end = text.indexOf('\n', from); end !== -1 && end < to; end = text.indexOf('\n', end + 1)) ends++
  return ends
}

function countAnyEnds(text: string, from: number, to: number): number {
  return text.slice(from, to).match(/\r\n?|\n/g)?.length ?? 0
}
