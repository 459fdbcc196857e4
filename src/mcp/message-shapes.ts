/** What messages have to look like, as the protocol's schemas say it; a test holds this to those of the library. */
import { isObject } from '../lib/json.ts'
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  MODERN_VERSIONS,
  PROTOCOL_VERSION_META_KEY,
  RELATED_TASK_META_KEY,
} from './protocol.ts'
import {
  both,
  either,
  isFlag,
  isInteger,
  isPlainObject,
  isText,
  listOf,
  mapOf,
  onlyMembers,
  type Shape,
  withMembers,
} from './shape.ts'

const isId = either(isText, isInteger)

/** Of the params of requests and notifications. */
const isMeta = withMembers({}, { progressToken: isId, [RELATED_TASK_META_KEY]: withMembers({ taskId: isText }) })

const isAnyObject = withMembers({})

export const isParams = withMembers({}, { _meta: isMeta })

/** A result or an error that answers a request, the whole message. */
export const isResponse: Shape = either(
  both(
    onlyMembers('jsonrpc', 'id', 'result'),
    withMembers({ id: isId, result: withMembers({}, { _meta: isAnyObject }) }),
  ),
  both(
    onlyMembers('jsonrpc', 'id', 'error'),
    withMembers({ error: withMembers({ code: isInteger, message: isText }) }, { id: isId }),
  ),
)

const isIcon = withMembers(
  { src: isText },
  { mimeType: isText, sizes: listOf(isText), theme: (value) => value === 'light' || value === 'dark' },
)

const isImplementation = withMembers(
  { name: isText, version: isText },
  { title: isText, icons: listOf(isIcon), websiteUrl: isText, description: isText },
)

const isTasks = withMembers(
  {},
  {
    list: isPlainObject,
    cancel: isPlainObject,
    requests: withMembers(
      {},
      {
        sampling: withMembers({}, { createMessage: isPlainObject }),
        elicitation: withMembers({}, { create: isPlainObject }),
      },
    ),
  },
)

const isCapabilities = withMembers(
  {},
  {
    experimental: mapOf(isPlainObject),
    sampling: withMembers({}, { context: isPlainObject, tools: isPlainObject }),
    elicitation: both(
      isPlainObject,
      withMembers({}, { form: withMembers({}, { applyDefaults: isFlag }), url: isAnyObject }),
    ),
    roots: withMembers({}, { listChanged: isFlag }),
    tasks: isTasks,
    extensions: mapOf(isPlainObject),
  },
)

/** @see https://modelcontextprotocol.io/specification/2025-11-25/basic/lifecycle#initialization */
export const isInitializeParams: Shape = both(
  isParams,
  withMembers({ protocolVersion: isText, capabilities: isCapabilities, clientInfo: isImplementation }),
)

/**
 * What each request of the newer revisions says of itself and its client, and nothing beside it but names that belong
 * to somebody else.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic#meta
 */
export const isPlainEnvelope: Shape = both(
  withMembers(
    {
      [PROTOCOL_VERSION_META_KEY]: (version) => typeof version === 'string' && MODERN_VERSIONS.includes(version),
      [CLIENT_CAPABILITIES_META_KEY]: isCapabilities,
      [CLIENT_INFO_META_KEY]: isImplementation,
    },
    { progressToken: isId },
  ),
  (meta) => isObject(meta) && Object.keys(meta).every((name) => KNOWN.has(name) || isOfOthers(name)),
)

const KNOWN: ReadonlySet<string> = new Set([
  ...[PROTOCOL_VERSION_META_KEY, CLIENT_CAPABILITIES_META_KEY, CLIENT_INFO_META_KEY, 'progressToken'],
])

/** The protocol keeps the names without a prefix, and some prefixes. */
function isOfOthers(name: string): boolean {
  const [prefix = '', ...rest] = name.split('/')
  return rest.length > 0 && !prefix.split('.').some((label) => label === 'modelcontextprotocol' || label === 'mcp')
}
