/** Pieces of bytes as they come → all of them in one. */

export interface GatheredBytes {
  readonly size: () => number
  readonly add: (piece: Uint8Array) => void
  readonly all: () => Uint8Array
}

/** Where `length` says how many will come, each piece goes to its place at once; a single piece is never copied. */
export function gatherBytes(length = 0): GatheredBytes {
  const pieces: Uint8Array[] = []
  let whole: Uint8Array | undefined
  let size = 0

  return {
    size: () => size,
    add: (piece) => {
      const end = size + piece.length
      if (pieces.length === 0 && end < length) whole ??= new Uint8Array(length)
      // more than was announced
      if (whole !== undefined && end > length) {
        pieces.push(whole.subarray(0, size))
        whole = undefined
      }
      if (whole === undefined) pieces.push(piece)
      else whole.set(piece, size)
      size = end
    },
    all: () => {
      if (whole !== undefined) return whole.subarray(0, size)
      return pieces.length > 1 ? Buffer.concat(pieces) : (pieces[0] ?? new Uint8Array())
    },
  }
}
