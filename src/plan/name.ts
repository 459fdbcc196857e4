/** An allowlist entry and its operation → the tool's name. */
import type { OperationEntry } from '../contract/model.ts'
import { TOOL_NAMES } from '../profile/grammar.ts'
import type { Profile, ToolEntry } from '../profile/model.ts'

type Mode = Profile['toolNames']
type Named = Pick<OperationEntry, 'operationId' | 'method' | 'path'>

/** Characters that each mode replaces. */
const FOREIGN: Readonly<Record<Mode, RegExp>> = { safe: /[^A-Za-z0-9_-]/gu, exact: /[^A-Za-z0-9_.-]/gu }

const LEGAL: Readonly<Record<Mode, RegExp>> = {
  safe: new RegExp(TOOL_NAMES.safe),
  exact: new RegExp(TOOL_NAMES.exact),
}

/**
 * The profile's own name, else the operationId, else method and path (`get_jobs_jobId`). Never shortened. Of an upstream
 * that has a name, the tool's begins with it.
 */
export function toolName(entry: ToolEntry, operation: Named, mode: Mode): string {
  const prefix = entry.upstream === '' ? '' : `${entry.upstream}_`
  if (entry.name?.startsWith(prefix) === true) return entry.name
  return prefix + (entry.name ?? derivedName(operation, mode))
}

/** The name that the entry's tool has if its operation exists and is named as it is in the contract. */
export function expectedToolName(entry: ToolEntry, mode: Mode): string {
  const [, method, path] = /^([A-Z]+) (\/.*)$/.exec(entry.operation) ?? []
  const operation =
    method === undefined || path === undefined
      ? { operationId: entry.operation, method: '', path: '' }
      : { method, path }
  return toolName(entry, operation, mode)
}

function derivedName(operation: Named, mode: Mode): string {
  if (operation.operationId !== undefined) return operation.operationId.replace(FOREIGN[mode], '_')
  const words = operation.path.split(/[^A-Za-z0-9_.-]+/).filter((word) => word !== '')
  return [operation.method.toLowerCase(), ...words].join('_').replace(FOREIGN[mode], '_')
}

export function isLegalName(name: string, mode: Mode): boolean {
  return LEGAL[mode].test(name)
}
