/** `bridge call TOOL`: one call from the terminal, or the request that it would send. */

import type { AuditTrail } from '../../bridge/audit.ts'
import type { CallOutcome } from '../../bridge/bridge.ts'
import { createBridge } from '../../bridge/call.ts'
import { type LoadedProfiles, loadProfile } from '../../bridge/load.ts'
import type { Confirm, LocalFiles } from '../../bridge/ports.ts'
import { prepareRequest } from '../../bridge/prepare-request.ts'
import type { JsonObject } from '../../lib/json.ts'
import { nearest } from '../../lib/nearest.ts'
import { Stop } from '../../lib/stop.ts'
import { confirm } from '../../node/confirm.ts'
import { createLocalFiles } from '../../node/local-files.ts'
import { type Checked, pass, refuse } from '../../problem/checked.ts'
import { type ExitCode, exitCodeOf } from '../../problem/exit.ts'
import { problem } from '../../problem/problem.ts'
import type { Auth, Profile } from '../../profile/model.ts'
import type { Tool, ToolSet } from '../../tool/model.ts'
import { closeTrail, openTrail } from '../audit-trail.ts'
import { readArguments } from '../call-arguments.ts'
import { type Context, loadOptions, openProfile } from '../context.ts'
import { type HeldCredentials, holdCredentials } from '../credentials.ts'
import { fail } from '../failure.ts'
import { type AnswerFormat, answerText } from '../report/answer.ts'
import { curlText, placeholdersOf } from '../report/curl.ts'
import { requestText } from '../report/request.ts'
import { connect } from '../upstream.ts'

export interface CallOptions {
  readonly profile?: string
  readonly args?: string
  readonly arg?: readonly string[]
  /** Of what is answered; an error is text always. */
  readonly format: AnswerFormat
  readonly dryRun?: boolean
  /** The same as a command. */
  readonly curl?: boolean
  readonly audit?: string
}

/** `pairs` are arguments that stand behind the tool, like those of `--arg`. */
export async function call(
  context: Context,
  name: string,
  pairs: readonly string[],
  options: CallOptions,
): Promise<number> {
  const { terminal } = context
  const chosen = await openProfile(context, options.profile)
  if (!chosen.ok) return fail(terminal, chosen.problems)
  const args = readArguments({ ...options, pairs: [...pairs, ...(options.arg ?? [])] })
  if (!args.ok) return fail(terminal, args.problems)
  const asked = { ...chosen.value, name, args: args.value, format: options.format }
  if (options.dryRun === true || options.curl === true) return dryRun(context, asked, options.curl === true)
  const held = await holdCredentials(
    [...asked.profile.upstreams.values()],
    { get: context.environment.take },
    context.environment,
  )
  if (!held.ok) return fail(terminal, held.problems)
  const audit = await openTrail(context, asked.profile, held.value.credentials, options.audit)
  if (!audit.ok) return fail(terminal, audit.problems)
  return closeTrail(context, audit.value, await send(context, asked, held.value, audit.value))
}

interface Asked {
  readonly profiles: LoadedProfiles
  readonly profile: Profile
  readonly name: string
  readonly args: JsonObject
  readonly format: AnswerFormat
}

async function send(
  context: Context,
  { profiles, profile, name, args, format }: Asked,
  held: HeldCredentials,
  audit: AuditTrail,
): Promise<ExitCode> {
  const { terminal } = context
  const { credentials } = held
  const { upstreams, hosted, close } = connect(profile, held)
  try {
    const loaded = await loadProfile(profile, profiles, loadOptions(context, hosted))
    if (!loaded.ok) return fail(terminal, loaded.problems)
    const { tools } = loaded.value
    const tool = findTool(tools, name)
    if (!tool.ok) {
      await audit.denied(name, args)
      return fail(terminal, tool.problems)
    }
    const bridge = createBridge({ ...{ profile, tools, credentials, upstreams, audit }, ...filesOf(profile) })
    const outcome = await bridge.call(tool.value, args, new Stop(), askOn(context))
    return print(context, outcome, profile.upstreams.get(tool.value.planned.entry.upstream)?.auth, format)
  } finally {
    await close()
    await held.close()
  }
}

/** Asks whoever sits at the terminal; where there is none, nobody. */
function askOn({ terminal }: Context): Confirm {
  return async (question) => {
    if (!process.stdin.isTTY || !terminal.err.interactive) return 'unavailable'
    await terminal.out.flush()
    return (await confirm(`${question}\nMake this call?`)) ? 'given' : 'declined'
  }
}

function filesOf({ files }: Profile): { readonly files?: LocalFiles } {
  return files === undefined ? {} : { files: createLocalFiles(files) }
}

function findTool(tools: ToolSet, name: string): Checked<Tool> {
  const tool = tools.get(name)
  if (tool !== undefined) return pass(tool)
  return refuse(problem('TOOL_UNKNOWN', { source: 'usage' }, { tool: name, nearest: nearest(name, [...tools.keys()]) }))
}

async function dryRun(context: Context, { profiles, profile, name, args }: Asked, asCurl: boolean): Promise<ExitCode> {
  const { terminal } = context
  const loaded = await loadProfile(profile, profiles, loadOptions(context))
  if (!loaded.ok) return fail(terminal, loaded.problems)
  const tool = findTool(loaded.value.tools, name)
  if (!tool.ok) return fail(terminal, tool.problems)
  const request = await prepareRequest(tool.value, args, filesOf(profile).files)
  if (!request.ok) return fail(terminal, request.problems)
  const { credentials } = tool.value.planned
  terminal.out.write(asCurl ? curlText(request.value, credentials) : requestText(request.value, credentials))
  for (const name of asCurl ? placeholdersOf(credentials) : []) {
    terminal.err.write(`${name} stands for the access token, which the bridge gets by itself and shows nowhere.\n`)
  }
  return 0
}

function print({ terminal }: Context, outcome: CallOutcome, auth: Auth | undefined, format: AnswerFormat): ExitCode {
  const { out, err } = terminal
  if (outcome.isError) err.write(answerText(outcome.content, 'text', undefined))
  else out.write(answerText(outcome.content, format, out.interactive ? out.columns : undefined))
  if (!outcome.isError) return 0
  if (outcome.problem !== undefined) return exitCodeOf(outcome.problem)
  const refused = outcome.denied === true || outcome.status === 401 || outcome.status === 403
  return refused && hasCredential(auth) ? 6 : 8
}

/** Without a credential there is none to be refused. */
function hasCredential(auth: Auth | undefined): boolean {
  return auth?.kind === 'schemes' || (auth !== undefined && auth.credential.type !== 'none')
}
