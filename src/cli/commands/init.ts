/** `bridge init CONTRACT`: a first profiles file, with reads only unless more is named, proven before it is written. */
import { fileURLToPath } from 'node:url'
import { loadContract } from '../../bridge/load.ts'
import { type ProvenDraft, proveDraft } from '../../bridge/prove-draft.ts'
import type { Contract } from '../../contract/model.ts'
import type { JsonObject } from '../../lib/json.ts'
import { replaceWithBackup } from '../../node/backed-up-file.ts'
import { showProgress } from '../../node/choose.ts'
import { confirm } from '../../node/confirm.ts'
import { toUrl } from '../../node/files.ts'
import { replaceFile } from '../../node/replace-file.ts'
import { tlsProblem } from '../../node/tls-problem.ts'
import { profileIdOf } from '../../plan/draft/names.ts'
import { draftProfile, hostedAuth, inferBaseUrl } from '../../plan/draft/profile.ts'
import { type Selected, select, type Wanted } from '../../plan/draft/selection.ts'
import { type Checked, pass, refuse } from '../../problem/checked.ts'
import type { ExitCode } from '../../problem/exit.ts'
import { problem } from '../../problem/problem.ts'
import type { Profile } from '../../profile/model.ts'
import { parseProfiles } from '../../profile/parse.ts'
import { profilesSchema } from '../../profile/profile-schema.ts'
import type { ProfileUpstream } from '../../profile/upstream-model.ts'
import { chooseOperations } from '../choose-operations.ts'
import { type Context, loadOptions } from '../context.ts'
import { fail } from '../failure.ts'
import { remembering } from '../remembering.ts'
import { starterReport } from '../report/starter.ts'
import { contractName, openStarterFile, SCHEMA_FILE, type StarterFile, starterText } from '../starter-file.ts'
import { hostedServers } from '../upstream.ts'

export interface InitOptions {
  /** Whether the contract is what a hosted MCP server lists. */
  readonly mcp?: boolean
  readonly profile?: string
  readonly out?: string
  readonly tag?: readonly string[]
  readonly search?: readonly string[]
  readonly pick?: readonly string[]
  readonly yes?: boolean
}

export async function init(context: Context, source: string, options: InitOptions): Promise<ExitCode> {
  const { terminal } = context
  const file = await openStarterFile(context, options.out)
  if (!file.ok) return fail(terminal, file.problems)
  const done = await draftInto(file.value, context, source, options)
  if (!done.ok) return fail(terminal, done.problems)
  const { contract, proven, id } = done.value
  const written = await write(file.value, proven.text)
  if (!written.ok) return fail(terminal, written.problems)
  terminal.out.write(starterReport({ context, file: file.value, id, contract, proven, warnings: done.problems }))
  return 0
}

interface Done {
  readonly id: string
  readonly contract: Contract
  readonly proven: ProvenDraft
}

async function draftInto(
  file: StarterFile,
  context: Context,
  source: string,
  options: InitOptions,
): Promise<Checked<Done>> {
  if (process.platform !== 'win32' && WINDOWS_PATH.test(source)) {
    const detail = `it is a path of Windows; from here, the file may be at /mnt/${source.charAt(0).toLowerCase()}${source.slice(2).replaceAll('\\', '/')}`
    return refuse(problem('CONTRACT_FILE_UNREADABLE', { source: 'usage' }, { detail }))
  }
  const url = toUrl(source, context.cwd)
  const seed = seedProfile(file, url, options)
  if (!seed.ok) return seed
  const load = remembering(loadOptions(context, hostedServers(context.environment)))
  const loaded = await whileShown(context, 'Reading the contract', () =>
    loadContract(seed.value.profile, seed.value.upstream, load),
  )
  if (!loaded.ok) return loaded
  const { contract } = loaded.value
  const id =
    options.profile ??
    (options.mcp === true ? seed.value.profile.id : profileIdOf(contract.title, hostOf(contract.uri)))
  const free = await isFree(file, id, context, options)
  if (!free.ok) return free
  const upstream =
    options.mcp === true ? pass(hostedUpstream(url)) : openApiUpstream(contract, contractName(url, file), context)
  if (!upstream.ok) return upstream
  const selected = await selectOperations(contract, context, options)
  // paths that could not be read may be the ones that are missed
  if (!selected.ok) return { ok: false, problems: [...selected.problems, ...contract.unreadable] }
  const authorised = contract.hosted?.credentialled === true
  const draft = draftProfile(contract, selected.value, { id, upstream: upstream.value, authorised })
  const proven = await whileShown(context, 'Proving every operation', () =>
    proveDraft(draft, (tools) => starterText(file, draft, tools), file.uri, load),
  )
  return proven.ok ? pass({ id, contract, proven: proven.value }, proven.problems) : proven
}

