/** The words and codes of the protocol that are needed before its library is; a test holds them to the library's. */

/** The revisions that begin with a handshake, the newest first. */
export const HANDSHAKE_VERSIONS = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05', '2024-10-07'] as const

/** The revisions whose requests say their version one by one. */
export const MODERN_VERSIONS: readonly string[] = ['2026-07-28']

export const PROTOCOL_VERSION_META_KEY = 'io.modelcontextprotocol/protocolVersion'
export const CLIENT_INFO_META_KEY = 'io.modelcontextprotocol/clientInfo'
export const SERVER_INFO_META_KEY = 'io.modelcontextprotocol/serverInfo'
export const CLIENT_CAPABILITIES_META_KEY = 'io.modelcontextprotocol/clientCapabilities'
export const RELATED_TASK_META_KEY = 'io.modelcontextprotocol/related-task'

/** The list is fixed for the life of the process; a new process may have another, so not for longer than this. */
export const CACHE = { ttlMs: 300_000, cacheScope: 'private' } as const

/** @see https://www.jsonrpc.org/specification#error_object */
export const INVALID_REQUEST = -32600
export const METHOD_NOT_FOUND = -32601
export const INVALID_PARAMS = -32602
export const INTERNAL_ERROR = -32603
export const UNSUPPORTED_PROTOCOL_VERSION = -32022

/** What a request is answered with in place of a result, in the form in which the library takes what is thrown. */
export class ProtocolError extends Error {
  readonly code: number
  readonly data: unknown

  constructor(code: number, message: string, data?: unknown) {
    super(message)
    this.code = code
    this.data = data
  }
}
