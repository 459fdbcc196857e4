/** What a call gives back to the client. */
import type { JsonObject, JsonValue } from '../lib/json.ts'

export type ContentBlock = (
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image' | 'audio'; readonly data: string; readonly mimeType: string }
  | { readonly type: 'resource'; readonly resource: ResourceContents }
  | {
      readonly type: 'resource_link'
      readonly uri: string
      readonly name: string
      readonly title?: string
      readonly description?: string
      readonly mimeType?: string
    }
) & {
  /** For whom it is and how much it matters, where a hosted MCP server says so. */
  readonly annotations?: JsonObject
}

/** Bytes in base64, or text. @see https://modelcontextprotocol.io/specification/2026-07-28/server/resources#resource-contents */
export type ResourceContents = { readonly uri: string; readonly mimeType?: string } & (
  | { readonly blob: string }
  | { readonly text: string }
)

/** A tool result without its protocol envelope. Errors carry text only. @see https://modelcontextprotocol.io/specification/2026-07-28/server/tools#tool-result */
export interface ToolResult {
  readonly content: readonly ContentBlock[]
  readonly isError: boolean
  /** Says what the content says, all of it: some clients show a model nothing else. Never on errors. */
  readonly structuredContent?: JsonObject
  /** Set where the upstream says, other than by its status, that the credential does not allow the call. */
  readonly denied?: true
}

/** What an answer alone gives, before anything is done with it. */
export interface Rendered {
  readonly content: readonly ContentBlock[]
  readonly isError: boolean
  readonly denied?: true
  /** The value that the content stands for, where that is one whole JSON text and nothing is said beside it. */
  readonly exact?: JsonValue | undefined
  /** To be saved, and its place told. */
  readonly file?: AnsweredFile
}

/** An answer that is no text, whole. */
export interface AnsweredFile {
  /** Legal on every system, without a folder. */
  readonly name: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}
