/** An allowlist entry and its operation → the tool's name. */
import type { OperationEntry } from '../contract/model.ts'
import { TOOL_NAMES } from '../profile/grammar.ts'
import type { Profile, ToolEntry } from '../profile/model.ts'

type Mode = Profile['toolNames']

/** Characters that each mode replaces. */
const FOREIGN: Readonly<Record<Mode, RegExp>> = { safe: /[^A-Za-z0-9_-]/gu, exact: /[^A-Za-z0-9_.-]/gu }

const LEGAL: Readonly<Record<Mode, RegExp>> = {
  safe: new RegExp(TOOL_NAMES.safe),
  exact: new RegExp(TOOL_NAMES.exact),
}

/** The profile's own name, else the operationId, else method and path (`get_jobs_jobId`). Never shortened. */
export function toolName(entry: ToolEntry, operation: OperationEntry, mode: Mode): string {
  if (entry.name !== undefined) return entry.name
  if (operation.operationId !== undefined) return operation.operationId.replace(FOREIGN[mode], '_')
  const words = operation.path.split(/[^A-Za-z0-9_.-]+/).filter((word) => word !== '')
  return [operation.method.toLowerCase(), ...words].join('_').replace(FOREIGN[mode], '_')
}

export function isLegalName(name: string, mode: Mode): boolean {
  return LEGAL[mode].test(name)
}