interface Seed {
  readonly profile: Profile
  readonly upstream: ProfileUpstream
}

const WINDOWS_PATH = /^[A-Za-z]:[\\/]/

/** A profile with nothing in it but where the contract is, to read that by. */
function seedProfile(file: StarterFile, url: string, options: InitOptions): Checked<Seed> {
  const tls = tlsProblem()
  if (tls !== undefined) return refuse(tls)
  const id = options.profile ?? profileIdOf('', hostOf(url))
  const profile =
    options.mcp === true
      ? { upstream: hostedUpstream(url), auth: hostedAuth(id), tools: ['seed'] }
      : { upstream: { kind: 'openapi', contract: contractName(url, file) }, tools: ['seed'] }
  const parsed = parseProfiles(JSON.stringify({ version: 1, profiles: { [id]: profile } }), file.uri)
  if (!parsed.ok) {
    const [first, ...rest] = parsed.problems.map((one) => ({ ...one, at: { source: 'usage' } as const }))
    return first === undefined ? parsed : refuse(first, ...rest)
  }
  const seed = parsed.value.profiles.get(id)
  const upstream = seed?.upstreams.get('')
  if (seed === undefined || upstream === undefined) throw new Error('the seed has no profile')
  return pass({ profile: seed, upstream })
}

function hostedUpstream(url: string): JsonObject {
  return { kind: 'mcp', url }
}

function openApiUpstream(contract: Contract, name: string, { options }: Context): Checked<JsonObject> {
  const written = options.baseUrl?.at(-1)
  const base = written === undefined ? inferBaseUrl(contract) : pass(written)
  return base.ok ? pass({ kind: 'openapi', contract: name, baseUrl: base.value }) : base
}

function hostOf(url: string): string {
  const { protocol, hostname, pathname } = new URL(url)
  return protocol === 'file:' ? (/([^/]+?)(?:\.\w+)?$/.exec(pathname)?.[1] ?? '') : hostname
}

/** A profile that is there is replaced by nobody's mistake. */
async function isFree(
  { profiles, uri }: StarterFile,
  id: string,
  context: Context,
  { yes }: InitOptions,
): Promise<Checked<undefined>> {
  if (!profiles.includes(id) || yes === true) return pass(undefined)
  if (isAttended(context) && (await confirm(`Replace the profile "${id}" in the file?`))) return pass(undefined)
  return refuse(problem('PROFILE_EXISTS', { source: 'usage', uri }, { profile: id }))
}

function isAttended({ terminal }: Context): boolean {
  return process.stdin.isTTY && terminal.err.interactive
}

async function selectOperations(
  contract: Contract,
  context: Context,
  options: InitOptions,
): Promise<Checked<readonly Selected[]>> {
  const wanted: Wanted = { tags: options.tag ?? [], searches: options.search ?? [], picks: options.pick ?? [] }
  const selected = select(contract, wanted)
  const isAsking = options.yes !== true && isAttended(context)
  return isAsking ? chooseOperations(contract, selected) : selected
}

async function whileShown<V>(context: Context, message: string, work: () => Promise<V>): Promise<V> {
  if (!context.terminal.err.interactive) return work()
  const stop = await showProgress(message)
  try {
    return await work()
  } finally {
    stop()
  }
}

/** The file, and for a new one the schema that editors complete by. */
async function write(file: StarterFile, text: string): Promise<Checked<undefined>> {
  const written = await replaceWithBackup(file.path, text, 0o644)
  if (!written.ok) return unwritable(file.uri, written.error)
  if (file.before !== undefined) return pass(undefined)
  const schema = new URL(SCHEMA_FILE, file.uri)
  const schemaWritten = await replaceFile(fileURLToPath(schema), `${JSON.stringify(profilesSchema, undefined, 2)}\n`)
  return schemaWritten.ok ? pass(undefined) : unwritable(schema.href, schemaWritten.error)
}

function unwritable(uri: string, detail: string): Checked<undefined> {
  return refuse(problem('FILE_UNWRITABLE', { source: 'usage', uri }, { detail }))
}
