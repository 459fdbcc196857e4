/** A tool to its entry in `tools/list`. */
import type { JsonObject } from '../lib/json.ts'
import type { Tool, ToolSet } from '../tool/model.ts'

/** @see https://modelcontextprotocol.io/specification/2026-07-28/server/tools#tool */
export interface ListedTool {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly inputSchema: JsonObject
  readonly annotations: Tool['annotations'] & { readonly title: string }
}

/** The whole list, in the allowlist's order. No outputSchema: contracts rarely keep theirs, and one breach fails a call. */
export function listTools(tools: ToolSet): readonly ListedTool[] {
  return [...tools.values()].map(({ name, title, description, inputSchema, annotations }) => ({
    name,
    title,
    description,
    inputSchema,
    annotations: { title, ...annotations },
  }))
}
