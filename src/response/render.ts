/** The answer of the upstream → the tool result, by its status. */
import type { UpstreamResponse } from '../upstream/model.ts'
import type { RenderContext } from './context.ts'
import type { Rendered } from './model.ts'
import { renderRedirect } from './redirect.ts'
import { renderRemote } from './remote.ts'
import { statusLine } from './status.ts'
import { renderStatusError } from './status-error.ts'
import { renderSuccess } from './success.ts'

/**
 * Any status is rendered; whatever was shortened says so. Secrets are redacted, everything else of a successful text
 * answer is passed on character for character.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15
 */
export function render(context: RenderContext, response: UpstreamResponse): Rendered {
  const line = statusLine(response.status)
  const isRemote = context.tool.planned.operation.remote !== undefined
  if (isRemote && Math.floor(response.status / 100) === 2) return renderRemote(context, response)
  const kind = KINDS.get(Math.floor(response.status / 100)) ?? renderStatusError
  return kind(context, response, line)
}

type Kind = (context: RenderContext, response: UpstreamResponse, status: string) => Rendered

const KINDS: ReadonlyMap<number, Kind> = new Map([
  [2, renderSuccess],
  [3, renderRedirect],
])
