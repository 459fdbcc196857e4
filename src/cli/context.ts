/** What every command works with: options, effects, and the profile that they mean. */
import { type LoadedProfiles, type LoadOptions, loadProfiles } from '../bridge/load.ts'
import type { Documents, HostedServers } from '../bridge/ports.ts'
import type { AllowedReferences } from '../bridge/references.ts'
import { isSecure } from '../lib/loopback.ts'
import { nearest } from '../lib/nearest.ts'
import type { ProcessEnvironment } from '../node/environment.ts'
import { findProfiles, toUrl } from '../node/files.ts'
import type { Terminal } from '../node/terminal.ts'
import { tlsProblem } from '../node/tls-problem.ts'
import { andThen, type Checked, pass, refuse } from '../problem/checked.ts'
import { problem } from '../problem/problem.ts'
import type { Profile } from '../profile/model.ts'
import { mcpUpstream } from '../profile/upstream.ts'
import { hostedServers } from './upstream.ts'

/** Options that every command takes. */
export interface GlobalOptions {
  readonly profiles?: string
  readonly contract?: string
  readonly baseUrl?: string
  readonly allowRefs?: AllowedReferences
}

export interface Context {
  readonly terminal: Terminal
  readonly environment: ProcessEnvironment
  readonly documents: Documents
  readonly cwd: string
  readonly options: GlobalOptions
}

/** `hosted` is whoever has a session with the hosted MCP server already. */
export function loadOptions({ documents, options, environment }: Context, hosted?: HostedServers): LoadOptions {
  return {
    documents,
    hosted: hosted ?? hostedServers(environment),
    ...(options.allowRefs === undefined ? {} : { allowedReferences: options.allowRefs }),
  }
}

/** Reads the profiles file that the options, the environment or the folder give, with `--contract` and `--base-url` in force. */
export async function openProfiles(context: Context): Promise<Checked<LoadedProfiles>> {
  const { options, environment, cwd, documents } = context
  const tls = tlsProblem()
  if (tls !== undefined) return refuse(tls)
  const overrides = readOverrides(options, cwd)
  if (!overrides.ok) return overrides
  const uri = findProfiles({ named: options.profiles, fromEnvironment: environment.get('MCP_PROFILES'), cwd })
  if (!uri.ok) return uri
  return andThen(await loadProfiles(uri.value, documents), (loaded) => {
    const profiles = [...loaded.file.profiles].map(([id, profile]): [string, Profile] => [
      id,
      overridden(profile, overrides.value),
    ])
    return pass({ ...loaded, file: { ...loaded.file, profiles: new Map(profiles) } })
  })
}

/** The profile that is meant: the named one, else `MCP_PROFILE`, else the file's default, else the only one. */
function chooseProfile(
  { file }: LoadedProfiles,
  named: string | undefined,
  environment: Context['environment'],
): Checked<Profile> {
  const choices = [...file.profiles.keys()]
  const id =
    named ?? environment.get('MCP_PROFILE') ?? file.defaultProfile ?? (choices.length === 1 ? choices[0] : undefined)
  if (id === undefined) return refuse(problem('PROFILE_AMBIGUOUS', { source: 'usage', uri: file.uri }, { choices }))
  return findProfile({ file }, id)
}

export function findProfile({ file }: Pick<LoadedProfiles, 'file'>, id: string): Checked<Profile> {
  const profile = file.profiles.get(id)
  if (profile !== undefined) return pass(profile)
  const choices = [...file.profiles.keys()]
  return refuse(
    problem(
      'PROFILE_UNKNOWN',
      { source: 'usage', uri: file.uri },
      { profile: id, choices, nearest: nearest(id, choices) },
    ),
  )
}

/** The profiles file and the profile that is meant. */
export async function openProfile(
  context: Context,
  named: string | undefined,
): Promise<Checked<{ readonly profiles: LoadedProfiles; readonly profile: Profile }>> {
  return andThen(await openProfiles(context), (profiles) =>
    andThen(chooseProfile(profiles, named, context.environment), (profile) => pass({ profiles, profile })),
  )
}

interface Overrides {
  readonly contract?: string
  readonly baseUrl?: string
}

function readOverrides({ contract, baseUrl }: GlobalOptions, cwd: string): Checked<Overrides> {
  const contractUrl = contract === undefined ? undefined : toUrl(contract, cwd)
  const refused = (detail: string) => refuse(problem('USAGE', { source: 'usage' }, { detail }))
  if (contractUrl !== undefined && !isFileOrSecure(contractUrl)) {
    return refused(
      '--contract takes a file, an https URL or an http URL of this machine, without user name and password',
    )
  }
  if (baseUrl !== undefined && !(URL.canParse(baseUrl) && isFileOrSecure(baseUrl) && !baseUrl.startsWith('file:'))) {
    return refused('--base-url takes an https URL or an http URL of this machine, without user name and password')
  }
  return pass({
    ...(contractUrl === undefined ? {} : { contract: contractUrl }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
  })
}

function isFileOrSecure(text: string): boolean {
  const url = new URL(text)
  return url.username === '' && url.password === '' && (url.protocol === 'file:' || isSecure(url))
}

function overridden(profile: Profile, overrides: Overrides): Profile {
  const { upstream } = profile
  if (upstream.kind === 'openapi') return { ...profile, upstream: { ...upstream, ...overrides } }
  // the server is its own contract
  const url = overrides.baseUrl ?? overrides.contract
  return url === undefined || url.startsWith('file:') ? profile : { ...profile, upstream: mcpUpstream(url) }
}
