/** `bridge operations`: the contract's operations, and which profiles allow them. */
import { loadContract } from '../../bridge/load.ts'
import { matchesWords } from '../../contract/matches-words.ts'
import type { OperationEntry } from '../../contract/model.ts'
import { printable } from '../../lib/printable.ts'
import { guessAccess } from '../../plan/guess-access.ts'
import { resolveEntries } from '../../plan/resolve.ts'
import type { ExitCode } from '../../problem/exit.ts'
import { type Context, loadOptions, openProfile } from '../context.ts'
import { fail } from '../failure.ts'
import { createPaint } from '../report/paint.ts'

export interface OperationsOptions {
  readonly profile?: string
  readonly search?: string
  readonly format: 'text' | 'json'
}

export async function operations(context: Context, options: OperationsOptions): Promise<ExitCode> {
  const chosen = await openProfile(context, options.profile)
  if (!chosen.ok) return fail(context.terminal, chosen.problems)
  const { profile, profiles } = chosen.value
  const loaded = await loadContract(profile, loadOptions(context))
  if (!loaded.ok) return fail(context.terminal, loaded.problems)
  const { contract } = loaded.value
  const sharing = [...profiles.file.profiles.values()].filter(
    (one) => one.upstream.contract === profile.upstream.contract,
  )
  const allowedBy = new Map<OperationEntry, string[]>(contract.operations.map((entry) => [entry, []]))
  for (const one of sharing) {
    for (const { operation } of resolveEntries({ profile: one, profilesUri: profiles.file.uri, contract })) {
      if (operation.ok) allowedBy.get(operation.value)?.push(one.id)
    }
  }
  const rows = contract.operations
    .filter((entry) => matchesWords(entry, options.search ?? ''))
    .map((entry) => rowOf(entry, allowedBy.get(entry) ?? []))
  const { out } = context.terminal
  if (options.format === 'json') {
    out.write(`${JSON.stringify(rows, undefined, 2)}\n`)
    return 0
  }
  const paint = createPaint(out.colour)
  for (const row of rows) {
    const marks = [
      row.access,
      row.deprecated ? 'deprecated' : '',
      row.internal ? 'internal' : '',
      row.allowedBy.length === 0 ? '' : `allowed by ${row.allowedBy.join(', ')}`,
    ]
    out.write(
      `${paint.bold(printable(row.operation))}  ${printable(`${row.method} ${row.path}`)}  ${printable(marks.filter((mark) => mark !== '').join(', '))}\n`,
    )
    if (row.summary !== undefined) out.write(`  ${paint.dim(printable(row.summary))}\n`)
  }
  out.write(`${rows.length} of ${contract.operations.length} operations\n`)
  return 0
}

function rowOf(entry: OperationEntry, allowedBy: readonly string[]) {
  const { operationId, key, method, path, summary, deprecated, internal } = entry
  return {
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
