/** A profiles file and its contracts → proven tools. Every command gets its plan here and nowhere else. */

import { readMcpContract } from '../contract/mcp-contract.ts'
import { lineFinder } from '../lib/pointer-lines.ts'
import { decodeUtf8 } from '../lib/utf8.ts'
import { plan as makePlan, profileProblems } from '../plan/plan.ts'
import { all, andThen, type Checked, pass, unlessErrors } from '../problem/checked.ts'
import { type Problem, problem } from '../problem/problem.ts'
import type { Profile, ProfilesFile } from '../profile/model.ts'
import { parseProfiles } from '../profile/parse.ts'
import type { ProfileUpstream } from '../profile/upstream-model.ts'
import { budgetProblems } from '../tool/budget.ts'
import { compileTools } from '../tool/compile.ts'
import { pinProblems } from '../tool/pins.ts'
import { checkedWithLines, type LineOf, withLines } from './lines.ts'
import { loadContractAt, type Make } from './load-contract.ts'
import { joinUpstreams, type LoadedContract, type LoadedProfile, type LoadedUpstream } from './loaded-profile.ts'
import { lockProblems } from './lock.ts'
import type { Documents, HostedServers } from './ports.ts'
import type { AllowedReferences } from './references.ts'
import type { ContractStore } from './stored-contract.ts'

/** Profiles files are written by hand: more than this is none. */
const PROFILES_BYTES = 4 * 1024 * 1024

export interface LoadedProfiles {
  readonly file: ProfilesFile
  readonly line: LineOf
}

/** Reads and parses the profiles file at an absolute URL. */
export async function loadProfiles(uri: string, documents: Documents): Promise<Checked<LoadedProfiles>> {
  const read = await documents.read(uri, { maxBytes: PROFILES_BYTES, source: 'profile' })
  if (!read.ok) return read
  const { bytes } = read.value
  const file = parseProfiles(decodeUtf8(bytes), uri)
  if (!file.ok) return file
  const find = lineFinder(bytes)
  const line: LineOf = (of, pointer) => (of === uri ? find(pointer) : undefined)
  return pass({ file: file.value, line }, [...read.problems, ...file.problems])
}

export interface LoadOptions {
  readonly documents: Documents
  /** Who asks hosted MCP servers, where a profile may have one. */
  readonly hosted?: HostedServers
  /** Which references out of a contract are followed; none unless told. */
  readonly allowedReferences?: AllowedReferences
  /** What is kept of contracts between runs: for those who serve, not for those who look at a contract as a whole. */
  readonly stored?: ContractStore
  /** Whether the contract's lines are left out of the warnings of what passes: `contractLines` adds them. */
  readonly linesLater?: boolean
  /** Whether only a matching lock can say that a contract is what was approved. */
  readonly offline?: boolean
}

/** Reads the contract of one upstream of a profile and makes its index. */
export async function loadContract(
  profile: Profile,
  upstream: ProfileUpstream,
  options: LoadOptions,
): Promise<Checked<LoadedContract>> {
  return loadUpstream(
    profile,
    upstream,
    options,
    () => undefined,
    (contract) => pass(contract),
  )
}

/** What an upstream says of itself, and what is made of that. */
async function loadUpstream<V>(
  profile: Profile,
  upstream: ProfileUpstream,
  options: LoadOptions,
  line: LineOf,
  make: Make<V>,
): Promise<Checked<V>> {
  const { limits } = profile
  if (upstream.kind === 'openapi') {
    const entries = profile.tools.filter((entry) => entry.upstream === upstream.name)
    const operations = entries.map(({ operation }) => operation)
    return loadContractAt(
      { ...options, uri: upstream.contract, maxBytes: limits.contractBytes, operations, line },
      make,
    )
  }
  if (options.hosted === undefined) throw new Error('nobody was given who asks hosted MCP servers')
  const listing = await options.hosted.list(profile, upstream)
  if (!listing.ok) return listing
  const checked = make({ contract: readMcpContract(listing.value), validate: async () => [] })
  return checkedWithLines(checked, line)
}

/** The check: what may be served of one profile, the lock included where it requires one, or every problem against it. */
export async function loadProfile(
  profile: Profile,
  profiles: LoadedProfiles,
  options: LoadOptions,
): Promise<Checked<LoadedProfile>> {
  const proven = await proveProfile(profile, profiles, options)
  if (!proven.ok || (profile.lock === undefined && options.offline !== true)) return proven
  const found = await lockProblems(profile, proven.value.upstreams, profiles.file.uri, options.documents)
  const problems = options.offline === true ? [...unproven(found), ...found] : found
  return unlessErrors([...proven.problems, ...problems], () => proven.value)
}

function unproven([first]: readonly Problem[]): readonly Problem[] {
  return first === undefined ? [] : [problem('OFFLINE_UNPROVEN', first.at, {})]
}

/**
 * One profile proven against the contracts of its upstreams and compiled to tools, or every problem that stands against
 * it. The lock is not asked: this is for what writes it and compares with it, and serves nothing.
 */
export async function proveProfile(
  profile: Profile,
  profiles: LoadedProfiles,
  options: LoadOptions,
): Promise<Checked<LoadedProfile>> {
  const { line, file } = profiles
  const whole = withLines(profileProblems(profile, file.uri), line)
  const loading = [...profile.upstreams.values()].map((upstream) => proveUpstream(profile, upstream, profiles, options))
  const loaded = await Promise.all(loading)
  const proven = andThen(pass(undefined, whole), () => all(loaded))
  if (!proven.ok) return proven
  const joined = joinUpstreams(profile, proven.value)
  const problems = [
    ...budgetProblems({ profile, profilesUri: file.uri }, joined.tools),
    ...(await pinProblems({ profilesUri: file.uri }, joined.tools)),
  ]
  return unlessErrors([...proven.problems, ...withLines(problems, line)], () => joined)
}

async function proveUpstream(
  profile: Profile,
  upstream: ProfileUpstream,
  { file, line }: LoadedProfiles,
  options: LoadOptions,
): Promise<Checked<LoadedUpstream>> {
  return loadUpstream(profile, upstream, options, line, (loaded) =>
    andThen(makePlan(profile, upstream, file.uri, loaded.contract), (plan) =>
      andThen(compileTools(plan), (tools) => pass({ ...loaded, plan, tools })),
    ),
  )
}
