/** `bridge operations`: the contract's operations, and which profiles allow them. */
import { loadContract } from '../../bridge/load.ts'
import { matchesWords } from '../../contract/matches-words.ts'
import type { OperationEntry } from '../../contract/model.ts'
import { printable } from '../../lib/printable.ts'
import { guessAccess } from '../../plan/guess-access.ts'
import { resolveEntries } from '../../plan/resolve.ts'
import { all, type Checked, pass } from '../../problem/checked.ts'
import type { ExitCode } from '../../problem/exit.ts'
import type { Profile } from '../../profile/model.ts'
import type { ProfileUpstream } from '../../profile/upstream-model.ts'
import { type Context, loadOptions, type OpenedProfiles, openProfile, selectProfiles } from '../context.ts'
import { fail } from '../failure.ts'
import { createPaint } from '../report/paint.ts'
import { selectUpstreams } from '../sign-ins.ts'

export interface OperationsOptions {
  readonly profile?: string
  /** By its name; all unless given. */
  readonly upstream?: string
  readonly search?: string
  readonly format: 'text' | 'json'
}

export async function operations(context: Context, options: OperationsOptions): Promise<ExitCode> {
  const chosen = await openProfile(context, options.profile)
  if (!chosen.ok) return fail(context.terminal, chosen.problems)
  const { profile, profiles } = chosen.value
  const upstreams = selectUpstreams(profile, options.upstream)
  if (!upstreams.ok) return fail(context.terminal, upstreams.problems)
  const loaded = all(await Promise.all(upstreams.value.map((one) => loadOperations(context, profile, one, profiles))))
  if (!loaded.ok) return fail(context.terminal, loaded.problems)
  const found = loaded.value.flat()
  const listed = found.filter(({ entry }) => matchesWords(entry, options.search ?? ''))
  const { out } = context.terminal
  if (options.format === 'json') {
    out.write(`${JSON.stringify(listed.map(rowOf), undefined, 2)}\n`)
    return 0
  }
  const paint = createPaint(out.colour)
  for (const { entry, ...others } of listed) {
    const row = rowOf({ entry, ...others })
    const marks = [
      isSilent(entry) ? 'does not say whether it only reads' : row.access,
      row.deprecated ? 'deprecated' : '',
      row.internal ? 'internal' : '',
      row.allowedBy.length === 0 ? '' : `allowed by ${row.allowedBy.join(', ')}`,
    ]
    const mark = row.upstream === undefined ? '' : paint.dim(`${printable(row.upstream)}: `)
    // a hosted tool has no method and path of its own
    const way = entry.remote === undefined ? `  ${printable(entry.key)}` : ''
    out.write(
      `${mark}${paint.bold(printable(row.operation))}${way}  ${printable(marks.filter((one) => one !== '').join(', '))}\n`,
    )
    if (row.summary !== undefined) out.write(`  ${paint.dim(printable(row.summary))}\n`)
  }
  out.write(`${listed.length} of ${found.length} operations\n`)
  return 0
}

/** A hosted tool without the hint; what it does is for the profile to say. */
function isSilent({ remote }: OperationEntry): boolean {
  return remote?.rpc === 'tools/call' && remote.readOnly === undefined
}

interface Listed {
  readonly upstream: ProfileUpstream
  readonly entry: OperationEntry
  /** Profiles by name. */
  readonly allowedBy: readonly string[]
}

async function loadOperations(
  context: Context,
  profile: Profile,
  upstream: ProfileUpstream,
  profiles: OpenedProfiles,
): Promise<Checked<readonly Listed[]>> {
  const loaded = await loadContract(profile, upstream, loadOptions(context))
  if (!loaded.ok) return loaded
  const { contract } = loaded.value
  const allowedBy = new Map<OperationEntry, string[]>(contract.operations.map((entry) => [entry, []]))
  const others = selectProfiles(profiles, undefined).flatMap((one) => (one.ok ? [one.value] : []))
  for (const one of others) {
    const sharing = [...one.upstreams.values()].filter((other) => other.contract === upstream.contract)
    for (const other of sharing) {
      const context = { profile: one, upstream: other, profilesUri: profiles.file.uri, contract }
      for (const { operation } of resolveEntries(context))
        if (operation.ok) allowedBy.get(operation.value)?.push(one.id)
    }
  }
  return pass(contract.operations.map((entry) => ({ upstream, entry, allowedBy: allowedBy.get(entry) ?? [] })))
}

function rowOf({ upstream, entry, allowedBy }: Listed) {
  const { operationId, key, method, path, summary, deprecated, internal } = entry
  return {
    ...(upstream.name === '' ? {} : { upstream: upstream.name }),
    operation: operationId ?? key,
    method,
    path,
    ...(summary === undefined ? {} : { summary }),
    access: guessAccess(entry),
    deprecated,
    internal,
    allowedBy: [...new Set(allowedBy)],
  }
}
