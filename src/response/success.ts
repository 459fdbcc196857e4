/** A 2xx answer → its body as content, exactly as received, and notes on what only the headers say. */
import type { JsonValue } from '../lib/json.ts'
import { isJson } from '../lib/media-type.ts'
import { problem } from '../problem/problem.ts'
import type { UpstreamResponse } from '../upstream/model.ts'
import { renderBinary } from './binary.ts'
import { callOf, clip, type RenderContext } from './context.ts'
import { type DecodeFault, decodeText } from './decode.ts'
import { exactValue } from './exact.ts'
import { renderFailure } from './failure.ts'
import { ASKS_FOR_HEADERS, headLines } from './head.ts'
import { pageLines } from './html.ts'
import { isHtml, type Media, mediaOf } from './media.ts'
import type { Rendered, ToolResult } from './model.ts'
import { notesOn } from './notes.ts'
import { quoted } from './quote.ts'
import { shorten } from './shorten.ts'
import { errorText, textBlock } from './text.ts'

export function renderSuccess(context: RenderContext, response: UpstreamResponse, status: string): Rendered {
  const rendered = bodyOf(context, response, status)
  const notes = rendered.isError ? [] : notesOn(context, response)
  if (notes.length === 0) return rendered
  const said = textBlock(context.redact(notes.join('\n')))
  // a client that shows values only would lose the notes: no value then
  return { ...rendered, content: [...rendered.content, said], exact: undefined }
}

function bodyOf(context: RenderContext, response: UpstreamResponse, status: string): Rendered {
  if (response.body.length === 0) return withoutBody(context, response, status)
  const media = mediaOf(response)
  if (media.kind === 'image' || media.kind === 'audio' || media.kind === 'binary') {
    return { ...renderBinary(context, response, media), isError: false }
  }
  const decoded = decodeText(response.body, media.charset, response.cut)
  if (!decoded.ok) return undecodable(context, response, media, decoded.error)
  if (media.kind === 'html' && jsonIsDeclared(context, response.status)) {
    return unexpectedPage(context, context.redact(decoded.value, response.cut), status)
  }
  // `application/json` over nothing but white space: servers send it for an empty answer
  if (media.kind === 'json' && decoded.value.trim() === '' && !response.cut)
    return withoutBody(context, response, status)
  return textOf(context, response, media, decoded.value)
}

function withoutBody(context: RenderContext, response: UpstreamResponse, status: string): Rendered {
  const none =
    response.late === true ? 'had sent nothing when the time for the call was over' : 'answered without a body'
  const lines = ASKS_FOR_HEADERS.has(context.request.method)
    ? headLines(context, response, status)
    : [`${status}: the upstream ${none}.`]
  return { content: [textBlock(lines.join('\n'))], isError: false }
}

function textOf(context: RenderContext, response: UpstreamResponse, media: Media, text: string): Rendered {
  const parsed = media.kind === 'json' && !response.cut ? parse(text) : undefined
  if (parsed?.complete === false) {
    const detail = `${response.body.length} bytes that break off or are no JSON`
    return withBeginning(context, renderFailure(truncated(detail), 'yes', context.redact), text)
  }
  // before anything is cut: half a secret is not recognised
  const shown = context.redact(text, response.cut)
  const content = shorten(context, {
    text: shown,
    bytes: response.body.length,
    incomplete: response.cut,
    late: response.late === true,
    isJson: media.kind === 'json',
    value: parsed?.value,
  })
  const isWhole = parsed !== undefined && shown === text && content.length === 1
  const exact = isWhole ? exactValue(text, parsed.value, context.redact) : undefined
  return { content, isError: false, exact }
}

/** Only to know whether it is whole; what the client gets is the text. */
function parse(text: string): { readonly complete: true; readonly value: JsonValue } | { readonly complete: false } {
  try {
    return { complete: true, value: JSON.parse(text) }
  } catch {
    return { complete: false }
  }
}

function truncated(detail: string) {
  return problem('UPSTREAM_TRUNCATED', { source: 'upstream' }, { detail, sent: 'yes' })
}

/** What did arrive may tell why, or what a write did. */
function withBeginning(context: RenderContext, failed: ToolResult, text: string): ToolResult {
  const beginning = ['The answer begins:', ...quoted(context.redact(text, true), 2000)].join('\n')
  return { ...failed, content: [...failed.content, textBlock(beginning)] }
}

function undecodable(context: RenderContext, response: UpstreamResponse, media: Media, fault: DecodeFault): ToolResult {
  const charset = JSON.stringify(clip(context, fault.charset, 60))
  const why =
    fault.kind === 'malformed' ? `are no text in the charset ${charset}` : `are in the unknown charset ${charset}`
  return errorText(context.redact, [
    `The upstream answered ${callOf(context)} with ${response.body.length} bytes of ${media.mediaType} that ${why}: not shown.`,
    'sent: yes',
  ])
}

function unexpectedPage(context: RenderContext, html: string, status: string): ToolResult {
  return errorText(context.redact, [
    `The upstream answered ${status} to ${callOf(context)} with an HTML page where its contract declares JSON. The page says:`,
    ...pageLines(html),
    'hint: Often a sign-in page (then the credential was not accepted) or a base URL that is not the API.',
    'sent: yes',
  ])
}

/** Whether the contract has JSON, and no HTML, for this status. */
function jsonIsDeclared({ tool }: RenderContext, status: number): boolean {
  const { answers } = tool.planned.operation
  const inForce = [String(status), `${Math.floor(status / 100)}XX`, 'DEFAULT']
    .map((key) => answers.filter((answer) => answer.status.toUpperCase() === key))
    .find((found) => found.length > 0)
  const mediaTypes = (inForce ?? []).flatMap((answer) => answer.mediaTypes)
  return mediaTypes.some(isJson) && !mediaTypes.some(isHtml)
}
