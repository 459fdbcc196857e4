/** A tool as the client sees it, bound to the operation that it calls. */
import type { Encoding, JsonSchema, MediaType, Parameter } from '../contract/model.ts'
import type { JsonObject } from '../lib/json.ts'
import type { PlannedTool } from '../plan/model.ts'

/** Where the value of an argument goes. */
export type Binding =
  | { readonly argument: string; readonly to: 'parameter'; readonly parameter: Parameter }
  /** One property of an object body. */
  | { readonly argument: string; readonly to: 'property'; readonly property: string; readonly encoding?: Encoding }
  /** The whole body. */
  | { readonly argument: string; readonly to: 'body' }

/** All four, always: clients differ in their defaults. @see https://modelcontextprotocol.io/specification/2026-07-28/server/tools */
export interface Annotations {
  readonly readOnlyHint: boolean
  readonly destructiveHint: boolean
  readonly idempotentHint: boolean
  readonly openWorldHint: boolean
}

export interface Tool {
  readonly name: string
  readonly title: string
  readonly description: string
  /** What clients are shown: object root, no composition at the root, legal keys. */
  readonly inputSchema: JsonObject
  readonly annotations: Annotations
  readonly bindings: readonly Binding[]
  /** Arguments that the profile fixes; sent with every call, never shown. */
  readonly pinned: JsonObject
  /** The schemas of the pinned arguments, in the form of `inputSchema`. */
  readonly pinnedSchema?: JsonObject
  readonly planned: PlannedTool
  /** The body's own schema, for the whole body once it is assembled. */
  readonly body?: { readonly content: MediaType; readonly required: boolean; readonly schema: JsonSchema }
  /** Where the profile asks for it and the contract says it. */
  readonly output?: Output
  /** Arguments whose base64 may be given as a file of this machine instead. */
  readonly fileArguments?: ReadonlySet<string>
}

/** What a tool is listed to answer, and how its answers are brought into that form. */
export interface Output {
  /** Object root, every property of it optional, no composition at the root. */
  readonly schema: JsonObject
  /** Whether the answer stands under `result`. */
  readonly wrapped: boolean
  /** The property for the text of an answer that does not conform, or has more to it than a value. */
  readonly textName: string
}

/** What clients are shown of a tool. */
export type ToolDefinition = Pick<Tool, 'name' | 'title' | 'description' | 'inputSchema' | 'annotations' | 'output'>

/** The tools by name, in the allowlist's order. */
export type ToolSet = ReadonlyMap<string, Tool>
