/** Many calls to at most so many at once: the others wait in a bounded line. */
import type { StopSignal } from '../lib/stop.ts'
import { createLine } from './line.ts'

export interface Slots {
  /** Waits for a place. `taken` must be given back by `release`; the other two hold nothing. */
  take(signal: StopSignal): Promise<'taken' | 'ended'> | 'taken' | 'full' | 'ended'
  release(): void
  readonly waiting: number
}

export function createSlots(limit: number, most: number): Slots {
  let free = limit
  const line = createLine()

  return {
    take: (signal) => {
      if (signal.aborted) return 'ended'
      if (free > 0) {
        free--
        return 'taken'
      }
      return line.length >= most ? 'full' : line.wait(signal)
    },
    release: () => {
      // the place goes straight to the first in line: nobody can come in between
      if (!line.admit()) free++
    },
    get waiting() {
      return line.length
    },
  }
}
