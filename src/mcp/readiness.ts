/** A check that is under way to the bridge that it gives, or to the protocol error that says why there is none. */
import type { Bridge } from '../bridge/bridge.ts'
import type { JsonValue } from '../lib/json.ts'
import type { Result } from '../lib/result.ts'
import { INTERNAL_ERROR, ProtocolError } from './protocol.ts'

/** A check that failed, as a client is told: the exit code, the first problem's message, and problems as in the JSON report. */
export interface CheckFailure {
  readonly exitCode: number
  readonly message: string
  readonly problems: readonly JsonValue[]
}

export type Ready = Result<Bridge, CheckFailure>

export interface Readiness {
  /** The bridge, when there is one. Throws a `ProtocolError` when there will be none. */
  bridge(): Promise<Bridge>
  /** The bridge, if there is one by now. */
  now(): Bridge | undefined
  /** From now on nobody waits for the check any more. */
  stop(): void
  /** Resolves when a request was told that the check failed. */
  readonly told: Promise<void>
}

export function createReadiness(ready: Promise<Ready>): Readiness {
  let settled: Ready | undefined
  let tell: () => void = () => {}
  const told = new Promise<void>((resolve) => {
    tell = resolve
  })
  let stop: () => void = () => {}
  const stopped = new Promise<undefined>((resolve) => {
    stop = () => resolve(undefined)
  })
  const settling = ready.then((state) => {
    settled = state
    return state
  })
  const either = Promise.race([settling, stopped])
  // whoever gave the promise hears of its rejection; requests are told below
  either.catch(() => {})

  return {
    told,
    stop,
    now: () => (settled?.ok === true ? settled.value : undefined),
    bridge: async () => {
      const state = settled ?? (await either.catch(() => undefined))
      if (state === undefined) throw new ProtocolError(INTERNAL_ERROR, 'The server is closing')
      if (state.ok) return state.value
      tell()
      const { exitCode, message, problems } = state.error
      throw new ProtocolError(exitCode, message, { problems })
    },
  }
}
