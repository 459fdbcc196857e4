/** `bridge complete`: what a shell shows for the word at the cursor. No network is used, and nothing is ever wrong. */
import type { Command } from 'commander'
import { printableLine } from '../../lib/printable.ts'
import { findProfiles } from '../../node/files.ts'
import { expectedToolName } from '../../plan/name.ts'
import { catalogue } from '../../problem/catalogue.ts'
import type { ExitCode } from '../../problem/exit.ts'
import type { Profile, ProfilesFile } from '../../profile/model.ts'
import { type Candidate, candidatesAt, type Given, type Names } from '../completion/candidates.ts'
import { joinBroken } from '../completion/join-broken.ts'
import { type Context, openProfiles } from '../context.ts'

export interface CompleteOptions {
  readonly current: string
  /** Whether the shell breaks words at `=` and `:`. */
  readonly broken?: boolean
}

export async function complete(
  context: Context,
  program: Command,
  written: readonly string[],
  { current, broken }: CompleteOptions,
): Promise<ExitCode> {
  const words = broken === true ? joinBroken(written) : written
  const found = await candidatesAt(program, { words, current }, (given) => namesIn(context, given))
  const { out } = context.terminal
  out.write(found === 'files' ? 'files\n' : 'words\n')
  for (const { value, says } of found === 'files' ? [] : found) {
    // a value that would act on the terminal can't be typed either
    if (printableLine(value) === value) out.write(`${value}\t${printableLine(says)}\n`)
  }
  return 0
}

function namesIn(context: Context, given: Given): Names {
  const file = () => fileOf(context, given)
  const profile = async () => chosenIn(await file(), given.get('--profile') ?? context.environment.get('MCP_PROFILE'))
  return {
    profiles: async () => [...((await file())?.profiles.values() ?? [])].map(profileCandidate),
    upstreams: async () => upstreamsOf(await profile()),
    tools: async () => toolsOf(await profile()),
    codes: async () => Object.entries(catalogue).map(([value, { exit }]) => ({ value, says: `exit ${exit}` })),
  }
}

/** Undefined where there is none that can be read from this machine. */
async function fileOf(context: Context, given: Given): Promise<ProfilesFile | undefined> {
  const { cwd, environment } = context
  const named = given.get('--profiles') ?? context.options.profiles
  const uri = findProfiles({ named, fromEnvironment: environment.get('MCP_PROFILES'), cwd })
  if (!uri.ok || !uri.value.startsWith('file:')) return undefined
  const opened = await openProfiles({ ...context, options: { profiles: uri.value } })
  return opened.ok ? opened.value.file : undefined
}

function chosenIn(file: ProfilesFile | undefined, named: string | undefined): Profile | undefined {
  const only = file?.profiles.size === 1 ? [...file.profiles.keys()][0] : undefined
  return file?.profiles.get(named ?? file.defaultProfile ?? only ?? '')
}

function profileCandidate({ id, title = '' }: Profile): Candidate {
  return { value: id, says: title }
}

/** One that stands alone has no name to be typed. */
function upstreamsOf(profile: Profile | undefined): readonly Candidate[] {
  const all = [...(profile?.upstreams.values() ?? [])]
  return all.filter(({ name }) => name !== '').map(({ name, contract }) => ({ value: name, says: contract }))
}

function toolsOf(profile: Profile | undefined): readonly Candidate[] {
  if (profile === undefined) return []
  return profile.tools.map((entry) => ({
    value: expectedToolName(entry, profile.toolNames),
    says: [entry.access ?? 'read', entry.title ?? ''].filter((part) => part !== '').join(': '),
  }))
}
