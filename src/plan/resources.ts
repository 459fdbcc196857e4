/** The resources that a profile names of an upstream → each of them as the server lists it, ready to be read. */
import { nearest } from '../lib/nearest.ts'
import type { Checked } from '../problem/checked.ts'
import { type Problem, problem } from '../problem/problem.ts'
import type { ToolEntry } from '../profile/model.ts'
import type { Base, PlannedTool } from './model.ts'
import { type Context, inProfile } from './rules/rule.ts'
import { credentialsOf } from './security.ts'

export interface PlannedResources {
  readonly planned: readonly PlannedTool[]
  readonly problems: readonly Problem[]
}

/** Every resource of the upstream, in the profile's order; one that is not listed is a problem. */
export function planResources(context: Context, root: Checked<Base>): PlannedResources {
  const { profile, upstream, contract } = context
  const listed = contract.hosted
  const planned: PlannedTool[] = []
  const problems: Problem[] = []
  const entries = (profile.resources ?? []).filter((one) => one.upstream === upstream.name)
  for (const { uri, pointer } of entries) {
    const operation = listed?.resources.get(uri)
    if (operation === undefined) {
      const near = nearest(uri, listed?.resources.keys() ?? [])
      const args = { resource: uri, nearest: near, credentialled: listed?.credentialled === true }
      problems.push(problem('RESOURCE_NOT_FOUND', inProfile(context, pointer), args, uri))
      continue
    }
    const entry: ToolEntry = { ...READING, operation: uri, upstream: upstream.name, pointer }
    const credentials = credentialsOf(operation, { ...context, entry })
    problems.push(...credentials.problems)
    if (!credentials.ok || !root.ok) continue
    planned.push({
      entry,
      operation,
      name: uri,
      access: 'read',
      base: root.value,
      credentials: credentials.value,
      scopes: [],
      withheld: [],
    })
  }
  return { planned, problems }
}

const READING = {
  requires: [],
  internal: false,
  idempotencyKey: false,
  arguments: { pin: {}, forbid: [], max: {} },
} as const
