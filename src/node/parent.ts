/** The process that started this one → word of its end, which open pipes may hide: a wrapper can outlive a client. */

/** Milliseconds between two looks. */
const PERIOD_MS = 2_500

/** Calls `end` once, when another process has become the parent. Nothing is held open by it. */
export function onOrphaned(end: () => void, parentNow = (): number => process.ppid): void {
  const parent = parentNow()
  const timer = setInterval(() => {
    if (parentNow() === parent) return
    clearInterval(timer)
    end()
  }, PERIOD_MS)
  timer.unref()
}
