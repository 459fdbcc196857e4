/** A loaded profile and its credentials → the bridge that makes its calls. */
import { authorise } from '../auth/apply.ts'
import type { CredentialSet } from '../auth/credentials.ts'
import type { JsonObject } from '../lib/json.ts'
import { type Problem, problem, sentOf } from '../problem/problem.ts'
import type { Profile } from '../profile/model.ts'
import { checkArguments } from '../request/arguments.ts'
import { buildRequest } from '../request/build.ts'
import { pathMatcher } from '../request/url.ts'
import { renderFailure } from '../response/failure.ts'
import { requestIdOf } from '../response/header.ts'
import { createRedactor } from '../response/redact.ts'
import { render } from '../response/render.ts'
import { structured } from '../response/structured.ts'
import { createTextStore } from '../response/text-store.ts'
import type { Tool, ToolSet } from '../tool/model.ts'
import { offersReadMore } from '../tool/read-more.ts'
import type { Upstream } from '../upstream/model.ts'
import { attachFiles } from './attach-files.ts'
import { type AuditTrail, type CallRecord, NO_AUDIT } from './audit.ts'
import type { Bridge, CallOutcome } from './bridge.ts'
import type { LocalFiles } from './ports.ts'
import { createReadMore } from './read-more.ts'
import { saveFile } from './save-file.ts'

export interface BridgeParts {
  readonly profile: Profile
  readonly tools: ToolSet
  readonly credentials: CredentialSet
  readonly upstream: Upstream
  readonly audit?: AuditTrail
  /** Where the profile names folders; without it, no file is opened. */
  readonly files?: LocalFiles
  /** Whether more calls may come, so that the rest of a long answer is worth keeping. */
  readonly isSession?: boolean
}

export function createBridge(parts: BridgeParts): Bridge {
  const { profile, tools, credentials, upstream, audit = NO_AUDIT, files } = parts
  const { resultCharacters } = profile.limits
  const redact = createRedactor(credentials.secrets)
  const mayFollow = redirectTargets(tools)
  const store = parts.isSession === true && offersReadMore(profile, tools) ? createTextStore() : undefined
  return {
    tools,
    ...(store === undefined ? {} : { own: [createReadMore(store, resultCharacters, redact)] }),
    call,
    denied: audit.denied,
  }

  function refused(found: Problem): CallOutcome {
    return { ...renderFailure(found, sentOf(found), redact), problem: found }
  }

  async function call(tool: Tool, args: JsonObject, signal: AbortSignal): Promise<CallOutcome> {
    const record = audit.call(tool, args)
    let outcome: CallOutcome | undefined
    try {
      outcome = await attempt(tool, args, signal, record)
      return outcome
    } finally {
      await record.ended(outcome)
    }
  }

  async function attempt(tool: Tool, args: JsonObject, signal: AbortSignal, record: CallRecord): Promise<CallOutcome> {
    const attached = await attachFiles(tool, args, files)
    const accepted = attached.ok ? await checkArguments(tool, attached.value) : attached
    if (!accepted.ok) return refused(problem('ARGUMENTS_INVALID', { source: 'call' }, { faults: accepted.error }))
    const built = buildRequest(tool, accepted.value)
    if (!built.ok) return refused(built.problems[0])
    const request = authorise(built.value, tool.planned.credentials, credentials)
    const recorded = await record.started(request)
    if (!recorded.ok) return refused(recorded.problems[0])
    const answer = await upstream.send(request, {
      signal,
      maxBytes: profile.limits.responseBytes,
      timeoutSeconds: tool.planned.entry.timeoutSeconds ?? profile.limits.timeoutSeconds,
      mayFollow: (path) => mayFollow(request.method, path),
    })
    if (!answer.ok) return refused(answer.problems[0])
    const context = { tool, resultCharacters, request: built.value, redact, ...(store && { keep: store.keep }) }
    const rendered = render({ ...context, savesFiles: profile.files?.save !== undefined }, answer.value)
    const requestId = requestIdOf(answer.value.headers)
    return {
      ...(await structured(tool, await saveFile(rendered, files))),
      status: answer.value.status,
      ...(requestId === undefined ? {} : { requestId }),
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
