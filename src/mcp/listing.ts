/** A tool to its entry in `tools/list`. */
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

/** The whole list, in the allowlist's order. */
export function listTools(tools: Iterable<ToolDefinition>): readonly ListedTool[] {
  return [...tools].map(({ name, title, description, inputSchema, output, annotations }) => ({
    name,
    title,
    description,
    inputSchema,
    ...(output === undefined ? {} : { outputSchema: output.schema }),
    annotations: { title, ...annotations },
  }))
}
