/** A hosted MCP server's answer to one request → the result: its content as it came, or an error that says what to do. */
import { isArray, isObject, type JsonObject, type JsonValue, member, stringifyJson } from '../lib/json.ts'
import { parseExactJson } from '../lib/parse-exact-json.ts'
import { decodeUtf8, encodeUtf8 } from '../lib/utf8.ts'
import { problem } from '../problem/problem.ts'
import type { UpstreamResponse } from '../upstream/model.ts'
import type { RenderContext } from './context.ts'
import { renderFailure } from './failure.ts'
import type { ContentBlock, Rendered, ToolResult } from './model.ts'
import { quoted } from './quote.ts'
import { remoteBlocks } from './remote-blocks.ts'
import { remoteError } from './remote-error.ts'
import { shorten } from './shorten.ts'
import { errorText, textBlock } from './text.ts'

/** @see https://modelcontextprotocol.io/specification/2025-11-25/server/tools#tool-result */
export function renderRemote(context: RenderContext, response: UpstreamResponse): Rendered {
  const parsed = parseExactJson(decodeUtf8(response.body))
  const message = parsed.ok && isObject(parsed.value) ? parsed.value : {}
  const error = member(message, 'error')
  if (isObject(error)) return remoteError(context, error)
  const result = member(message, 'result')
  if (!isObject(result)) return damaged(context, 'it holds no result')
  const kind = member(result, 'resultType') ?? 'complete'
  if (kind !== 'complete')
    return damaged(context, `it is of the type ${stringifyJson(kind).slice(0, 60)}, which wants something first`)
  return isResource(context) ? resource(context, result) : toolResult(context, result)
}

function isResource({ tool }: RenderContext): boolean {
  return tool.planned.operation.remote?.rpc === 'resources/read'
}

function toolResult(context: RenderContext, result: JsonObject): Rendered {
  const content = member(result, 'content') ?? []
  const structured = member(result, 'structuredContent')
  if (!isArray(content)) return damaged(context, 'its content is no list')
  if (member(result, 'isError') === true) return failed(context, content, structured)
  // a server may say with structure alone what clients show as text only
  if (content.length === 0 && structured !== undefined) return structuredOnly(context, structured)
  if (content.length === 0) return { content: [textBlock('The tool answered without content.')], isError: false }
  const { blocks, isWhole } = remoteBlocks(context, content)
  const exact = isWhole ? untouched(context, structured) : undefined
  return { content: blocks, isError: false, ...(exact === undefined ? {} : { exact }) }
}

function structuredOnly(context: RenderContext, structured: JsonValue): Rendered {
  const text = stringifyJson(structured)
  const content = shownText(context, text, true)
  const exact = content.length === 1 ? untouched(context, structured) : undefined
  return { content, isError: false, ...(exact === undefined ? {} : { exact }) }
}

/** Only what is exactly what came, and of a size that the text might have. */
function untouched({ redact, resultCharacters }: RenderContext, value: JsonValue | undefined): JsonObject | undefined {
  if (!isObject(value)) return undefined
  const text = stringifyJson(value)
  return text.length <= resultCharacters && redact(text) === text ? value : undefined
}

function shownText(context: RenderContext, text: string, isJson: boolean): readonly ContentBlock[] {
  const bytes = encodeUtf8(text).length
  return shorten(context, { text: context.redact(text), bytes, incomplete: false, late: false, isJson })
}

/** Of an error, the words: pictures of it help nobody. */
function failed(context: RenderContext, content: readonly JsonValue[], structured: JsonValue | undefined): ToolResult {
  const texts = content.flatMap((block) => {
    const text = isObject(block) && member(block, 'type') === 'text' ? member(block, 'text') : undefined
    return typeof text === 'string' ? [text] : []
  })
  const said = texts.length === 0 && structured !== undefined ? [stringifyJson(structured)] : texts
  return errorText(context.redact, [
    `The upstream's tool ${context.tool.planned.entry.operation} failed. ${said.length === 0 ? 'It gave no details.' : 'It says:'}`,
    ...quoted(context.redact(said.join('\n')), Math.min(context.resultCharacters, MOST_ERROR)),
    'sent: yes',
  ])
}

/** UTF-16 code units. */
const MOST_ERROR = 10_000

function resource(context: RenderContext, result: JsonObject): Rendered {
  const contents = member(result, 'contents')
  if (!isArray(contents)) return damaged(context, 'its contents are no list')
  const { blocks } = remoteBlocks(
    context,
    contents.map((one) => ({ type: 'resource', resource: one })),
  )
  return { content: blocks, isError: false }
}

function damaged({ redact }: RenderContext, detail: string): ToolResult {
  return renderFailure(problem('UPSTREAM_TRUNCATED', { source: 'upstream' }, { detail, sent: 'yes' }), 'yes', redact)
}
