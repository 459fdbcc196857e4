/** Many times at which to be called, hardly any of which comes → one timer, for the next of them. */

interface Alarm {
  readonly at: number
  readonly ring: () => void
}

const alarms = new Set<Alarm>()
let timer: NodeJS.Timeout | undefined
/** When the timer wakes, perhaps for an alarm that is cancelled by now. */
let next = Number.POSITIVE_INFINITY

/**
 * Calls `ring` when `performance.now()` is `at`, or soon after, never before. Gives what cancels it. Every call has a
 * deadline, and a timer of its own costs a call more than all else about that.
 */
export function alarm(at: number, ring: () => void): () => void {
  const one = { at, ring }
  alarms.add(one)
  if (at < next) wait(at)
  return () => void alarms.delete(one)
}

function wait(at: number): void {
  clearTimeout(timer)
  next = at
  timer = setTimeout(wake, Math.ceil(at - performance.now()))
}

function wake(): void {
  const now = performance.now()
  next = Number.POSITIVE_INFINITY
  let soonest = next
  for (const one of alarms) {
    if (one.at > now) soonest = Math.min(soonest, one.at)
    else if (alarms.delete(one)) one.ring()
  }
  if (soonest < next) wait(soonest)
}
