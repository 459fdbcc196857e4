/** A transport and a check under way to an MCP server of both protocol eras, and to the reason for which it closed. */
import { Server } from '@modelcontextprotocol/server'
import { serveStdio } from '@modelcontextprotocol/server/stdio'
import { type Calls, createCalls, stopOf } from './calls.ts'
import { type Confirmations, createConfirmations } from './confirmations.ts'
import { type DirectCall, resultOf, withDirectCalls } from './direct-calls.ts'
import { type Serving, superviseServing } from './lifecycle.ts'
import { listTools } from './listing.ts'
import { errorName, type Note } from './note.ts'
import { paramsSchema, readCallParams, readListParams } from './params.ts'
import { createReadiness, type Readiness, type Ready } from './readiness.ts'
import { serveResources } from './resources.ts'
import type { StdioTransport } from './stdio.ts'

export type { Serving }

export interface ServeOptions {
  readonly transport: StdioTransport
  readonly name: string
  readonly version: string
  readonly title?: string
  /** Shown to the model with the handshake; what is over `MAX_INSTRUCTIONS` characters is cut. */
  readonly instructions?: string
  /** The check under way. A rejection is a bug and rejects `closed` as well. */
  readonly ready: Promise<Ready>
  /** Whether there are resources beside the tools. */
  readonly servesResources?: boolean
  readonly note: (note: Note) => void
}

/** Characters: clients cut at 2,048 without a word. */
const MAX_INSTRUCTIONS = 2_000

/** The list is fixed for the life of the process; a new process may have another, so not for longer than this. */
const CACHE = { ttlMs: 300_000, cacheScope: 'private' } as const

/**
 * Starts to serve at once: the handshake needs no check, `tools/list` and `tools/call` wait for it.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/versioning
 */
export function serve(options: ServeOptions): Serving {
  const { transport, ready, note } = options
  const readiness = createReadiness(ready)
  const calls = createCalls(note)
  const confirmations = createConfirmations()
  const instructions = cutInstructions(options.instructions, note)
  const connection = serveStdio(() => createServer(options, instructions, readiness, calls, confirmations), {
    transport: withDirectCalls(transport, directCall(readiness, calls)),
    onerror: (error) => note({ kind: 'library-error', error: errorName(error) }),
  })
  return superviseServing({ transport, ready, readiness, calls, close: connection.close })
}

function createServer(
  { name, version, title, servesResources }: ServeOptions,
  instructions: string | undefined,
  readiness: Readiness,
  calls: Calls,
  confirmations: Confirmations,
): Server {
  const server = new Server(
    { name, version, ...(title === undefined ? {} : { title }) },
    {
      capabilities: { tools: {}, ...(servesResources === true ? { resources: {} } : {}) },
      jsonSchemaValidator: NO_FORMS,
      cacheHints: { 'tools/list': CACHE, 'resources/list': CACHE, 'server/discover': CACHE },
      ...(instructions === undefined ? {} : { instructions }),
    },
  )
  server.setRequestHandler('tools/list', { params: paramsSchema(readListParams) }, async () => {
    const bridge = await readiness.bridge()
    return { tools: listTools([...bridge.tools.values(), ...(bridge.own ?? [])]) }
  })
  server.setRequestHandler('tools/call', { params: paramsSchema(readCallParams) }, async (params, context) => {
    const bridge = await readiness.bridge()
    const { confirm, pending } = confirmations.of(context, server.getClientCapabilities(), params)
    const outcome = await calls.call(bridge, params, stopOf(context.mcpReq.signal), confirm)
    const question = pending()
    if (question !== undefined) return question
    return resultOf(outcome)
  })
  if (servesResources === true) serveResources(server, readiness, calls)
  return server
}

/** Calls of tools that ask nobody, and whose answers we make ourselves: what a hosted server answers, the library checks. */
function directCall(readiness: Readiness, calls: Calls): DirectCall {
  return (params) => {
    const bridge = readiness.now()
    const planned = bridge?.tools.get(params.name)?.planned
    if (bridge === undefined || planned === undefined) return undefined
    if (planned.entry.confirm === true || planned.operation.remote !== undefined) return undefined
    return (stop) => calls.call(bridge, params, stop)
  }
}

/** For the fields of forms, and ours have none. Whatever the library has for it would only be loaded in vain. */
const NO_FORMS = {
  getValidator: () => {
    throw new Error('forms with fields are not asked')
  },
}

function cutInstructions(text: string | undefined, note: (note: Note) => void): string | undefined {
  const characters = [...(text ?? '')]
  if (characters.length <= MAX_INSTRUCTIONS) return text
  note({ kind: 'instructions-cut', characters: characters.length, limit: MAX_INSTRUCTIONS })
  return `${characters.slice(0, MAX_INSTRUCTIONS - 1).join('')}…`
}
