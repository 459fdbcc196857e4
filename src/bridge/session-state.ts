/** Calls that set what later ones are about → what the session of a hosted MCP server is set to, for the audit log. */
import type { JsonObject } from '../lib/json.ts'
import { member, stringifyJson } from '../lib/json.ts'
import type { Tool, ToolSet } from '../tool/model.ts'

/** Values by the argument that the profile names as the session's. */
export type SessionValues = Readonly<Record<string, string>>

export interface SessionState {
  /**
   * Called when a call has ended, before another one can; `args` are those that were given. Gives what its session was
   * set to, if it has one and that is known.
   */
  answered(tool: Tool, args: JsonObject, succeeded: boolean): SessionValues | undefined
}

export function createSessionState(tools: ToolSet): SessionState {
  /** By the upstream, which has one session. */
  const values = new Map<string, Map<string, string>>()
  for (const tool of tools.values()) set(tool, tool.pinned)
  return {
    answered: (tool, args, succeeded) => {
      const { entry, operation } = tool.planned
      if (operation.remote === undefined) return undefined
      if (succeeded) set(tool, { ...args, ...tool.pinned })
      const own = values.get(entry.upstream)
      return own && Object.fromEntries(own)
    },
  }

  function set(tool: Tool, args: JsonObject): void {
    const { session, upstream } = tool.planned.entry
    const value = session === undefined ? undefined : member(args, session.argument)
    if (session === undefined || value === undefined) return
    const own = values.get(upstream) ?? new Map<string, string>()
    values.set(upstream, own.set(session.argument, typeof value === 'string' ? value : stringifyJson(value)))
  }
}
