/** Calls of a hosted MCP server → its answers, through one session that is opened again, as it was, when it is lost. */

import { member } from '../lib/json.ts'
import { Stop } from '../lib/stop.ts'
import { type Checked, pass, refuse } from '../problem/checked.ts'
import { type Location, type Problem, problem, type Sent, sentOf } from '../problem/problem.ts'
import type { SendOptions, Upstream, UpstreamRequest, UpstreamResponse } from '../upstream/model.ts'
import { type Deadline, startDeadline } from './deadline.ts'
import { lossOf, notRestored, type Restored, succeeded, unsent } from './mcp-recovery.ts'
import { type Opened, type Opening, openSession } from './mcp-session.ts'
import { createMcpWire, type Envelope, type McpWire, ownHeaders, type Session } from './mcp-wire.ts'
import { type RpcRequest, readRequest } from './rpc-message.ts'
import { createSessionTurns } from './session-turns.ts'

export interface McpUpstreamOptions {
  readonly http: Upstream
  /** For what goes on beside calls, with connections of its own. */
  readonly side: Upstream
  /** Of this package. */
  readonly version: string
  readonly timeoutSeconds: number
}

export interface McpUpstream extends Upstream {
  /** The session, opened if there is none with the credentials of this envelope. */
  session(envelope: Envelope): Promise<Opening>
  readonly wire: McpWire
  /** A request that is made at the beginning of every session, as if it had been made there before. */
  remember(body: string): void
}

interface Current {
  readonly envelope: Envelope
  readonly opening: Promise<Opening>
  /** Set when the first call of the session came. */
  restoring?: Promise<Restored>
}

/** Seconds that a server gets to hear of the end. */
const GOODBYE_SECONDS = 0.5

