/** `bridge call TOOL`: one call from the terminal, or the request that it would send. */

import type { AuditTrail } from '../../bridge/audit.ts'
import type { CallOutcome } from '../../bridge/bridge.ts'
import { createBridge } from '../../bridge/call.ts'
import { type LoadedProfiles, loadProfile } from '../../bridge/load.ts'
import type { Confirm, LocalFiles } from '../../bridge/ports.ts'
import { prepareRequest } from '../../bridge/prepare-request.ts'
import { isObject, type JsonObject, type JsonValue } from '../../lib/json.ts'
import { nearest } from '../../lib/nearest.ts'
import { parseExactJson } from '../../lib/parse-exact-json.ts'
import { printable } from '../../lib/printable.ts'
import { Stop } from '../../lib/stop.ts'
import { confirm } from '../../node/confirm.ts'
import { createLocalFiles } from '../../node/local-files.ts'
import { type Checked, pass, refuse } from '../../problem/checked.ts'
import { type ExitCode, exitCodeOf } from '../../problem/exit.ts'
import { problem } from '../../problem/problem.ts'
import type { Auth, Profile } from '../../profile/model.ts'
import type { ContentBlock } from '../../response/model.ts'
import type { Tool, ToolSet } from '../../tool/model.ts'
import { closeTrail, openTrail } from '../audit-trail.ts'
import { type Context, loadOptions, openProfile } from '../context.ts'
import { type HeldCredentials, holdCredentials } from '../credentials.ts'
import { fail } from '../failure.ts'
import { requestText } from '../report/request.ts'
import { connect } from '../upstream.ts'

export interface CallOptions {
  readonly profile?: string
  readonly args?: string
  readonly arg?: readonly string[]
  readonly dryRun?: boolean
  readonly audit?: string
}

export async function call(context: Context, name: string, options: CallOptions): Promise<number> {
  const { terminal } = context
  const chosen = await openProfile(context, options.profile)
  if (!chosen.ok) return fail(terminal, chosen.problems)
  const args = readArguments(options)
  if (!args.ok) return fail(terminal, args.problems)
  const asked = { ...chosen.value, name, args: args.value }
  if (options.dryRun === true) return dryRun(context, asked)
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
}

async function send(
  context: Context,
  { profiles, profile, name, args }: Asked,
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
    return print(context, outcome, profile.upstreams.get(tool.value.planned.entry.upstream)?.auth)
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

async function dryRun(context: Context, { profiles, profile, name, args }: Asked): Promise<ExitCode> {
  const { terminal } = context
  const loaded = await loadProfile(profile, profiles, loadOptions(context))
  if (!loaded.ok) return fail(terminal, loaded.problems)
  const tool = findTool(loaded.value.tools, name)
  if (!tool.ok) return fail(terminal, tool.problems)
  const request = await prepareRequest(tool.value, args, filesOf(profile).files)
  if (!request.ok) return fail(terminal, request.problems)
  terminal.out.write(requestText(request.value, tool.value.planned.credentials))
  return 0
}

/** `--args` holds one JSON object; each `--arg name=value` adds one, its text read by the argument's schema. */
function readArguments({ args, arg = [] }: CallOptions): Checked<JsonObject> {
  const refused = (detail: string) => refuse(problem('ARGS_UNPARSABLE', { source: 'usage' }, { detail }))
  let whole: JsonValue = {}
  if (args !== undefined) {
    const parsed = parseExactJson(args)
    if (!parsed.ok)
      return refused(
        parsed.error.kind === 'duplicate-key' ? `the key "${parsed.error.key}" occurs twice` : 'it is not valid JSON',
      )
    whole = parsed.value
  }
  if (!isObject(whole)) return refused('it is not a JSON object')
  const pairs = arg.map((text): [string, string] | undefined => {
    const equals = text.indexOf('=')
    return equals <= 0 ? undefined : [text.slice(0, equals), text.slice(equals + 1)]
  })
  const named = pairs.filter((pair) => pair !== undefined)
  if (named.length < pairs.length) return refused('--arg takes name=value')
  return pass({ ...whole, ...Object.fromEntries(named) })
}

function print({ terminal }: Context, outcome: CallOutcome, auth: Auth | undefined): ExitCode {
  const stream = outcome.isError ? terminal.err : terminal.out
  for (const block of outcome.content) stream.write(`${blockText(block)}\n`)
  if (!outcome.isError) return 0
  if (outcome.problem !== undefined) return exitCodeOf(outcome.problem)
  const refused = outcome.denied === true || outcome.status === 401 || outcome.status === 403
  return refused && hasCredential(auth) ? 6 : 8
}

/** Without a credential there is none to be refused. */
function hasCredential(auth: Auth | undefined): boolean {
  return auth?.kind === 'schemes' || (auth !== undefined && auth.credential.type !== 'none')
}

type Media = Extract<ContentBlock, { data: string }>

function mediaText({ mimeType, data }: Media): string {
  return `[${printable(mimeType)}, ${data.length} characters of base64]`
}

const BLOCK_TEXT: {
  readonly text: (block: Extract<ContentBlock, { type: 'text' }>) => string
  readonly image: (block: Media) => string
  readonly audio: (block: Media) => string
  readonly resource: (block: Extract<ContentBlock, { type: 'resource' }>) => string
  readonly resource_link: (block: Extract<ContentBlock, { type: 'resource_link' }>) => string
} = {
  text: ({ text }) => printable(text),
  image: mediaText,
  audio: mediaText,
  resource: ({ resource }) =>
    'text' in resource
      ? printable(resource.text)
      : `[${printable(resource.mimeType ?? resource.uri)}, ${resource.blob.length} characters of base64]`,
  resource_link: ({ uri, name }) => printable(`${name}: ${uri}`),
}

function blockText(block: ContentBlock): string {
  // the table has the function of exactly this type, which indexing by a union can't show
  return (BLOCK_TEXT[block.type] as (one: ContentBlock) => string)(block)
}
