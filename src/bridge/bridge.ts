/** The bridge of one profile, as the MCP server and the terminal use it. */

import type { JsonObject } from '../lib/json.ts'
import type { StopSignal } from '../lib/stop.ts'
import type { Problem } from '../problem/problem.ts'
import type { ToolResult } from '../response/model.ts'
import type { Tool, ToolDefinition, ToolSet } from '../tool/model.ts'
import type { Confirm } from './ports.ts'
import type { SessionValues } from './session-state.ts'

/** A result and what it came from: the upstream's status, or the problem that stood in the way. */
export interface CallOutcome extends ToolResult {
  readonly status?: number
  readonly problem?: Problem
  /** The upstream's name for the request, as it came. */
  readonly requestId?: string | undefined
  /** What the session was set to when the answer came. */
  readonly session?: SessionValues | undefined
}

/** A tool that calls no operation. */
export interface OwnTool extends ToolDefinition {
  call(args: JsonObject): Promise<CallOutcome>
}

export interface Bridge {
  readonly tools: ToolSet
  /** Listed after the others. No name of theirs is among them. */
  readonly own?: readonly OwnTool[]
  /** What of a hosted MCP server may be read, by URI. They are called as tools are, without arguments. */
  readonly resources?: ToolSet
  /**
   * One call. Never throws for what a caller, the network or the upstream can cause: those are results with `isError`.
   * Without `confirm`, nobody can be asked.
   */
  call(tool: Tool, args: JsonObject, signal: StopSignal, confirm?: Confirm): Promise<CallOutcome>
  /** Foreign text without the credentials, for whatever is said beside results. */
  readonly redact?: (text: string) => string
  /** To be told when somebody asked for a tool that there is not. */
  denied?(tool: string, args: JsonObject): Promise<void>
}
