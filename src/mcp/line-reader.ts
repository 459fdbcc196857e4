/** Chunks of bytes to lines of text, however the bytes were cut. */

/** A line's text, or undefined where its bytes are not UTF-8. */
export type Line = string | undefined

export interface LineReader {
  /** The lines that this chunk completes; false in the place of one that is longer than the limit, which ends reading. */
  push(chunk: Uint8Array): readonly (Line | false)[]
  /** What stood after the last line end, if anything. */
  rest(): Line | false
}

/** Reads lines that end in LF or CRLF; `maxBytes` counts without the line end. Between chunks it holds one line at most. */
export function createLineReader(maxBytes: number): LineReader {
  let pieces: Uint8Array[] = []
  let size = 0

  const add = (piece: Uint8Array): boolean => {
    if (piece.length === 0) return true
    size += piece.length
    if (size > maxBytes) return false
    pieces.push(piece)
    return true
  }
  const take = (): Line => {
    const line = decode(pieces, size)
    pieces = []
    size = 0
    return line
  }

  return {
    push(chunk) {
      const lines: (Line | false)[] = []
      let start = 0
      for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
        if (!add(chunk.subarray(start, end))) return [...lines, false]
        start = end + 1
        lines.push(take())
      }
      if (!add(chunk.subarray(start))) {
        pieces = []
        lines.push(false)
      }
      return lines
    },
    rest: () => (size > maxBytes ? false : take()),
  }
}

const LF = 0x0a

/** Fatal: a replaced character would change an argument without a word. */
const UTF8 = new TextDecoder('utf-8', { fatal: true })

function decode(pieces: readonly Uint8Array[], size: number): Line {
  try {
    const text = UTF8.decode(joined(pieces, size))
    return text.endsWith('\r') ? text.slice(0, -1) : text
  } catch {
    return undefined
  }
}

function joined(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const [only] = pieces
  if (only !== undefined && pieces.length === 1) return only
  const bytes = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}
