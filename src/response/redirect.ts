/** A 3xx answer → a tool error that says where the upstream pointed, as far as that may be shown. */
import type { UpstreamResponse } from '../upstream/model.ts'
import { callOf, clip, type RenderContext, urlOf } from './context.ts'
import { destination, headerOf } from './header.ts'
import type { ToolResult } from './model.ts'
import { errorText } from './text.ts'

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-15.4 */
export function renderRedirect(context: RenderContext, response: UpstreamResponse, status: string): ToolResult {
  const location = headerOf(response.headers, 'location')
  const to = location === undefined ? undefined : destination(context.redact(location), urlOf(context))
  const answered = `The upstream answered ${status} to ${callOf(context)}`
  return errorText(context.redact, [
    location === undefined
      ? `${answered} and nothing to show.`
      : `${answered}: redirected to ${clip(context, to?.shown ?? 'something that is no http URL', 300)}, not followed.`,
    ...(location === undefined ? [] : [`hint: ${hintFor(context, to?.sameOrigin === true)}`]),
    'sent: yes',
  ])
}

function hintFor({ tool }: RenderContext, sameOrigin: boolean): string {
  const why = sameOrigin
    ? 'Only paths that the profile allows are followed, and only for reads. A sign-in page means that the credential was not accepted.'
    : 'Nothing is sent to another origin. The base URL in the profile may be out of date, or the credential was not accepted.'
  return tool.planned.access === 'read'
    ? why
    : `${why} The call may have been carried out: read the present state before repeating it.`
}
