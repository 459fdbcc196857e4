/** Calls of a hosted MCP server → its answers, through one session that is opened again, as it was, when it is lost. */
import { member } from '../lib/json.ts'
import { type Checked, pass, refuse } from '../problem/checked.ts'
import { type Location, type Problem, problem, type Sent, sentOf } from '../problem/problem.ts'
import type { SendOptions, Upstream, UpstreamRequest, UpstreamResponse } from '../upstream/model.ts'
import { type Deadline, startDeadline } from './deadline.ts'
import { type Opened, type Opening, openSession } from './mcp-session.ts'
import { createMcpWire, type Envelope, type McpWire, ownHeaders, type Posted } from './mcp-wire.ts'
import { type RpcRequest, readRequest, resultOf } from './rpc-message.ts'
import { createSessionTurns } from './session-turns.ts'

export interface McpUpstreamOptions {
  readonly http: Upstream
  /** Of this package. */
  readonly version: string
  /** Where the server is, with credentials where there are some: for what no call asks for. */
  readonly envelope: Envelope
  readonly timeoutSeconds: number
}

export interface McpUpstream extends Upstream {
  /** The session, opened if there is none. */
  session(): Promise<Opening>
  readonly wire: McpWire
  /** A request that is made at the beginning of every session, as if it had been made there before. */
  remember(body: string): void
}

/** Whether a session is as the last one was: if not, why, or that it is gone itself. */
type Restored = 'done' | 'lost' | Problem

/** Seconds that a server gets to hear of the end. */
const GOODBYE_SECONDS = 0.5

export function createMcpUpstream({ http, version, envelope, timeoutSeconds }: McpUpstreamOptions): McpUpstream {
  const wire = createMcpWire(http, version)
  const turns = createSessionTurns()
  const ending = new AbortController()
  /** What the session was last set to, by tool. */
  const state = new Map<string, RpcRequest>()
  let opening: Promise<Opening> | undefined
  let restoring: Promise<Restored> | undefined

  return { wire, session, send, remember: (body) => keep(readRequest(body)), close }

  function session(): Promise<Opening> {
    if (opening !== undefined) return opening
    const one = openSession({ wire, envelope, clientVersion: version, timeoutSeconds, signal: ending.signal })
    opening = one
    restoring = undefined
    // what failed is tried again by the next call
    void one.then(({ ok }) => (ok ? undefined : forget(one)))
    return one
  }

  function forget(one: Promise<Opening>): void {
    if (opening !== one) return
    opening = undefined
    restoring = undefined
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
      const opened = await orEnded(session(), deadline)
      if (opened === undefined) return refuse(lostTime(request))
      const own = opening
      if (!opened.ok) return 'response' in opened ? pass(opened.response) : refuse(unsent(opened.problems[0]))
      const options = { ...sending, signal: deadline.signal, timeoutSeconds: seconds(deadline) }
      restoring ??= restore(opened.value, request, options)
      const restored = await orEnded(restoring, deadline)
      if (restored === undefined) return refuse(lostTime(request))
      if (restored === 'lost' && own !== undefined && tries === 0) {
        forget(own)
        continue
      }
      if (restored !== 'done') {
        restoring = undefined
        return refuse(restored === 'lost' ? notRestored(request) : unsent(restored))
      }
      const posted = await wire.post(rpc, request, opened.value.session, options)
      if (!posted.ok) return posted
      const lost = opened.value.session.id === undefined ? undefined : lossOf(posted.value.response)
      if (lost !== undefined && own !== undefined) {
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
      const posted = await wire.post(one, request, to, { ...options, signal: ending.signal })
      if (!posted.ok) return posted.problems[0]
      if (to.id !== undefined && lossOf(posted.value.response) !== undefined) return 'lost'
      if (!succeeded(posted.value)) return notRestored(request)
    }
    return 'done'
  }

  async function close(): Promise<void> {
    const opened = await Promise.race([opening, Promise.resolve(undefined)])
    ending.abort()
    if (opened?.ok === true && opened.value.session.id !== undefined) {
      const headers = [...envelope.headers, ...ownHeaders(opened.value.session)]
      const { signal } = new AbortController()
      const options = { signal, maxBytes: 65_536, timeoutSeconds: GOODBYE_SECONDS, mayFollow: () => false }
      await http.send({ ...envelope, method: 'DELETE', headers }, options)
    }
    await http.close()
  }
}

function notRestored({ origin }: Envelope): Problem {
  const detail = 'a new session could not be set to what the last one was set to'
  return problem('UPSTREAM_UNREACHABLE', { source: 'upstream', uri: origin }, { origin, detail, sent: 'no' })
}

/** What stopped a call before it: how far that got says nothing about the call. */
function unsent(found: Problem): Problem {
  // the same code with the same facts but for this one, which all that have it share
  return 'sent' in found.args ? ({ ...found, args: { ...found.args, sent: 'no' } } as Problem) : found
}

/** Whether an answer says that the session is gone: by its status alone, or in words too. */
function lossOf({ status, body }: UpstreamResponse): 'likely' | 'said' | undefined {
  if (status !== 404 && status !== 400) return undefined
  const said = LOST.test(new TextDecoder().decode(body.subarray(0, 4096)))
  if (said) return 'said'
  return status === 404 ? 'likely' : undefined
}

/** A 400 is about arguments as a rule: only plain words count. */
const LOST =
  /\bsession\b.{0,60}\b(?:not found|unknown|expired|invalid|does not exist|terminated)\b|\b(?:unknown|invalid|expired|no valid|no such)\b.{0,30}\bsession\b/i

function succeeded({ answer }: Posted): boolean {
  const result = answer === undefined ? undefined : resultOf(answer)
  return result !== undefined && member(result, 'isError') !== true
}

/** Undefined where the deadline came first. */
async function orEnded<V>(promise: Promise<V>, { signal }: Deadline): Promise<V | undefined> {
  if (signal.aborted) return undefined
  let leave: () => void = () => {}
  const ended = new Promise<undefined>((resolve) => {
    leave = () => resolve(undefined)
    signal.addEventListener('abort', leave, { once: true })
  })
  try {
    return await Promise.race([promise, ended])
  } finally {
    signal.removeEventListener('abort', leave)
  }
}

function seconds(deadline: Deadline): number {
  return Math.max(0.001, deadline.remainingMs() / 1000)
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
