/** Callers that wait, first come first served. */
import type { StopSignal } from '../lib/stop.ts'

export interface Line {
  readonly length: number
  /** Waits for `admit`, or for the signal; `left` is told of the second. */
  wait(signal: StopSignal, left?: () => void): Promise<'taken' | 'ended'>
  /** Lets in whoever is first; false where nobody waits. */
  admit(): boolean
}

export function createLine(): Line {
  // a set keeps the order and lets whoever is cancelled leave from the middle
  const waiters = new Set<() => void>()

  return {
    get length() {
      return waiters.size
    },
    wait: (signal, left) =>
      new Promise((resolve) => {
        const leave = (): void => {
          waiters.delete(enter)
          resolve('ended')
          left?.()
        }
        const enter = (): void => {
          signal.removeEventListener('abort', leave)
          resolve('taken')
        }
        waiters.add(enter)
        signal.addEventListener('abort', leave)
      }),
    admit: () => {
      const [first] = waiters
      if (first === undefined) return false
      waiters.delete(first)
      first()
      return true
    },
  }
}
