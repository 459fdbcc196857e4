/** The resources of a bridge → what a client lists and reads of them. */
import type { Server } from '@modelcontextprotocol/server'
import type { CallOutcome } from '../bridge/bridge.ts'
import type { ResourceContents } from '../response/model.ts'
import type { Tool } from '../tool/model.ts'
import { type Calls, stopOf } from './calls.ts'
import { paramsSchema, readListParams, readResourceParams } from './params.ts'
import { INTERNAL_ERROR, ProtocolError } from './protocol.ts'
import type { Readiness } from './readiness.ts'

/** @see https://modelcontextprotocol.io/specification/2026-07-28/server/resources */
export function serveResources(server: Server, readiness: Readiness, calls: Calls): void {
  server.setRequestHandler('resources/list', { params: paramsSchema(readListParams) }, async () => {
    const bridge = await readiness.bridge()
    return { resources: [...(bridge.resources?.values() ?? [])].map(listed) }
  })
  server.setRequestHandler('resources/templates/list', { params: paramsSchema(readListParams) }, async () => {
    await readiness.bridge()
    return { resourceTemplates: [] }
  })
  server.setRequestHandler('resources/read', { params: paramsSchema(readResourceParams) }, async ({ uri }, context) => {
    const bridge = await readiness.bridge()
    const outcome = await calls.read(bridge, uri, stopOf(context.mcpReq.signal))
    return { contents: contentsOf(outcome, uri) }
  })
}

function listed({ name: uri, title, description, planned }: Tool) {
  const { remote } = planned.operation
  const mimeType = remote?.rpc === 'resources/read' ? remote.mimeType : undefined
  return {
    ...{ uri, name: title, title },
    ...(description === '' ? {} : { description }),
    ...(mimeType === undefined ? {} : { mimeType }),
  }
}

/** A read has no way to say that it failed but an error of the protocol. */
function contentsOf({ content, isError }: CallOutcome, uri: string): readonly ResourceContents[] {
  if (isError) {
    const text = content.map((block) => (block.type === 'text' ? block.text : '')).join('\n')
    throw new ProtocolError(INTERNAL_ERROR, text)
  }
  return content.flatMap((block): readonly ResourceContents[] => {
    if (block.type === 'resource') return [block.resource]
    return block.type === 'text' ? [{ uri, mimeType: 'text/plain', text: block.text }] : []
  })
}
