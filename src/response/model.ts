/** What a call gives back to the client. */

export type ContentBlock =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image' | 'audio'; readonly data: string; readonly mimeType: string }
  | {
      readonly type: 'resource'
      readonly resource: { readonly uri: string; readonly mimeType: string; readonly blob: string }
    }

/** A tool result without its protocol envelope. Errors carry text only. @see https://modelcontextprotocol.io/specification/2026-07-28/server/tools#tool-result */
export interface ToolResult {
  readonly content: readonly ContentBlock[]
  readonly isError: boolean
}
