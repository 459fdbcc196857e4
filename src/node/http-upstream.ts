/** Upstream requests to responses over HTTP/1.1: one deadline, bounded concurrency, retries of safe methods only. */

import { isSecure } from '../lib/loopback.ts'
import { type Checked, pass, refuse } from '../problem/checked.ts'
import { type Location, type Problem, problem, type Sent } from '../problem/problem.ts'
import type { Header, SendOptions, Upstream, UpstreamRequest, UpstreamResponse } from '../upstream/model.ts'
import { type Deadline, startDeadline } from './deadline.ts'
import { exchange, type Outcome } from './exchange.ts'
import type { Fault, FaultKind } from './fault.ts'
import { createHttpClient, type HttpClient } from './http.ts'
import { MAX_HOPS, redirectOf, staysOn } from './redirect.ts'
import { retryDelay } from './retry.ts'
import { createSlots } from './slots.ts'

export interface HttpUpstreamOptions {
  /** Of this package, for `user-agent`. */
  readonly version: string
  /** Calls in flight at once; the others wait. */
  readonly concurrency?: number
  /** Calls that may wait; one more is refused. */
  readonly queue?: number
  /** In [0, 1), for the jitter. */
  readonly random?: () => number
}

/**
 * The upstream over HTTP. The header block and the target go out as given, after `host`, `connection`, and the two
 * fields added here (`user-agent`, `accept-encoding`) where the request has none of its own.
 */
export function createHttpUpstream(options: HttpUpstreamOptions): Upstream {
  const client = createHttpClient()
  const slots = createSlots(options.concurrency ?? 8, options.queue ?? 256)
  const random = options.random ?? Math.random

  return {
    send: async (request, sending) => {
      const at: Location = { source: 'upstream', uri: request.origin }
      if (!isSecure(new URL(request.origin))) {
        return refuse(problem('URL_INSECURE', at, { url: request.origin, key: 'baseUrl' }))
      }
      const started = performance.now()
      const deadline = startDeadline(sending.signal, sending.timeoutSeconds)
      try {
        const place = await slots.take(deadline.signal)
        if (place === 'full') return refuse(problem('UPSTREAM_BUSY', at, { waiting: slots.waiting }))
        if (place === 'ended') return refuse(endedProblem(at, deadline, sending, 'no'))
        try {
          const full = { ...request, headers: withOwnFields(request.headers, options.version) }
          const { outcome, sent } = await carry(client, full, sending, deadline, random)
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
}

/** Sends, follows and tries again as far as that is allowed. `sent` is the furthest that any attempt got. */
async function carry(
  client: HttpClient,
  request: UpstreamRequest,
  sending: SendOptions,
  deadline: Deadline,
  random: () => number,
): Promise<{ readonly outcome: Outcome; readonly sent: Sent }> {
  let { target } = request
  let sent: Sent = 'no'
  let hops = 0
  let retries = 0
  for (;;) {
    const outcome = await exchange(client, { ...request, target }, { ...sending, signal: deadline.signal })
    sent = further(sent, outcome.kind === 'answered' ? 'yes' : outcome.sent)

    const next = hops < MAX_HOPS ? followed(outcome, request, target, sending) : undefined
    if (next !== undefined) {
      hops++
      target = next
      continue
    }
    const wait = retryDelay(request.method, outcome, retries, random)
    if (wait === undefined || wait >= deadline.remainingMs()) return { outcome, sent }
    retries++
    if (!(await deadline.pause(wait))) return { outcome: { kind: 'ended', sent }, sent }
  }
}

/** The target that a read is redirected to, where it is one that may be read with the same credentials. */
function followed(
  outcome: Outcome,
  request: UpstreamRequest,
  target: string,
  sending: SendOptions,
): string | undefined {
  if (outcome.kind !== 'answered' || request.body !== undefined) return undefined
  if (request.method !== 'GET' && request.method !== 'HEAD') return undefined
  const from = new URL(request.origin + target)
  const to = redirectOf(outcome.status, outcome.headers, from)
  if (to === undefined || !staysOn(from, to) || !sending.mayFollow(to.pathname)) return undefined
  return to.pathname + to.search
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
  const { kind: _kind, ...received } = outcome
  return pass({ ...received, durationMs })
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

const ORDER: readonly Sent[] = ['no', 'unknown', 'yes']

function further(one: Sent, other: Sent): Sent {
  return ORDER.indexOf(other) > ORDER.indexOf(one) ? other : one
}

function withOwnFields(headers: readonly Header[], version: string): readonly Header[] {
  const own: readonly Header[] = [
    ['user-agent', `drawbridge-mcp/${version}`],
    ['accept-encoding', 'gzip, deflate, br'],
  ]
  const given = new Set(headers.map(([name]) => name.toLowerCase()))
  return [...own.filter(([name]) => !given.has(name)), ...headers]
}
