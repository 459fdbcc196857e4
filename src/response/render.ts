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
  const family = Math.floor(response.status / 100)
  if (family === 2 && context.tool.planned.operation.remote !== undefined) return renderRemote(context, response)
  const kind = KINDS.get(family) ?? renderStatusError
  return kind(context, response, statusLine(response.status))
}

type Kind = (context: RenderContext, response: UpstreamResponse, status: string) => Rendered

const KINDS: ReadonlyMap<number, Kind> = new Map([
  [2, renderSuccess],
  [3, renderRedirect],
])
