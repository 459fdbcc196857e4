/** A tool to its entry in `tools/list`. */
import type { Bridge } from '../bridge/bridge.ts'
import type { JsonObject } from '../lib/json.ts'
import type { ToolDefinition } from '../tool/model.ts'

/** @see https://modelcontextprotocol.io/specification/2026-07-28/server/tools#tool */
interface ListedTool {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly inputSchema: JsonObject
  readonly outputSchema?: JsonObject
  readonly annotations: ToolDefinition['annotations'] & { readonly title: string }
}

/** The result of `tools/list`: one page. */
export function listingOf({ tools, own }: Bridge) {
  return { tools: listTools([...tools.values(), ...(own ?? [])]) }
}

/** The whole list, in the allowlist's order. */
export function listTools(tools: Iterable<ToolDefinition>): ListedTool[] {
  return [...tools].map(({ name, title, description, inputSchema, output, annotations }) => ({
    name,
    title,
    description,
    inputSchema,
    ...(output === undefined ? {} : { outputSchema: output.schema }),
    annotations: { title, ...annotations },
  }))
}
