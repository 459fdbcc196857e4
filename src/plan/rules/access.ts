/** The access that the entry declares is one that the operation's method can have; a bare entry grants reading only. */
import type { RemoteRequest } from '../../contract/model.ts'
import { childPointer } from '../../lib/pointer.ts'
import { type Problem, problem, warning } from '../../problem/problem.ts'
import { inProfile, type ListedSubject } from './rule.ts'

/** Methods that only read by their definition. @see RFC 9110 section 9.2.1 */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'QUERY'])

/** Methods that can't be reads, whatever a profile says. */
const CHANGING: ReadonlySet<string> = new Set(['PUT', 'PATCH', 'DELETE'])

export function access(subject: ListedSubject): readonly Problem[] {
  const { entry, operation } = subject
  if (operation.remote !== undefined) return remoteAccess(subject, operation.remote)
  const safe = SAFE.has(operation.method)
  if (entry.access === undefined) {
    if (safe) return []
    const at = inProfile(subject, entry.pointer)
    return [problem('ACCESS_UNDECLARED', at, { operation: entry.operation, method: operation.method })]
  }
  const contradiction = entry.access === 'read' ? CHANGING.has(operation.method) : safe
  if (!contradiction) return []
  // a GET declared as more than a read is only careful; a PUT declared as a read is wrong
  const report = entry.access === 'read' ? problem : warning
  return [
    report('ACCESS_CONTRADICTS_METHOD', inProfile(subject, childPointer(entry.pointer, 'access')), {
      operation: entry.operation,
      access: entry.access,
      method: operation.method,
    }),
  ]
}

/** Of a hosted MCP server's tool, only its own word says that it reads; the profile may know better. */
function remoteAccess(subject: ListedSubject, remote: RemoteRequest): readonly Problem[] {
  const { entry } = subject
  const readOnly = remote.rpc === 'tools/call' ? remote.readOnly : true
  const said = { operation: entry.operation, method: `tool with readOnlyHint ${readOnly ?? 'left out'}` }
  if (entry.access === undefined) {
    return readOnly === true ? [] : [problem('ACCESS_UNDECLARED', inProfile(subject, entry.pointer), said)]
  }
  if (entry.access !== 'read' || readOnly !== false) return []
  const at = inProfile(subject, childPointer(entry.pointer, 'access'))
  return [warning('ACCESS_CONTRADICTS_METHOD', at, { ...said, access: entry.access })]
}
