/** The ways in which serving ends, to one orderly close: finish, abort what remains, flush. */
import type { Calls } from './calls.ts'
import type { CheckFailure, Readiness, Ready } from './readiness.ts'
import type { End, StdioTransport } from './stdio.ts'

/** Why the server closed. A failed check wins over the end of input: whoever started it has to learn of it. */
export type Closed = End | { readonly by: 'check-failed'; readonly failure: CheckFailure } | { readonly by: 'shutdown' }

export interface Serving {
  /** Resolves when everything that will be answered is answered and written; rejects only as the check under way does. */
  readonly closed: Promise<Closed>
  /** Aborts the calls under way, gives their answers `graceMs` to get out, and closes. Never rejects. */
  shutdown(graceMs: number): Promise<void>
}

export interface Supervised {
  readonly transport: StdioTransport
  readonly ready: Promise<Ready>
  readonly readiness: Readiness
  readonly calls: Calls
  readonly close: () => Promise<void>
}

/** Milliseconds for which requests already read may still run when no more can come. */
const FINISH_MS: Readonly<Record<Closed['by'], number>> = {
  'input-ended': 2_000,
  'input-refused': 2_000,
  'output-closed': 0,
  'check-failed': 250,
  shutdown: 0,
}

/** Milliseconds after a failed check in which a client in the middle of its handshake can still ask and be told. */
const TELL_MS = 1_000

/** Milliseconds for aborted calls to answer, and for the last lines to be written. */
const SETTLE_MS = 250

/** Watches over a connection from its start to its close. */
export function superviseServing({ transport, ready, readiness, calls, close }: Supervised): Serving {
  let failure: CheckFailure | undefined
  let settleMs = SETTLE_MS
  let hurry: () => void = () => {}
  const hurried = new Promise<Closed>((resolve) => {
    hurry = () => resolve({ by: 'shutdown' })
  })
  const closed = run()

  return {
    closed,
    shutdown: async (graceMs) => {
      settleMs = graceMs
      hurry()
      await closed.catch(() => {})
    },
  }

  async function run(): Promise<Closed> {
    try {
      const first = await Promise.race([transport.ended, checkFailed(), hurried])
      transport.stopReading()
      await Promise.race([within(FINISH_MS[first.by], Promise.all([transport.drained(), ready])), hurried])
      return failure === undefined || first.by === 'input-refused' ? first : { by: 'check-failed', failure }
    } finally {
      await windDown()
    }
  }

  async function checkFailed(): Promise<Closed> {
    const state = await ready
    if (state.ok) return new Promise<never>(() => {})
    failure = state.error
    await within(TELL_MS, readiness.told)
    return { by: 'check-failed', failure }
  }

  async function windDown(): Promise<void> {
    transport.stopReading()
    readiness.stop()
    calls.stop()
    await within(settleMs, Promise.all([transport.drained(), calls.idle()]))
    // bounded, and closed once more by ourselves: an output that is full would hold the library's goodbye for ever
    await within(SETTLE_MS, close())
    await transport.close()
    await within(SETTLE_MS, transport.flushed())
  }
}

async function within(milliseconds: number, promise: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  try {
    await Promise.race([promise, timeUp])
  } finally {
    clearTimeout(timer)
  }
}
