/** A profiles file and its contracts → proven tools. Every command gets its plan here and nowhere else. */

import { parseDocument } from '../contract/document.ts'
import type { Contract } from '../contract/model.ts'
import { readContract } from '../contract/read-contract.ts'
import { validateDocument } from '../contract/validate.ts'
import { lineOfPointer } from '../lib/json.ts'
import type { Plan } from '../plan/model.ts'
import { plan as makePlan } from '../plan/plan.ts'
import { type Checked, pass } from '../problem/checked.ts'
import type { Problem } from '../problem/problem.ts'
import type { Profile, ProfilesFile } from '../profile/model.ts'
import { parseProfiles } from '../profile/parse.ts'
import { compileTools } from '../tool/compile.ts'
import type { ToolSet } from '../tool/model.ts'
import { type LineOf, withLines } from './lines.ts'
import type { Documents } from './ports.ts'

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
  const { text } = read.value
  const file = parseProfiles(text, uri)
  if (!file.ok) return file
  const line: LineOf = (of, pointer) => (of === uri ? lineOfPointer(text, pointer) : undefined)
  return pass({ file: file.value, line }, file.problems)
}

export interface LoadedContract {
  readonly contract: Contract
  /** Whole-document findings, as warnings; asked for only where somebody reads them. */
  readonly validate: () => Promise<readonly Problem[]>
}

/** Reads one contract whole and makes its index. */
export async function loadContract(
  uri: string,
  maxBytes: number,
  documents: Documents,
): Promise<Checked<LoadedContract>> {
  const read = await documents.read(uri, { maxBytes, source: 'contract' })
  if (!read.ok) return read
  const document = await parseDocument(read.value.text, read.value.uri)
  if (!document.ok) return document
  const contract = readContract(document.value)
  if (!contract.ok) return contract
  const { openapi, line } = contract.value
  const validate = async () => withLines(await validateDocument(document.value, openapi), line)
  return pass({ contract: contract.value, validate }, contract.problems)
}

export interface LoadedProfile extends LoadedContract {
  readonly plan: Plan
  readonly tools: ToolSet
}

/** The check: one profile proven against its contract and compiled to tools, or every problem that stands against it. */
export async function loadProfile(
  profile: Profile,
  profiles: LoadedProfiles,
  documents: Documents,
): Promise<Checked<LoadedProfile>> {
  const { upstream, limits } = profile
  const loaded = await loadContract(upstream.contract, limits.contractBytes, documents)
  if (!loaded.ok) return loaded
  const { contract } = loaded.value
  const lineOf: LineOf = (uri, pointer) => profiles.line(uri, pointer) ?? contract.line(uri, pointer)
  const located = <V>(checked: Checked<V>): Checked<V> =>
    // the same problems in the same number: what was not empty stays so
    ({ ...checked, problems: withLines(checked.problems, lineOf) }) as Checked<V>
  const planned = located(makePlan(profile, profiles.file.uri, contract))
  if (!planned.ok) return planned
  const tools = located(compileTools(planned.value))
  if (!tools.ok) return { ok: false, problems: [...tools.problems, ...planned.problems] }
  const value = { ...loaded.value, plan: planned.value, tools: tools.value }
  return pass(value, [...loaded.problems, ...planned.problems, ...tools.problems])
}
