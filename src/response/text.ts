/** Lines of text → tool results. */
import type { ContentBlock, ToolResult } from './model.ts'
import type { Redact } from './redact.ts'

export function textBlock(text: string): ContentBlock {
  return { type: 'text', text }
}

/** A failure: text only, with whatever secret is in it redacted. */
export function errorText(redact: Redact, lines: readonly string[]): ToolResult {
  return { content: [textBlock(redact(lines.join('\n')))], isError: true }
}
