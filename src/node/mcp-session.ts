/** A hosted MCP server → a session of it: opened when first needed, in the newest version that both sides speak. */

import { isArray, isObject, type JsonObject, member } from '../lib/json.ts'
import type { StopSignal } from '../lib/stop.ts'
import { decodeUtf8 } from '../lib/utf8.ts'
import { type Checked, pass, refuse } from '../problem/checked.ts'
import { type Problem, problem } from '../problem/problem.ts'
import type { UpstreamResponse } from '../upstream/model.ts'
import { type Envelope, type McpWire, type Posted, type Session, STATELESS } from './mcp-wire.ts'
import { type RpcRequest, resultOf, writeNotification } from './rpc-message.ts'

/** The latest with a handshake. */
const OFFERED = '2025-11-25'

const WITH_HANDSHAKE: ReadonlySet<string> = new Set(['2024-11-05', '2025-03-26', '2025-06-18', OFFERED])

/** How a server of the stateless revision alone answers the handshake: method not found, or version not supported. */
const NO_HANDSHAKE: ReadonlySet<unknown> = new Set([-32601, -32022, -32602])

export interface Opened {
  readonly session: Session
  /** What the server says it is. */
  readonly server: JsonObject
}

/** No session, and the answer that says why, where it was an answer. */
export type Opening = Checked<Opened> | { readonly ok: false; readonly response: UpstreamResponse }

export interface OpenOptions {
  readonly wire: McpWire
  readonly envelope: Envelope
  readonly clientVersion: string
  readonly timeoutSeconds: number
  readonly signal: StopSignal
}

/** @see https://modelcontextprotocol.io/specification/2025-11-25/basic/lifecycle#initialization */
export async function openSession(options: OpenOptions): Promise<Opening> {
  const { wire, envelope, clientVersion, signal } = options
  const clientInfo = { name: 'drawbridge', version: clientVersion }
  const params = { protocolVersion: OFFERED, capabilities: {}, clientInfo }
  const posted = await ask(options, { method: 'initialize', params }, undefined)
  if (!posted.ok) return posted
  const { answer, response } = posted.value
  if (answer === undefined) return speaksStateless(posted.value) ? discover(options) : { ok: false, response }
  const error = member(answer.message, 'error')
  if (isObject(error) && NO_HANDSHAKE.has(member(error, 'code'))) return discover(options)
  const result = resultOf(answer)
  const version = result === undefined ? undefined : member(result, 'protocolVersion')
  if (result === undefined || typeof version !== 'string' || !WITH_HANDSHAKE.has(version)) {
    return refuse(foreign(envelope, 'it agrees on no version of the protocol that the bridge speaks'))
  }
  const id = response.headers.find(([name]) => name === 'mcp-session-id')?.[1]
  if (id !== undefined && !/^[\x21-\x7e]{1,1024}$/.test(id)) {
    return refuse(foreign(envelope, 'the name of its session has characters that it may not have'))
  }
  const session: Session = { version, ...(id === undefined ? {} : { id }) }
  // without it, a server may refuse every call: it may wait for its turn
  const ready = writeNotification({ method: 'notifications/initialized', params: {} })
  await wire.tell(ready, envelope, session, signal, options.timeoutSeconds)
  return pass({ session, server: objectIn(result, 'serverInfo') })
}

/** @see https://modelcontextprotocol.io/specification/2026-07-28/basic/versioning */
async function discover(options: OpenOptions): Promise<Opening> {
  const session: Session = { version: STATELESS }
  const posted = await ask(options, { method: 'server/discover', params: {} }, session)
  if (!posted.ok) return posted
  const { answer, response } = posted.value
  if (answer === undefined) return { ok: false, response }
  const result = resultOf(answer)
  const versions = result === undefined ? undefined : member(result, 'supportedVersions')
  if (result === undefined || !isArray(versions) || !versions.includes(STATELESS)) {
    return refuse(foreign(options.envelope, 'it speaks no version of the protocol that the bridge speaks'))
  }
  return pass({ session, server: objectIn(objectIn(result, '_meta'), 'io.modelcontextprotocol/serverInfo') })
}

function ask(
  { wire, envelope, timeoutSeconds, signal }: OpenOptions,
  request: RpcRequest,
  session: Session | undefined,
): Promise<Checked<Posted>> {
  return wire.post(request, envelope, session, { signal, timeoutSeconds, maxBytes: 1_048_576, mayFollow: () => false })
}

/** A server without a handshake may refuse one with a status, and says in its error what it speaks. */
function speaksStateless({ response }: Posted): boolean {
  return response.status === 400 && decodeUtf8(response.body).includes(STATELESS)
}

function foreign({ origin, target }: Envelope, detail: string): Problem {
  return problem('CONTRACT_NOT_MCP', { source: 'upstream', uri: origin + (target.split('?', 1)[0] ?? '') }, { detail })
}

function objectIn(object: JsonObject, name: string): JsonObject {
  const value = member(object, name)
  return isObject(value) ? value : {}
}
