/** A loaded profile and its credentials → the bridge that makes its calls. */

import { authorise } from '../auth/apply.ts'
import type { CredentialSet } from '../auth/credentials.ts'
import type { JsonObject } from '../lib/json.ts'
import type { StopSignal } from '../lib/stop.ts'
import type { PlannedTool } from '../plan/model.ts'
import { type Problem, sentOf } from '../problem/problem.ts'
import type { Profile } from '../profile/model.ts'
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
import { askFirst } from './ask-first.ts'
import { type AuditTrail, type CallRecord, NO_AUDIT } from './audit.ts'
import type { Bridge, CallOutcome, OwnTool } from './bridge.ts'
import { presetSessions, remoteSending, resourceTools } from './hosted.ts'
import type { Confirm, LocalFiles } from './ports.ts'
import { prepareRequest } from './prepare-request.ts'
import { createReadMore } from './read-more.ts'
import { saveFile } from './save-file.ts'
import { createSessionState } from './session-state.ts'

export interface BridgeParts {
  readonly profile: Profile
  readonly tools: ToolSet
  readonly credentials: CredentialSet
  /** What carries the calls of each upstream of the profile, by its name. */
  readonly upstreams: ReadonlyMap<string, Upstream>
  /** What of hosted MCP servers may be read. */
  readonly resources?: readonly PlannedTool[]
  readonly audit?: AuditTrail
  /** Where the profile names folders; without it, no file is opened. */
  readonly files?: LocalFiles
  /** Whether more calls may come, so that the rest of a long answer is worth keeping. */
  readonly isSession?: boolean
}

export function createBridge(parts: BridgeParts): Bridge {
  const { profile, tools, credentials, upstreams, audit = NO_AUDIT, files } = parts
  const { resultCharacters, responseBytes: maxBytes, timeoutSeconds } = profile.limits
  const redact = createRedactor(() => credentials.secrets)
  const mayFollow = redirectTargets(tools)
  const store = parts.isSession === true && offersReadMore(profile, tools) ? createTextStore() : undefined
  const savesFiles = profile.files?.save !== undefined
  const keep = store?.keep
  const sessions = createSessionState(tools)
  for (const [name, upstream] of upstreams) presetSessions(toolsOf(name, tools), upstream)
  return {
    tools,
    ...(parts.resources === undefined ? {} : { resources: resourceTools(parts.resources) }),
    redact,
    ...(store === undefined ? {} : { own: [recorded(createReadMore(store, resultCharacters, redact))] }),
    call,
    denied: audit.denied,
  }

  function refused(found: Problem): CallOutcome {
    return { ...renderFailure(found, sentOf(found), redact), problem: found }
  }

  function upstreamOf({ planned }: Tool): Upstream {
    const upstream = upstreams.get(planned.entry.upstream)
    if (upstream === undefined) throw new Error(`nothing carries calls to the upstream "${planned.entry.upstream}"`)
    return upstream
  }

  function call(tool: Tool, args: JsonObject, signal: StopSignal, confirm?: Confirm): Promise<CallOutcome> {
    const record = audit.call(tool, args)
    return ended(record, () => attempt(tool, args, signal, record, confirm))
  }

  function recorded(own: OwnTool): OwnTool {
    const read = async (args: JsonObject, record: CallRecord): Promise<CallOutcome> => {
      const started = await record.started()
      return started.ok ? own.call(args) : refused(started.problems[0])
    }
    return {
      ...own,
      call: (args) => {
        const record = audit.call(own, args)
        return ended(record, () => read(args, record))
      },
    }
  }

  async function attempt(
    tool: Tool,
    args: JsonObject,
    signal: StopSignal,
    record: CallRecord,
    confirm?: Confirm,
  ): Promise<CallOutcome> {
    const { entry } = tool.planned
    const prepared = await prepareRequest(tool, args, files)
    if (!prepared.ok) return refused(prepared.problems[0])
    const unconfirmed = entry.confirm === true ? await askFirst(tool, args, signal, redact, confirm) : undefined
    if (unconfirmed !== undefined) return refused(unconfirmed)
    const request = authorise(prepared.value, tool.planned.credentials, credentials)
    const started = await record.started(request)
    if (!started.ok) return refused(started.problems[0])
    const answer = await upstreamOf(tool).send(request, {
      signal,
      maxBytes,
      timeoutSeconds: entry.timeoutSeconds ?? timeoutSeconds,
      mayFollow: (path) => mayFollow(tool, path),
      keyed: entry.idempotencyKey,
      scopes: tool.planned.scopes,
      remote: remoteSending(tool),
    })
    if (!answer.ok) return { session: sessions.answered(tool, args, false), ...refused(answer.problems[0]) }
    const context = { tool, request: prepared.value, resultCharacters, redact, keep, savesFiles }
    const rendered = render(context, answer.value)
    const session = sessions.answered(tool, args, !rendered.isError)
    const result = await structured(tool, files === undefined ? rendered : await saveFile(rendered, files))
    return { status: answer.value.status, requestId: requestIdOf(answer.value.headers), session, ...result }
  }
}

async function ended(record: CallRecord, run: () => Promise<CallOutcome>): Promise<CallOutcome> {
  let outcome: CallOutcome | undefined
  try {
    outcome = await run()
    return outcome
  } finally {
    await record.ended(outcome)
  }
}

function toolsOf(upstream: string, tools: ToolSet): readonly Tool[] {
  return [...tools.values()].filter(({ planned }) => planned.entry.upstream === upstream)
}

/** Whether a read may be redirected to a path: only to what an allowlisted operation of its upstream and method matches. */
function redirectTargets(tools: ToolSet): (tool: Tool, path: string) => boolean {
  const targets = [...tools.values()].map(({ planned }) => ({ planned, matches: pathMatcher(planned) }))
  return ({ planned: { entry, operation } }, path) =>
    targets.some(
      ({ planned, matches }) =>
        planned.entry.upstream === entry.upstream && planned.operation.method === operation.method && matches(path),
    )
}
