/** What is served → a connection of the MCP library, for all that is not answered without it. */
import type { Server, Transport } from '@modelcontextprotocol/server'
import { type Calls, resultOf, stopOf } from './calls.ts'
import { type Confirmations, createConfirmations } from './confirmations.ts'
import type { Introduction } from './introduction.ts'
import type { LateConnection } from './late-library.ts'
import type { Library } from './library.ts'
import { listingOf } from './listing.ts'
import { errorName, type Note } from './note.ts'
import { paramsSchema, readCallParams, readListParams } from './params.ts'
import { CACHE } from './protocol.ts'
import type { Readiness } from './readiness.ts'
import { serveResources } from './resources.ts'

export interface Served {
  readonly introduction: Introduction
  readonly readiness: Readiness
  readonly calls: Calls
  readonly note: (note: Note) => void
}

/** Loads the library first. */
export async function connectLibrary(served: Served, transport: Transport): Promise<LateConnection> {
  const library: Library = await import('./library.ts')
  const confirmations = createConfirmations(library)
  return library.serveStdio(() => createServer(library, served, confirmations), {
    transport,
    onerror: (error) => served.note({ kind: 'library-error', error: errorName(error) }),
  })
}

function createServer(
  library: Library,
  { introduction, readiness, calls }: Served,
  confirmations: Confirmations,
): Server {
  const { serverInfo, capabilities, instructions } = introduction
  const server = new library.Server(serverInfo, {
    capabilities,
    jsonSchemaValidator: NO_FORMS,
    cacheHints: { 'tools/list': CACHE, 'resources/list': CACHE, 'server/discover': CACHE },
    ...(instructions === undefined ? {} : { instructions }),
  })
  server.setRequestHandler('tools/list', { params: paramsSchema(readListParams) }, async () =>
    listingOf(await readiness.bridge()),
  )
  server.setRequestHandler('tools/call', { params: paramsSchema(readCallParams) }, async (params, context) => {
    const bridge = await readiness.bridge()
    const { confirm, pending } = confirmations.of(context, server.getClientCapabilities(), params)
    const outcome = await calls.call(bridge, params, stopOf(context.mcpReq.signal), confirm)
    const question = pending()
    if (question !== undefined) return question
    return resultOf(outcome)
  })
  if (capabilities.resources !== undefined) serveResources(server, readiness, calls)
  return server
}

/** For the fields of forms, and ours have none. Whatever the library has for it would only be loaded in vain. */
const NO_FORMS = {
  getValidator: () => {
    throw new Error('forms with fields are not asked')
  },
}
