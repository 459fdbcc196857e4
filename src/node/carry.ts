/** A request to the outcome of as many attempts as it may have: reads are followed, what is repeatable is tried again. */
import { withQuery } from '../auth/apply.ts'
import type { Sent } from '../problem/problem.ts'
import type { SendOptions, UpstreamRequest } from '../upstream/model.ts'
import type { Deadline } from './deadline.ts'
import { exchange, type Outcome } from './exchange.ts'
import type { HttpClient } from './http.ts'
import type { Turns } from './rate-limit.ts'
import { isRedirect, MAX_HOPS, redirectOf, staysOn } from './redirect.ts'
import { isRepeatable, retryDelay } from './retry.ts'

export interface Carriage {
  readonly client: HttpClient
  readonly request: UpstreamRequest
  readonly sending: SendOptions
  readonly deadline: Deadline
  /** The first attempt's is taken already. */
  readonly turns: Turns
  /** In [0, 1), for the jitter. */
  readonly random: () => number
}

/** `sent` is the furthest that any attempt got. */
export async function carry(carriage: Carriage): Promise<{ readonly outcome: Outcome; readonly sent: Sent }> {
  const { request, sending, deadline, turns, random } = carriage
  const repeatable = isRepeatable(request.method, sending.keyed === true)
  let { target } = request
  let sent: Sent = 'no'
  let hops = 0
  let retries = 0
  for (;;) {
    const outcome = await attempt(carriage, target)
    // nearly always: there is nothing to follow or to try again
    if (outcome.kind === 'answered' && outcome.status < 300) return { outcome, sent: 'yes' }
    sent = further(sent, reachOf(outcome))

    const next = hops < MAX_HOPS ? followed(outcome, request, target, sending) : undefined
    if (next !== undefined) {
      hops++
      target = next
    } else {
      const wait = repeatable ? retryDelay(outcome, retries, random) : undefined
      if (wait === undefined || wait >= deadline.remainingMs()) return { outcome, sent }
      retries++
      if (!(await deadline.pause(wait))) return { outcome: { kind: 'ended', sent }, sent }
    }
    const turn = await turns.take(deadline.signal, deadline.remainingMs())
    if (turn === 'ended') return { outcome: { kind: 'ended', sent }, sent }
    if (turn !== 'taken') return { outcome, sent }
  }
}

/** Sends once, and gives the turn back. */
async function attempt({ client, request, sending, deadline, turns }: Carriage, target: string): Promise<Outcome> {
  let outcome: Outcome | undefined
  try {
    const aimed = target === request.target ? request : { ...request, target }
    const { maxBytes, watch } = sending
    outcome = await exchange(client, aimed, { signal: deadline.signal, maxBytes, watch })
    return outcome
  } finally {
    turns.done(outcome === undefined || reachOf(outcome) !== 'no')
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
  if (!isRedirect(outcome.status)) return undefined
  const from = new URL(request.origin + target)
  const to = redirectOf(outcome.status, outcome.headers, from)
  if (to === undefined || !staysOn(from, to) || !sending.mayFollow(to.pathname)) return undefined
  return (request.inQuery ?? []).reduce((next, [name, value]) => withQuery(next, name, value), to.pathname + to.search)
}

function reachOf(outcome: Outcome): Sent {
  return outcome.kind === 'answered' ? 'yes' : outcome.sent
}

const ORDER: readonly Sent[] = ['no', 'unknown', 'yes']

function further(one: Sent, other: Sent): Sent {
  return ORDER.indexOf(other) > ORDER.indexOf(one) ? other : one
}
