/** A rendered answer → the result that the client gets: with structured content where that says the same. */
import { isObject, type JsonObject, type JsonValue } from '../lib/json.ts'
import { loadValidator, type Validate } from '../lib/json-schema.ts'
import type { Output, Tool } from '../tool/model.ts'
import type { ContentBlock, Rendered, ToolResult } from './model.ts'

/**
 * An exact object goes along. A tool that is listed with an output schema always has structured content that is valid
 * against it, or its clients would fail the call: the answer if it conforms, else its text under a name of ours.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/server/tools#structured-content
 */
export async function structured({ output }: Pick<Tool, 'output'>, rendered: Rendered): Promise<ToolResult> {
  const { content, isError, exact, denied } = rendered
  if (isError) return { content, isError, ...(denied === undefined ? {} : { denied }) }
  if (output === undefined)
    return isObject(exact) ? { content, isError, structuredContent: exact } : { content, isError }
  const conforming = exact === undefined ? undefined : await conform(output, exact)
  const structuredContent = conforming ?? { [output.textName]: content.map(blockText).join('\n\n') }
  return { content, isError, structuredContent }
}

async function conform(output: Output, exact: JsonValue): Promise<JsonObject | undefined> {
  const value = output.wrapped ? { result: exact } : exact
  if (!isObject(value)) return undefined
  const validate = await compile(output)
  return validate(value).length === 0 ? value : undefined
}

const compiled = new WeakMap<Output, Promise<Validate>>()

/** Once per tool, at its first answer. */
function compile(output: Output): Promise<Validate> {
  const known = compiled.get(output)
  if (known !== undefined) return known
  const validate = loadValidator().then((validator) => validator.compile(output.schema, new Map()))
  compiled.set(output, validate)
  return validate
}

function blockText(block: ContentBlock): string {
  if (block.type === 'text') return block.text
  if (block.type === 'resource_link') return block.uri
  const type = block.type === 'resource' ? (block.resource.mimeType ?? block.resource.uri) : block.mimeType
  return `(${type}: not text, beside this)`
}
