/** Upstreams, each proven and compiled by itself → the profile that they make together. */
import type { Contract } from '../contract/model.ts'
import type { Plan, PlannedTool } from '../plan/model.ts'
import type { Problem } from '../problem/problem.ts'
import type { Profile } from '../profile/model.ts'
import type { ToolSet } from '../tool/model.ts'
import { unenforcedPatterns } from '../tool/unenforced-patterns.ts'
import { valueTexts } from '../tool/value-texts.ts'
import { type LineOf, withLines } from './lines.ts'

export interface LoadedContract {
  readonly contract: Contract
  /** Findings that take time, as warnings; asked for only where somebody reads them. */
  readonly validate: () => Promise<readonly Problem[]>
}

/** One upstream of a profile, proven and compiled. */
export interface LoadedUpstream extends LoadedContract {
  readonly plan: Plan
  readonly tools: ToolSet
}

export interface LoadedProfile {
  readonly profile: Profile
  readonly upstreams: readonly LoadedUpstream[]
  /** Of all upstreams, in the allowlist's order. */
  readonly tools: ToolSet
  /** What of hosted MCP servers may be read. */
  readonly resources: readonly PlannedTool[]
  /** Findings that take time, as warnings; asked for only where somebody reads them. */
  readonly validate: () => Promise<readonly Problem[]>
}

/** The upstreams as one profile, their tools and resources in the order of its allowlist. */
export function joinUpstreams(profile: Profile, upstreams: readonly LoadedUpstream[]): LoadedProfile {
  const tools = new Map(
    upstreams.flatMap((one) => [...one.tools.values()]).map((tool) => [tool.planned.entry.pointer, tool]),
  )
  const resources = new Map(upstreams.flatMap(({ plan }) => plan.resources).map((one) => [one.entry.pointer, one]))
  const ordered = profile.tools.flatMap(({ pointer }) => tools.get(pointer) ?? [])
  return {
    profile,
    upstreams,
    tools: new Map(ordered.map((tool) => [tool.name, tool])),
    resources: (profile.resources ?? []).flatMap(({ pointer }) => resources.get(pointer) ?? []),
    validate: async () => (await Promise.all(upstreams.map(findingsOf))).flat(),
  }
}

/** The lines of places in the contracts. */
export function contractLines({ upstreams }: LoadedProfile): LineOf {
  return (uri, pointer) => {
    for (const { contract } of upstreams) {
      const found = contract.line(uri, pointer)
      if (found !== undefined) return found
    }
    return undefined
  }
}

/** The contract's findings and those of the tools. */
async function findingsOf({ contract, plan, tools, validate }: LoadedUpstream): Promise<readonly Problem[]> {
  return [
    ...(await validate()),
    ...withLines([...valueTexts(plan, tools), ...(await unenforcedPatterns(plan, tools))], contract.line),
  ]
}
