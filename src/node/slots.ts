/** Many calls to at most so many at once: the others wait in a bounded line, first come first served. */

export interface Slots {
  /** Waits for a place. `taken` must be given back by `release`; the other two hold nothing. */
  take(signal: AbortSignal): Promise<'taken' | 'full' | 'ended'>
  release(): void
  readonly waiting: number
}

export function createSlots(limit: number, line: number): Slots {
  let free = limit
  // a set keeps the order and lets whoever is cancelled leave from the middle
  const waiters = new Set<() => void>()

  return {
    take: (signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve('ended')
        if (free > 0) {
          free--
          return resolve('taken')
        }
        if (waiters.size >= line) return resolve('full')
        const leave = (): void => {
          waiters.delete(enter)
          resolve('ended')
        }
        const enter = (): void => {
          signal.removeEventListener('abort', leave)
          resolve('taken')
        }
        waiters.add(enter)
        signal.addEventListener('abort', leave, { once: true })
      }),
    release: () => {
      const [next] = waiters
      if (next === undefined) {
        free++
        return
      }
      // the place goes straight to the first in line: nobody can come in between
      waiters.delete(next)
      next()
    },
    get waiting() {
      return waiters.size
    },
  }
}
