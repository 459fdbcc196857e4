/** A loaded profile and its credentials → the bridge that makes its calls. */
import { authorise } from '../auth/apply.ts'
import type { CredentialSet } from '../auth/credentials.ts'
import type { JsonObject } from '../lib/json.ts'
import { type Problem, problem, type Sent } from '../problem/problem.ts'
import type { Profile } from '../profile/model.ts'
import { checkArguments } from '../request/arguments.ts'
import { buildRequest } from '../request/build.ts'
import { pathMatcher } from '../request/url.ts'
import { renderFailure } from '../response/failure.ts'
import { createRedactor } from '../response/redact.ts'
import { render } from '../response/render.ts'
import type { Tool, ToolSet } from '../tool/model.ts'
import type { Upstream } from '../upstream/model.ts'
import type { Bridge, CallOutcome } from './bridge.ts'

export interface BridgeParts {
  readonly profile: Profile
  readonly tools: ToolSet
  readonly credentials: CredentialSet
  readonly upstream: Upstream
}

export function createBridge({ profile, tools, credentials, upstream }: BridgeParts): Bridge {
  const redact = createRedactor(credentials.secrets)
  const mayFollow = redirectTargets(tools)
  return {
    tools,
    call,
  }

  function refused(found: Problem): CallOutcome {
    return { ...renderFailure(found, sentOf(found), redact), problem: found }
  }

  async function call(tool: Tool, args: JsonObject, signal: AbortSignal): Promise<CallOutcome> {
    const accepted = await checkArguments(tool, args)
    if (!accepted.ok) return refused(problem('ARGUMENTS_INVALID', { source: 'call' }, { faults: accepted.error }))
    const built = buildRequest(tool, accepted.value)
    if (!built.ok) return refused(built.problems[0])
    const request = authorise(built.value, tool.planned.credentials, credentials)
    const answer = await upstream.send(request, {
      signal,
      maxBytes: profile.limits.responseBytes,
      timeoutSeconds: tool.planned.entry.timeoutSeconds ?? profile.limits.timeoutSeconds,
      mayFollow: (path) => mayFollow(request.method, path),
    })
    if (!answer.ok) return refused(answer.problems[0])
    const { resultCharacters } = profile.limits
    return {
      ...render({ tool, resultCharacters, request: built.value, redact }, answer.value),
      status: answer.value.status,
    }
  }
}

/** Whether a read may be redirected to a path: only to what an allowlisted operation of the same method matches. */
function redirectTargets(tools: ToolSet): (method: string, path: string) => boolean {
  const targets = [...tools.values()].map(({ planned }) => ({
    method: planned.operation.method,
    matches: pathMatcher(planned),
  }))
  return (method, path) => targets.some((target) => target.method === method && target.matches(path))
}

/** Problems after the first byte carry the fact; everything else was stopped before. */
function sentOf({ args }: Problem): Sent {
  return 'sent' in args ? args.sent : 'no'
}
