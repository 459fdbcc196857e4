/** What nobody caught → a word on it and the end, in place of Node's report, which quotes messages and folders. */

/** Milliseconds for the word to leave. */
const PATIENCE_MS = 1_000

/** Ends the process with 1 once `say` is done. What rejects unhandled comes here too. */
export function onCrash(say: (error: unknown) => Promise<void>): void {
  let crashed = false
  process.on('uncaughtException', (error) => {
    // what follows from the first one tells nothing new
    if (crashed) return
    crashed = true
    setTimeout(() => process.exit(1), PATIENCE_MS)
    void say(error).finally(() => process.exit(1))
  })
}
