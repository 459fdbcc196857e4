/** What only hosted MCP servers have: sessions that calls set, and resources. */
import type { PlannedTool } from '../plan/model.ts'
import { buildRequest } from '../request/build.ts'
import { annotationsOf } from '../tool/annotations.ts'
import { cleanText, shorten } from '../tool/clean-text.ts'
import type { Tool, ToolSet } from '../tool/model.ts'
import type { RemoteSending, Upstream } from '../upstream/model.ts'

/** How a call of a tool goes with the session; undefined for an HTTP API. */
export function remoteSending({ planned }: Tool): RemoteSending | undefined {
  if (planned.operation.remote === undefined) return undefined
  return { repeatable: planned.access === 'read', changesSession: planned.entry.session !== undefined }
}

/** Has every session begin with the calls whose argument the profile fixes. */
export function presetSessions(tools: readonly Tool[], upstream: Upstream): void {
  for (const tool of tools) {
    const { session } = tool.planned.entry
    if (session === undefined || !Object.hasOwn(tool.pinned, session.argument)) continue
    const request = buildRequest(tool, tool.pinned)
    if (!request.ok)
      throw new Error(`${tool.name} can't be called with what is fixed, which the check should have said`)
    if (typeof request.value.body === 'string') upstream.remember?.(request.value.body)
  }
}

/** UTF-16 code units of what a list says about one resource. */
const MOST = { title: 100, description: 1024 } as const

/** Resources in the form of tools without arguments, by URI. */
export function resourceTools(planned: readonly PlannedTool[]): ToolSet {
  return new Map(planned.map((one) => [one.name, resourceTool(one)]))
}

function resourceTool(planned: PlannedTool): Tool {
  const { summary = '', description = '' } = planned.operation
  return {
    name: planned.name,
    title: clean(summary, MOST.title) || planned.name,
    description: clean(description, MOST.description),
    inputSchema: { type: 'object', properties: {}, additionalProperties: false },
    annotations: annotationsOf(planned),
    bindings: [],
    pinned: {},
    planned,
  }
}

function clean(text: string, most: number): string {
  return shorten(cleanText(text).text, most)
}
