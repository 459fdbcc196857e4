/** A caller's signal and a number of seconds to one signal that tells which of the two ended it. */
import { Stop, type StopSignal } from '../lib/stop.ts'
import { alarm } from './alarm.ts'

export interface Deadline {
  /** Aborted by the caller or by time. */
  readonly signal: StopSignal
  /** Undefined while it still runs. */
  why(): 'cancelled' | 'timeout' | undefined
  remainingMs(): number
  /** Waits; false where the end came first. */
  pause(ms: number): Promise<boolean>
  /** Lets go of the alarm and of the caller's signal. */
  release(): void
}

export function startDeadline(caller: StopSignal | undefined, seconds: number): Deadline {
  const ending = new Stop()
  const until = performance.now() + seconds * 1000
  let why: 'cancelled' | 'timeout' | undefined
  const end = (reason: 'cancelled' | 'timeout'): void => {
    why ??= reason
    ending.abort()
  }
  const cancel = (): void => end('cancelled')
  const cancelAlarm = alarm(until, () => end('timeout'))
  if (caller?.aborted) cancel()
  caller?.addEventListener('abort', cancel)

  return {
    signal: ending,
    why: () => why,
    remainingMs: () => Math.max(0, until - performance.now()),
    pause: (ms) =>
      new Promise((resolve) => {
        if (ending.aborted) {
          resolve(false)
          return
        }
        const ended = (): void => {
          clearTimeout(waiting)
          resolve(false)
        }
        const waiting = setTimeout(() => {
          ending.removeEventListener('abort', ended)
          resolve(true)
        }, ms)
        ending.addEventListener('abort', ended)
      }),
    release: () => {
      cancelAlarm()
      caller?.removeEventListener('abort', cancel)
    },
  }
}
