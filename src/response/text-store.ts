/** Texts that were too long to show at once → handles under which the rest can be asked for, for a while. */

/** A redacted text, and what is known about it. */
export interface KeptText {
  readonly text: string
  readonly isJson: boolean
  /** Whether the upstream had more than was read. */
  readonly incomplete: boolean
}

export interface TextStore {
  /** A handle that nobody can guess; undefined where the text is too large to be kept. */
  keep(kept: KeptText): string | undefined
  /** Undefined where nothing is kept under this handle, or not any more. */
  find(handle: string): KeptText | undefined
}

/** What strings take: two bytes for each UTF-16 code unit, at most. */
const MOST_BYTES = 67_108_864

/** Minutes after which an unused text is forgotten. */
export const KEPT_MINUTES = 10

/** Holds texts in memory only. The one that was not used for longest goes first. `now` in milliseconds. */
export function createTextStore(now: () => number = Date.now, mostBytes: number = MOST_BYTES): TextStore {
  const texts = new Map<string, { readonly kept: KeptText; readonly usedAt: number }>()
  let total = 0

  return {
    keep(kept) {
      const size = sizeOf(kept)
      if (size > mostBytes) return undefined
      for (const [handle, { usedAt }] of texts) if (isOver(usedAt) || total + size > mostBytes) forget(handle)
      const handle = randomHandle()
      texts.set(handle, { kept, usedAt: now() })
      total += size
      return handle
    },
    find(handle) {
      const found = texts.get(handle)
      if (found === undefined) return undefined
      texts.delete(handle)
      if (isOver(found.usedAt)) {
        total -= sizeOf(found.kept)
        return undefined
      }
      // a map keeps the order of insertion: the last one used is the last one
      texts.set(handle, { kept: found.kept, usedAt: now() })
      return found.kept
    },
  }

  function isOver(usedAt: number): boolean {
    return now() - usedAt > KEPT_MINUTES * 60_000
  }

  function forget(handle: string): void {
    const found = texts.get(handle)
    if (found !== undefined && texts.delete(handle)) total -= sizeOf(found.kept)
  }
}

function sizeOf({ text }: KeptText): number {
  return text.length * 2
}

/** 128 bits from the system's generator. */
function randomHandle(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
