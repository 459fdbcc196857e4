/** Many requests to at most so many in any period: the others wait in a bounded line, first come first served. */
import type { StopSignal } from '../lib/stop.ts'
import type { RateLimit } from '../profile/model.ts'
import { createLine } from './line.ts'

export interface Turns {
  /**
   * Waits for a turn; what is `taken` must be given back by `done`. Whoever can't have one within `patienceMs`, or finds
   * the line full, is told at once how long that would take. `ended` by the signal.
   */
  take(signal: StopSignal, patienceMs: number): Promise<'taken' | 'ended' | { readonly waitMs: number }>
  /** The request is over; it counts from now on. One that was never `sent` doesn't. */
  done(sent: boolean): void
  /** Milliseconds that whoever asked now would wait, at the least. */
  waitMs(): number
}

/** What the time is and how to be called later; tests give their own. */
export interface Clock {
  /** Milliseconds from whenever. */
  now(): number
  /** Gives what cancels it. */
  after(ms: number, action: () => void): () => void
}

const CLOCK: Clock = {
  now: () => performance.now(),
  after: (ms, action) => {
    const timer = setTimeout(action, ms)
    return () => clearTimeout(timer)
  },
}

/** Without a rate, it is always one's turn. */
const TAKEN = Promise.resolve('taken' as const)
const UNLIMITED: Turns = { take: () => TAKEN, done: () => {}, waitMs: () => 0 }

/** The turns of a profile; `most` may wait. */
export function turnsFor(rateLimit: RateLimit | undefined, most: number): Turns {
  return rateLimit === undefined ? UNLIMITED : createTurns(rateLimit, most)
}

/** Clocks that count in whole milliseconds see a period up to one shorter than it was. */
const MARGIN_MS = 5

/**
 * A request occupies its turn from before it is sent until a period after its end: it reached the API somewhere between,
 * so that no period there has more requests than are allowed, whatever the network does.
 */
export function createTurns({ requests, perSeconds }: RateLimit, most: number, clock: Clock = CLOCK): Turns {
  const period = perSeconds * 1000 + MARGIN_MS
  const line = createLine()
  /** When what is over stops counting, in order. */
  let until: number[] = []
  let open = 0
  let cancelWake: (() => void) | undefined

  return {
    take: async (signal, patienceMs) => {
      if (signal.aborted) return 'ended'
      admit()
      if (hasRoom()) {
        open++
        return 'taken'
      }
      const waitMs = waitOf(line.length)
      if (waitMs > patienceMs || line.length >= most) return { waitMs }
      const turn = line.wait(signal, admit)
      admit()
      return turn
    },
    done: (sent) => {
      open--
      if (sent) until.push(clock.now() + period)
      admit()
    },
    waitMs: () => {
      admit()
      return hasRoom() ? 0 : waitOf(line.length)
    },
  }

  function hasRoom(): boolean {
    return open + until.length < requests
  }

  /** Lets in whoever may go, so that there is room only where nobody waits, and wakes up when the next one may. */
  function admit(): void {
    const now = clock.now()
    until = until.filter((end) => end > now)
    while (hasRoom() && line.admit()) open++
    cancelWake?.()
    const [next] = until
    cancelWake = line.length === 0 || next === undefined ? undefined : clock.after(next - now, admit)
  }

  /** The least wait behind so many others where there is no room: what is still under way ends now at the earliest. */
  function waitOf(before: number): number {
    const now = clock.now()
    const free = until[before % requests] ?? now + period
    return Math.max(0, free - now) + Math.floor(before / requests) * period
  }
}
