/** An operation → what it probably does; only a profile decides. */
import type { OperationEntry } from '../contract/model.ts'
import type { Access } from '../profile/model.ts'

/** @see RFC 9110 section 9.2.1 */
export function guessAccess({ method, remote }: OperationEntry): Access {
  if (remote?.rpc === 'tools/call' && remote.readOnly === true) return 'read'
  if (['GET', 'HEAD', 'OPTIONS', 'QUERY'].includes(method)) return 'read'
  return method === 'DELETE' ? 'destructive' : 'write'
}
