/** What every command works with: options, effects, and the profile that they mean. */
import { type LoadedProfiles, type LoadOptions, loadProfiles } from '../bridge/load.ts'
import type { HostedServers, MarkedDocuments } from '../bridge/ports.ts'
import type { AllowedReferences } from '../bridge/references.ts'
import { nearest } from '../lib/nearest.ts'
import type { ProcessEnvironment } from '../node/environment.ts'
import { findProfiles } from '../node/files.ts'
import type { Terminal } from '../node/terminal.ts'
import { tlsProblem } from '../node/tls-problem.ts'
import { andThen, type Checked, pass, refuse } from '../problem/checked.ts'
import { problem } from '../problem/problem.ts'
import type { Profile } from '../profile/model.ts'
import { type Override, type OverrideOptions, overridden, overrideProblems, readOverrides } from './overrides.ts'
import { hostedServers } from './upstream.ts'

/** Options that every command takes. */
export interface GlobalOptions extends OverrideOptions {
  readonly profiles?: string
  readonly allowRefs?: AllowedReferences
}

export interface Context {
  readonly terminal: Terminal
  readonly environment: ProcessEnvironment
  readonly documents: MarkedDocuments
  readonly cwd: string
  readonly options: GlobalOptions
}

/** A profiles file, and what the command line puts in place of its upstreams. */
export interface OpenedProfiles extends LoadedProfiles {
  readonly overrides: readonly Override[]
}

/** `hosted` is whoever has a session with the hosted MCP server already. */
export function loadOptions({ documents, options, environment }: Context, hosted?: HostedServers): LoadOptions {
  return {
    documents,
    hosted: hosted ?? hostedServers(environment),
    ...(options.allowRefs === undefined ? {} : { allowedReferences: options.allowRefs }),
  }
}

/** Reads the profiles file that the options, the environment or the folder give. */
export async function openProfiles(context: Context): Promise<Checked<OpenedProfiles>> {
  const { options, environment, cwd, documents } = context
  const tls = tlsProblem()
  if (tls !== undefined) return refuse(tls)
  const [wrong] = overrideProblems(options, cwd)
  if (wrong !== undefined) return refuse(wrong)
  const uri = findProfiles({ named: options.profiles, fromEnvironment: environment.get('MCP_PROFILES'), cwd })
  if (!uri.ok) return uri
  return andThen(await loadProfiles(uri.value, documents), (loaded) =>
    andThen(readOverrides(options, loaded.file, cwd), (overrides) => pass({ ...loaded, overrides })),
  )
}

/** The profiles of these names, each once, or all; with `--contract` and `--base-url` in force. */
export function selectProfiles(
  opened: OpenedProfiles,
  named: readonly string[] | undefined,
): readonly Checked<Profile>[] {
  if (named !== undefined) return [...new Set(named)].map((id) => findProfile(opened, id))
  return [...opened.file.profiles.values()].map((profile) => overridden(profile, opened.overrides, false))
}

/** The profile that is meant: the named one, else `MCP_PROFILE`, else the file's default, else the only one. */
function chooseProfile(
  opened: OpenedProfiles,
  named: string | undefined,
  environment: Context['environment'],
): Checked<Profile> {
  const { file } = opened
  const choices = [...file.profiles.keys()]
  const id =
    named ?? environment.get('MCP_PROFILE') ?? file.defaultProfile ?? (choices.length === 1 ? choices[0] : undefined)
  if (id === undefined) return refuse(problem('PROFILE_AMBIGUOUS', { source: 'usage', uri: file.uri }, { choices }))
  return findProfile(opened, id)
}

function findProfile({ file, overrides }: OpenedProfiles, id: string): Checked<Profile> {
  const profile = file.profiles.get(id)
  if (profile !== undefined) return overridden(profile, overrides, true)
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
): Promise<Checked<{ readonly profiles: OpenedProfiles; readonly profile: Profile }>> {
  return andThen(await openProfiles(context), (profiles) =>
    andThen(chooseProfile(profiles, named, context.environment), (profile) => pass({ profiles, profile })),
  )
}
