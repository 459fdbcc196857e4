/** Calls that may run beside each other, and such that must run alone → their turns, first come first served. */
import type { StopSignal } from '../lib/stop.ts'

export type Way = 'beside' | 'alone'

export interface SessionTurns {
  /** Waits for a turn. `undefined` where the signal came first; else what gives the turn back. */
  take(way: Way, signal: StopSignal): Promise<(() => void) | undefined>
}

interface Waiter {
  readonly way: Way
  readonly enter: () => void
}

export function createSessionTurns(): SessionTurns {
  const waiting = new Set<Waiter>()
  let beside = 0
  let alone = false

  function admit(): void {
    for (const waiter of waiting) {
      const free = waiter.way === 'alone' ? !alone && beside === 0 : !alone
      // nobody overtakes who waits to be alone, or that turn would never come
      if (!free) return
      waiting.delete(waiter)
      if (waiter.way === 'alone') alone = true
      else beside++
      waiter.enter()
    }
  }

  function leave(way: Way): void {
    if (way === 'alone') alone = false
    else beside--
    admit()
  }

  return {
    take: (way, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve(undefined)
        const giveUp = (): void => {
          waiting.delete(waiter)
          resolve(undefined)
          admit()
        }
        const waiter: Waiter = {
          way,
          enter: () => {
            signal.removeEventListener('abort', giveUp)
            resolve(() => leave(way))
          },
        }
        waiting.add(waiter)
        signal.addEventListener('abort', giveUp)
        admit()
      }),
  }
}
