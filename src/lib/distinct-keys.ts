/** The keys of objects in bytes of JSON → whether any is twice in its object. */
import { afterCharacters, afterSpace, BACKSLASH, COLON, keyAt, NONE, QUOTE, SPACE } from './json-bytes.ts'

/** Keys of the objects around a place: those of an object stand behind those of the objects around it. */
export interface Keys {
  readonly count: () => number
  /** Adds the key that starts here; gives the place behind its colon. */
  readonly after: (start: number) => number
  /** Takes away all but the first `count`; false where two of those taken are equal. */
  readonly take: (count: number) => boolean
}

export function createKeys(bytes: Uint8Array): Keys {
  let starts = new Int32Array(1_024)
  let hashes = new Int32Array(1_024)
  let count = 0

  return {
    count: () => count,
    after: (start) => {
      if (bytes[start] !== QUOTE) return NONE
      let [at, hash] = [start + 1, 0]
      for (let byte = bytes[at++] ?? 0; byte !== QUOTE; byte = bytes[at++] ?? 0) {
        if (byte < SPACE) return NONE
        if (byte === BACKSLASH) {
          at = afterCharacters(bytes, at - 1)
          if (at === NONE) return NONE
          hash = UNKNOWN
          break
        }
        hash = (Math.imul(hash, 31) + byte) & 0x7fff_ffff
      }
      if (count === starts.length) [starts, hashes] = [twiceAsLong(starts), twiceAsLong(hashes)]
      starts[count] = start
      hashes[count++] = hash
      at = afterSpace(bytes, at)
      return bytes[at] === COLON ? at + 1 : NONE
    },
    take: (from) => {
      const isDistinct = count - from < 2 || areDistinct(hashes, from, count) || areEachOnce(from)
      count = from
      return isDistinct
    },
  }

  function areEachOnce(from: number): boolean {
    const names = new Set<string>()
    for (const start of starts.subarray(from, count)) names.add(keyAt(bytes, start))
    return names.size === count - from
  }
}

/** An escaped key has several spellings, and no hash. */
const UNKNOWN = -1

function twiceAsLong(list: Int32Array): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(2 * list.length)
  longer.set(list)
  return longer
}

/** Up to so many, to compare each with each is the fastest. */
const FEW = 16

/** Whether all are known and no two are equal. */
function areDistinct(hashes: Int32Array, from: number, to: number): boolean {
  if (to - from > FEW) {
    // those that are unknown come first
    const sorted = hashes.slice(from, to).sort()
    return sorted[0] !== UNKNOWN && sorted.every((hash, index) => hash !== sorted[index + 1])
  }
  for (let one = from; one < to; one++) {
    if (hashes[one] === UNKNOWN) return false
    for (let other = from; other < one; other++) if (hashes[one] === hashes[other]) return false
  }
  return true
}
