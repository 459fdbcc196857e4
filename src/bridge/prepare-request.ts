/** A tool and the arguments of a call → its request, complete but for the credentials. */
import type { JsonObject } from '../lib/json.ts'
import { success } from '../lib/result.ts'
import { type Checked, pass, refuse } from '../problem/checked.ts'
import { problem } from '../problem/problem.ts'
import { checkArguments } from '../request/arguments.ts'
import { buildRequest } from '../request/build.ts'
import { withIdempotencyKey } from '../request/idempotency-key.ts'
import type { Tool } from '../tool/model.ts'
import type { UpstreamRequest } from '../upstream/model.ts'
import { attachFiles } from './attach-files.ts'
import type { LocalFiles } from './ports.ts'

/** Nothing is sent. Every request of a tool with an idempotency key has its own. */
export async function prepareRequest(
  tool: Tool,
  args: JsonObject,
  files: LocalFiles | undefined,
): Promise<Checked<UpstreamRequest>> {
  const attached = files === undefined ? success(args) : await attachFiles(tool, args, files)
  const accepted = attached.ok ? await checkArguments(tool, attached.value) : attached
  if (!accepted.ok) return refuse(problem('ARGUMENTS_INVALID', { source: 'call' }, { faults: accepted.error }))
  const built = buildRequest(tool, accepted.value)
  if (!built.ok || !tool.planned.entry.idempotencyKey) return built
  return pass(withIdempotencyKey(built.value, crypto.randomUUID()), built.problems)
}
