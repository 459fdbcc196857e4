/** The plans of a profile's upstreams and their tools → what the lock pins of it. */
import { canonicalJson } from '../../lib/canonical-json.ts'
import type { JsonObject } from '../../lib/json.ts'
import { sha256 } from '../../lib/sha256.ts'
import { baseFrom } from '../../plan/base.ts'
import type { LockedOperation, LockedProfile, LockedUpstream } from '../../plan/lock/model.ts'
import type { Plan, PlannedTool } from '../../plan/model.ts'
import type { Profile } from '../../profile/model.ts'
import type { ToolSet } from '../model.ts'
import { sortedItems } from './canonical-schema.ts'
import { pinAuth } from './pin-auth.ts'
import { pinOperation } from './pin-operation.ts'
import { pinEntryRules, pinProfileRules, pinUpstreamRules } from './pin-rules.ts'
import { pinTool } from './pin-tool.ts'

export interface Compiled {
  readonly plan: Plan
  readonly tools: ToolSet
}

/** `compiled` is every upstream of the profile. The rules of a profile with only one are that one's. */
export async function lockProfile(
  profile: Profile,
  profilesUri: string,
  compiled: readonly Compiled[],
): Promise<LockedProfile> {
  const rules = pinProfileRules(profile, (url) => relativeUrl(url, profilesUri))
  const isAlone = profile.upstreams.has('')
  const upstreams: [string, LockedUpstream][] = []
  for (const one of compiled) upstreams.push([one.plan.upstream.name, await lockUpstream(one, isAlone ? rules : {})])
  return { rules: isAlone ? {} : rules, upstreams: new Map(upstreams) }
}

async function lockUpstream({ plan, tools }: Compiled, rules: JsonObject): Promise<LockedUpstream> {
  const { upstream, profilesUri, contract, resources } = plan
  const operations: [string, LockedOperation][] = []
  for (const tool of tools.values()) {
    operations.push([tool.planned.entry.operation, await lockOperation(tool.planned, pinTool(tool))])
  }
  // a resource has no tool: what the client sees of it is in the operation
  for (const resource of resources)
    operations.push([resource.entry.operation, await lockOperation(resource, { rules: pinEntryRules(resource.entry) })])
  const baseUrl = baseUrlOf(upstream.kind === 'mcp' ? upstream.url : upstream.baseUrl, tools)
  return {
    contract: relativeUrl(contract, profilesUri),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    servers: sortedItems([...new Set(upstream.servers.map(normalUrl))]).map(String),
    auth: pinAuth(upstream.auth),
    rules: { ...rules, ...pinUpstreamRules(upstream) },
    operations: new Map(operations),
  }
}

async function lockOperation(planned: PlannedTool, shown: JsonObject): Promise<LockedOperation> {
  const pinned = pinOperation(planned)
  const [digest, toolDigest] = await Promise.all([sha256(canonicalJson(pinned)), sha256(canonicalJson(shown))])
  return { operation: planned.operation.key, sha256: digest, toolSha256: toolDigest, pinned, tool: shown }
}

/** The base URL in force: the profile's, else the contract's root server, where an operation uses it. */
function baseUrlOf(written: string | undefined, tools: ToolSet): string | undefined {
  if (written !== undefined) return normalUrl(written)
  const ofRoot = [...tools.values()].find(({ planned }) => planned.operation.serversDeclaredAt === 'root')
  return ofRoot && ofRoot.planned.base.origin + ofRoot.planned.base.path
}

function normalUrl(url: string): string {
  const { origin, path } = baseFrom(url)
  return origin + path
}

/** Between files the way from one to the other, so that every checkout of a repository writes the same lock. */
function relativeUrl(url: string, profilesUri: string): string {
  const [to, from] = [new URL(url), new URL(profilesUri)]
  if (to.protocol !== 'file:' || from.protocol !== 'file:') return url
  const target = to.pathname.split('/')
  const folder = from.pathname.split('/').slice(0, -1)
  const common = folder.findIndex((name, index) => name !== target[index])
  const shared = common === -1 ? folder.length : common
  return [...folder.slice(shared).map(() => '..'), ...target.slice(shared)].join('/')
}
