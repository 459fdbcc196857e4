/** The answers of a hosted MCP server → whether its session is lost, and whether a new one is as the last one was. */
import { member } from '../lib/json.ts'
import { decodeUtf8 } from '../lib/utf8.ts'
import { type Problem, problem } from '../problem/problem.ts'
import type { UpstreamResponse } from '../upstream/model.ts'
import type { Envelope, Posted } from './mcp-wire.ts'
import { resultOf } from './rpc-message.ts'

/** Whether a session is as the last one was: if not, why, or that it is gone itself. */
export type Restored = 'done' | 'lost' | Problem | UpstreamResponse

/** Calls would be about something else. */
export function notRestored({ origin }: Envelope): Problem {
  const detail = 'a new session could not be set to what the last one was set to'
  return problem('UPSTREAM_UNREACHABLE', { source: 'upstream', uri: origin }, { origin, detail, sent: 'no' })
}

/** What stopped a call before it: how far that got says nothing about the call. */
export function unsent(found: Problem): Problem {
  // the same code with the same facts but for this one, which all that have it share
  return 'sent' in found.args ? ({ ...found, args: { ...found.args, sent: 'no' } } as Problem) : found
}

/** Whether an answer says that the session is gone: by its status alone, or in words too. */
export function lossOf({ status, body }: UpstreamResponse): 'likely' | 'said' | undefined {
  if (status !== 404 && status !== 400) return undefined
  const said = LOST.test(decodeUtf8(body.subarray(0, 4096)))
  if (said) return 'said'
  return status === 404 ? 'likely' : undefined
}

/** A 400 is about arguments as a rule: only plain words count. */
const LOST =
  /\bsession\b.{0,60}\b(?:not found|unknown|expired|invalid|does not exist|terminated)\b|\b(?:unknown|invalid|expired|no valid|no such)\b.{0,30}\bsession\b/i

export function succeeded({ answer }: Posted): boolean {
  const result = answer === undefined ? undefined : resultOf(answer)
  return result !== undefined && member(result, 'isError') !== true
}
