/** Upstream requests to responses over HTTP/1.1: one deadline, bounded concurrency, a bounded rate. */

import { isSecure } from '../lib/loopback.ts'
import { type Checked, pass, refuse } from '../problem/checked.ts'
import { type Location, type Problem, problem, type Sent } from '../problem/problem.ts'
import type { RateLimit } from '../profile/model.ts'
import type { Header, SendOptions, Upstream, UpstreamResponse } from '../upstream/model.ts'
import { carry } from './carry.ts'
import { type Deadline, startDeadline } from './deadline.ts'
import type { Outcome } from './exchange.ts'
import type { Fault, FaultKind } from './fault.ts'
import { createHttpClient } from './http.ts'
import { type Turns, turnsFor } from './rate-limit.ts'
import { createSlots } from './slots.ts'

export interface HttpUpstreamOptions {
  /** Of this package, for `user-agent`. */
  readonly version: string
  /** Calls in flight at once; the others wait. */
  readonly concurrency?: number
  /** Requests in any period, retries and redirects included. */
  readonly rateLimit?: RateLimit | undefined
  /** Turns at that rate which are shared with others who send to the same API; its own unless given. */
  readonly turns?: Turns
  /** Calls that may wait for a connection, and for the rate where its turns are its own; one more is refused. */
  readonly queue?: number
  /** In [0, 1), for the jitter. */
  readonly random?: () => number
}

const DEFAULT_QUEUE = 256

/**
 * The upstream over HTTP. The header block and the target go out as given, after `host`, `connection`, and the two
 * fields added here (`user-agent`, `accept-encoding`) where the request has none of its own.
 */
export function createHttpUpstream(options: HttpUpstreamOptions): Upstream {
  const client = createHttpClient()
  const { concurrency = 8, queue = DEFAULT_QUEUE, rateLimit, random = Math.random } = options
  const slots = createSlots(concurrency, queue)
  let secure: string | undefined
  const isAllowed = (origin: string): boolean => {
    // calls go to the same one, over and over
    if (origin !== secure && isSecure(new URL(origin))) secure = origin
    return origin === secure
  }
  const { turns = turnsFor(rateLimit, queue) } = options
  const own: readonly Header[] = [
    ['user-agent', `drawbridge-mcp/${options.version}`],
    ['accept-encoding', 'gzip, deflate, br'],
  ]

  return {
    send: async (request, sending) => {
      const at: Location = { source: 'upstream', uri: request.origin }
      if (!isAllowed(request.origin)) {
        return refuse(problem('URL_INSECURE', at, { url: request.origin, key: 'baseUrl' }))
      }
      const started = performance.now()
      const deadline = startDeadline(sending.signal, sending.timeoutSeconds)
      try {
        const turn = await turns.take(deadline.signal, deadline.remainingMs())
        if (turn === 'ended' && deadline.why() === 'cancelled')
          return refuse(problem('CALL_CANCELLED', at, { sent: 'no' }))
        if (turn !== 'taken') return refuse(rateProblem(at, turn === 'ended' ? turns.waitMs() : turn.waitMs))
        const place = await slots.take(deadline.signal)
        if (place !== 'taken') turns.done(false)
        if (place === 'full') return refuse(problem('UPSTREAM_BUSY', at, { waiting: slots.waiting }))
        if (place === 'ended') return refuse(endedProblem(at, deadline, sending, 'no'))
        try {
          const full = { ...request, headers: withFields(own, request.headers) }
          const { outcome, sent } = await carry({ client, request: full, sending, deadline, turns, random })
          return answer(outcome, sent, at, deadline, sending, performance.now() - started)
        } finally {
          slots.release()
        }
      } finally {
        deadline.release()
      }
    },
    close: () => client.close(),
  }

  function rateProblem(at: Location, waitMs: number): Problem {
    if (rateLimit === undefined) throw new Error('there is no rate to wait for')
    const waitSeconds = Math.max(1, Math.ceil(waitMs / 1000))
    return problem('RATE_LIMITED', at, { ...rateLimit, waitSeconds })
  }
}

function answer(
  outcome: Outcome,
  sent: Sent,
  at: Location,
  deadline: Deadline,
  sending: SendOptions,
  durationMs: number,
): Checked<UpstreamResponse> {
  if (outcome.kind === 'ended') return refuse(endedProblem(at, deadline, sending, sent))
  if (outcome.kind === 'failed') return refuse(FAULTS[outcome.fault.kind](at, outcome.fault, sent))
  // a caller that has gone gets no answer, not even a part of one
  if (outcome.late === true && deadline.why() === 'cancelled') return refuse(endedProblem(at, deadline, sending, sent))
  // what is added after a spread costs more than all the rest
  return pass({ durationMs, ...outcome })
}

const FAULTS: Readonly<Record<FaultKind, (at: Location, fault: Fault, sent: Sent) => Problem>> = {
  unreachable: (at, { detail }, sent) => problem('UPSTREAM_UNREACHABLE', at, { origin: at.uri ?? '', detail, sent }),
  protocol: (at, { detail }, sent) => problem('UPSTREAM_PROTOCOL', at, { detail, sent }),
  truncated: (at, { detail }, sent) => problem('UPSTREAM_TRUNCATED', at, { detail, sent }),
  unwritable: (at, { detail }) => problem('REQUEST_ESCAPED', at, { detail }),
  closed: (at, _fault, sent) => problem('CALL_CANCELLED', at, { sent }),
}

function endedProblem(at: Location, deadline: Deadline, sending: SendOptions, sent: Sent): Problem {
  return deadline.why() === 'timeout'
    ? problem('UPSTREAM_TIMEOUT', at, { seconds: sending.timeoutSeconds, sent })
    : problem('CALL_CANCELLED', at, { sent })
}

/** `own` have lower-case names. */
function withFields(own: readonly Header[], headers: readonly Header[]): readonly Header[] {
  const given = headers.map(([name]) => name.toLowerCase())
  const missing = own.filter(([name]) => !given.includes(name))
  return [...missing, ...headers]
}
