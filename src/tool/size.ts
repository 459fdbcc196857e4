/** A tool → what its definition costs in every conversation. */
import { stringifyJson } from '../lib/json.ts'
import { encodeUtf8 } from '../lib/utf8.ts'
import type { ToolDefinition } from './model.ts'

export interface ToolSize {
  /** Of the definition's JSON in UTF-8. */
  readonly bytes: number
  /** An estimate: four bytes each. */
  readonly tokens: number
}

export function toolSize({ name, title, description, inputSchema, annotations, output }: ToolDefinition): ToolSize {
  const definition = stringifyJson({
    ...{ name, title, description, inputSchema, annotations: { ...annotations } },
    ...(output === undefined ? {} : { outputSchema: output.schema }),
  })
  const bytes = encodeUtf8(definition).length
  return { bytes, tokens: Math.ceil(bytes / 4) }
}
