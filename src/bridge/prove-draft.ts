/** A drafted profile → the text of a profiles file that passes the check, without what could not be proven. */
import type { Draft, DraftTool } from '../plan/draft/profile.ts'
import { andThen, type Checked, isError, pass, type Refused } from '../problem/checked.ts'
import type { Problem } from '../problem/problem.ts'
import { parseProfiles } from '../profile/parse.ts'
import { type LoadOptions, proveProfile } from './load.ts'
import type { LoadedProfile } from './loaded-profile.ts'

export interface ProvenDraft {
  readonly text: string
  readonly loaded: LoadedProfile
  /** Operations that were chosen, each with what stands against it. */
  readonly leftOut: readonly { readonly reference: string; readonly problem: Problem }[]
}

/**
 * The check, as often as it takes: operations that nobody named themselves are left out where they can't be proven.
 * `textOf` writes the file at the absolute URL `uri` with these tools in the profile.
 */
export async function proveDraft(
  draft: Draft,
  textOf: (tools: readonly DraftTool[]) => string,
  uri: string,
  options: LoadOptions,
): Promise<Checked<ProvenDraft>> {
  const leftOut: ProvenDraft['leftOut'][number][] = []
  for (let { tools } = draft; ; ) {
    const text = textOf(tools)
    const checked = await proveText(text, draft.id, uri, options)
    if (checked.ok) return pass({ text, loaded: checked.value, leftOut }, checked.problems)
    const faults = faultsOf(checked)
    const dropped = tools.filter(({ reference, picked }) => !picked && faults.has(reference))
    if (dropped.length === 0 || dropped.length === tools.length) return checked
    for (const { reference } of dropped) {
      const problem = faults.get(reference)
      if (problem !== undefined) leftOut.push({ reference, problem })
    }
    tools = tools.filter((tool) => !dropped.includes(tool))
  }
}

async function proveText(text: string, id: string, uri: string, options: LoadOptions): Promise<Checked<LoadedProfile>> {
  const file = parseProfiles(text, uri)
  if (!file.ok) return file
  const profile = file.value.profiles.get(id)
  if (profile === undefined) throw new Error('the draft is not in its own file')
  const loaded = await proveProfile(profile, { file: file.value, line: () => undefined }, options)
  return andThen(file, () => loaded)
}

/** The first error of each operation. */
function faultsOf({ problems }: Refused): ReadonlyMap<string, Problem> {
  const faults = new Map<string, Problem>()
  for (const found of problems.filter(isError)) {
    if (found.operation !== undefined && !faults.has(found.operation)) faults.set(found.operation, found)
  }
  return faults
}
