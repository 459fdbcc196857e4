/** The signals that end a process → one orderly end, and an immediate one for who insists. */
import { constants } from 'node:os'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export interface Signalled {
  /** The number of the signal that came first. */
  readonly number: number | undefined
}

/** Calls `end` at the first signal; a second one ends the process at once. */
export function onSignal(end: () => Promise<void>): Signalled {
  const state: { number: number | undefined } = { number: undefined }
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (state.number !== undefined) process.exit(128 + state.number)
      state.number = constants.signals[signal]
      void end()
    })
  }
  return state
}