export function createMcpUpstream({ http, side, version, timeoutSeconds }: McpUpstreamOptions): McpUpstream {
  const wire = createMcpWire(http, side, version)
  const turns = createSessionTurns()
  const ending = new Stop()
  /** What the session was last set to, by tool. */
  const state = new Map<string, RpcRequest>()
  let current: Current | undefined

  return {
    wire,
    session: (envelope) => begin(envelope).opening,
    send,
    remember: (body) => keep(readRequest(body)),
    close,
  }

  function begin(envelope: Envelope): Current {
    if (current !== undefined) return current
    const opening = openSession({ wire, envelope, clientVersion: version, timeoutSeconds, signal: ending })
    const own: Current = { opening, envelope }
    current = own
    // what failed is tried again by the next call
    void opening.then(({ ok }) => (ok ? undefined : forget(own)))
    return own
  }

  /** Others may have forgotten it before, and begun a new one. */
  function forget(own: Current): void {
    if (current === own) current = undefined
  }

  function keep(request: RpcRequest): void {
    const name = String(member(request.params, 'name'))
    // a map keeps the order of insertion: what was set last is set last again
    state.delete(name)
    state.set(name, request)
  }

  async function send(request: UpstreamRequest, sending: SendOptions): Promise<Checked<UpstreamResponse>> {
    const at: Location = { source: 'upstream', uri: request.origin }
    const deadline = startDeadline(sending.signal, sending.timeoutSeconds)
    try {
      const leave = await turns.take(sending.remote?.changesSession === true ? 'alone' : 'beside', deadline.signal)
      if (leave === undefined) return refuse(endedProblem(at, deadline, sending, 'no'))
      try {
        const answered = await carry(request, sending, deadline)
        // of several clocks it was ours that ran out, if it did
        if (answered.ok || deadline.why() === undefined) return answered
        return refuse(endedProblem(at, deadline, sending, sentOf(answered.problems[0])))
      } finally {
        leave()
      }
    } finally {
      deadline.release()
    }
  }

  async function carry(
    request: UpstreamRequest,
    sending: SendOptions,
    deadline: Deadline,
  ): Promise<Checked<UpstreamResponse>> {
    const rpc = readRequest(typeof request.body === 'string' ? request.body : '')
    for (let tries = 0; ; tries++) {
      const own = begin(request)
      const opened = await orEnded(own.opening, deadline)
      if (opened === undefined) return refuse(lostTime(request))
      if (!opened.ok) return 'response' in opened ? pass(opened.response) : refuse(unsent(opened.problems[0]))
      const options = { ...sending, signal: deadline.signal, timeoutSeconds: seconds(deadline) }
      own.restoring ??= restore(opened.value, request, options)
      const restored = await orEnded(own.restoring, deadline)
      if (restored === undefined) return refuse(lostTime(request))
      if (restored === 'lost' && tries === 0) {
        forget(own)
        continue
      }
      if (restored !== 'done') {
        delete own.restoring
        if (restored !== 'lost' && 'status' in restored) return pass(restored)
        return refuse(restored === 'lost' ? notRestored(request) : unsent(restored))
      }
      const posted = await wire.post(rpc, request, opened.value.session, options)
      if (!posted.ok) {
        // nobody knows what the session is set to now
        if (sending.remote?.changesSession === true && sentOf(posted.problems[0]) !== 'no') forget(own)
        return posted
      }
      const lost = opened.value.session.id === undefined ? undefined : lossOf(posted.value.response)
      if (lost !== undefined) {
        forget(own)
        if (tries === 0 && (sending.remote?.repeatable === true || lost === 'said')) continue
      }
      if (sending.remote?.changesSession === true && succeeded(posted.value)) keep(rpc)
      return pass(posted.value.response)
    }
  }

  /** Sets a new session to what the last one was set to; without that, calls would be about something else. */
  async function restore({ session: to }: Opened, request: Envelope, options: SendOptions): Promise<Restored> {
    for (const one of state.values()) {
      const posted = await wire.post(one, request, to, { ...options, signal: ending })
      if (!posted.ok) return posted.problems[0]
      if (to.id !== undefined && lossOf(posted.value.response) !== undefined) return 'lost'
      if (posted.value.answer === undefined) return posted.value.response
      if (!succeeded(posted.value)) return notRestored(request)
    }
    return 'done'
  }

  async function close(): Promise<void> {
    const opened = await Promise.race([current?.opening, Promise.resolve(undefined)])
    ending.abort()
    if (opened?.ok === true && current !== undefined) await sayGoodbye(opened.value.session, current.envelope)
    await Promise.all([http.close(), side.close()])
  }

  async function sayGoodbye(to: Session, { origin, target, headers: own, bearerOf }: Envelope): Promise<void> {
    if (to.id === undefined) return
    const headers = [...own, ...ownHeaders(to)]
    const signal = new Stop()
    const options = { signal, maxBytes: 65_536, timeoutSeconds: GOODBYE_SECONDS, mayFollow: () => false }
    const goodbye = { method: 'DELETE', origin, target, headers, ...(bearerOf === undefined ? {} : { bearerOf }) }
    await side.send(goodbye, options)
  }
}

/** Undefined where the deadline came first. */
async function orEnded<V>(promise: Promise<V>, { signal }: Deadline): Promise<V | undefined> {
  if (signal.aborted) return undefined
  let leave: () => void = () => {}
  const ended = new Promise<undefined>((resolve) => {
    leave = () => resolve(undefined)
    signal.addEventListener('abort', leave)
  })
  try {
    return await Promise.race([promise, ended])
  } finally {
    signal.removeEventListener('abort', leave)
  }
}

/** A little more than is left: the clock that runs out first is the call's own. */
function seconds(deadline: Deadline): number {
  return deadline.remainingMs() / 1000 + 1
}

/** Stands for the end that the caller names in full. */
function lostTime({ origin }: UpstreamRequest): Problem {
  return problem('CALL_CANCELLED', { source: 'upstream', uri: origin }, { sent: 'no' })
}

function endedProblem(at: Location, deadline: Deadline, { timeoutSeconds }: SendOptions, sent: Sent): Problem {
  return deadline.why() === 'timeout'
    ? problem('UPSTREAM_TIMEOUT', at, { seconds: timeoutSeconds, sent })
    : problem('CALL_CANCELLED', at, { sent })
}
