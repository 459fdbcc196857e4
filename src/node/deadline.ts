/** A caller's signal and a number of seconds to one signal that tells which of the two ended it. */

export interface Deadline {
  /** Aborted by the caller or by time. */
  readonly signal: AbortSignal
  /** Undefined while it still runs. */
  why(): 'cancelled' | 'timeout' | undefined
  remainingMs(): number
  /** Waits; false where the end came first. */
  pause(ms: number): Promise<boolean>
  /** Lets go of the timer and of the caller's signal. */
  release(): void
}

export function startDeadline(caller: AbortSignal | undefined, seconds: number): Deadline {
  const ending = new AbortController()
  const until = performance.now() + seconds * 1000
  let why: 'cancelled' | 'timeout' | undefined
  const end = (reason: 'cancelled' | 'timeout'): void => {
    why ??= reason
    ending.abort()
  }
  const cancel = (): void => end('cancelled')
  const timer = setTimeout(() => end('timeout'), seconds * 1000)
  if (caller?.aborted) cancel()
  caller?.addEventListener('abort', cancel, { once: true })

  return {
    signal: ending.signal,
    why: () => why,
    remainingMs: () => Math.max(0, until - performance.now()),
    pause: (ms) =>
      new Promise((resolve) => {
        if (ending.signal.aborted) {
          resolve(false)
          return
        }
        const ended = (): void => {
          clearTimeout(waiting)
          resolve(false)
        }
        const waiting = setTimeout(() => {
          ending.signal.removeEventListener('abort', ended)
          resolve(true)
        }, ms)
        ending.signal.addEventListener('abort', ended, { once: true })
      }),
    release: () => {
      clearTimeout(timer)
      caller?.removeEventListener('abort', cancel)
    },
  }
}
