/** An answer with an error status → a tool error: status, the upstream's own words, a hint, `sent: yes`. */
import { type JsonValue, stringifyJson } from '../lib/json.ts'
import { parseExactJson } from '../lib/parse-exact-json.ts'
import type { UpstreamResponse } from '../upstream/model.ts'
import { callOf, type RenderContext } from './context.ts'
import { decodeText } from './decode.ts'
import { headerOf, requestIdOf, retryAfterOf } from './header.ts'
import { hintFor } from './hint.ts'
import { pageLines } from './html.ts'
import { type Media, mediaOf } from './media.ts'
import type { ToolResult } from './model.ts'
import { type ProblemDetails, readProblemDetails } from './problem-details.ts'
import { quoted } from './quote.ts'
import { errorText } from './text.ts'

/** The most of one thing that the upstream says; errors are read whole by a model, and never need more. */
const MOST = { value: 2000, other: 300, items: 20 } as const

export function renderStatusError(context: RenderContext, response: UpstreamResponse, status: string): ToolResult {
  const words = wordsOf(context, response)
  const said = words.length === 0 ? 'It gave no details.' : 'It says:'
  const requestId = requestIdOf(response.headers)
  const wait = retryAfterOf(response.headers)
  return errorText(context.redact, [
    `The upstream answered ${status} to ${callOf(context)}. ${said}`,
    ...words,
    ...(requestId === undefined ? [] : quoted(context.redact(`request id: ${requestId}`), MOST.other)),
    ...(wait === undefined ? [] : [`retry after: ${wait} seconds`]),
    `hint: ${hintFor(response.status, context)}`,
    'sent: yes',
  ])
}

function wordsOf({ redact }: RenderContext, response: UpstreamResponse): readonly string[] {
  const challenge =
    response.status === 401 || response.status === 403 ? headerOf(response.headers, 'www-authenticate') : undefined
  const lines = challenge === undefined ? [] : quoted(redact(`www-authenticate: ${challenge}`), MOST.other)
  if (response.body.length === 0) return lines
  const media = mediaOf(response)
  const decoded = decodeText(response.body, media.charset, response.cut)
  if (!decoded.ok || media.kind === 'binary' || media.kind === 'image' || media.kind === 'audio') {
    return [...lines, `> (${response.body.length} bytes of ${media.mediaType})`]
  }
  // redacted before anything is shortened: half a secret is not recognised
  return [...bodyWords(redact(decoded.value, response.cut), media, response.status), ...lines]
}

function bodyWords(text: string, media: Media, status: number): readonly string[] {
  if (media.kind === 'html') return pageLines(text)
  const parsed = parseExactJson(text)
  const details = parsed.ok ? readProblemDetails(parsed.value, status) : undefined
  if (details !== undefined) return detailWords(details)
  return text.trim() === '' ? [] : quoted(text.trim(), MOST.value)
}

function detailWords(details: ProblemDetails): readonly string[] {
  const { title, detail, code, fields, others } = details
  const named = (name: string, value: string | undefined, most: number): readonly string[] =>
    value === undefined ? [] : quoted(`${name}: ${value}`, most)
  return [
    ...named('title', title, MOST.other),
    ...named('detail', detail, MOST.value),
    ...named('code', code, MOST.other),
    ...listed(fields, ({ field, message }) =>
      quoted(`- ${field === undefined ? '' : `${field}: `}${message}`, MOST.other),
    ),
    ...listed(others, ([name, value]) => quoted(`${name}: ${plain(value)}`, MOST.other)),
  ]
}

function listed<T>(items: readonly T[], lines: (item: T) => readonly string[]): readonly string[] {
  const shown = items.slice(0, MOST.items).flatMap(lines)
  const missing = items.length - MOST.items
  return missing > 0 ? [...shown, `(${missing} more like this are not shown)`] : shown
}

function plain(value: JsonValue): string {
  return typeof value === 'string' ? value : stringifyJson(value)
}
