/** A message read to the decision about it: deliver, answer at once, or drop. */
import type { JSONRPCErrorResponse, JSONRPCMessage } from '@modelcontextprotocol/server'
import { isObject, type JsonObject, type JsonValue, member } from '../lib/json.ts'
import type { InFlight } from './in-flight.ts'
import { errorAnswer, type Message } from './message.ts'
import type { IgnoredBecause } from './note.ts'
import { paramsFault } from './params.ts'
import {
  CLIENT_CAPABILITIES_META_KEY,
  INVALID_PARAMS,
  INVALID_REQUEST,
  METHOD_NOT_FOUND,
  MODERN_VERSIONS,
  PROTOCOL_VERSION_META_KEY,
  UNSUPPORTED_PROTOCOL_VERSION,
} from './protocol.ts'

export type Decision =
  | { readonly kind: 'deliver'; readonly message: JSONRPCMessage }
  | { readonly kind: 'answer'; readonly answer: JSONRPCErrorResponse }
  /** Without a reason where the protocol itself says to ignore it. */
  | { readonly kind: 'drop'; readonly because?: IgnoredBecause }

/** Requests that need no `_meta` version before the handshake of the older revisions. */
const OPENERS: ReadonlySet<string> = new Set(['initialize', 'ping'])

/** Requests that leave the choice of era open. */
const UNDECIDED: ReadonlySet<string> = new Set(['server/discover', 'ping'])

/** Requests that exist in the revision whose `_meta` they then lack. */
const MODERN_METHODS: ReadonlySet<string> = new Set([
  'server/discover',
  'subscriptions/listen',
  'tools/list',
  'tools/call',
  'resources/list',
  'resources/templates/list',
  'resources/read',
])

/**
 * Decides about one connection's messages in their order. What the library leaves open is settled here: duplicate ids,
 * the version of every request and not only of the first, params in our words, and that nothing is served before
 * an era is known.
 */
export function createAdmission(inFlight: InFlight): (message: Message) => Decision {
  let opened = false

  return (message) => {
    switch (message.kind) {
      case 'ignored':
        return { kind: 'drop', because: message.because }
      case 'refused':
        return { kind: 'answer', answer: message.answer }
      case 'response':
        return { kind: 'deliver', message: message.message }
      case 'notification':
        return admitNotification(message)
      case 'request':
        return admitRequest(message)
    }
  }

  function admitNotification({ message, params }: Extract<Message, { kind: 'notification' }>): Decision {
    if (!opened && claimedVersion(params) === undefined) return { kind: 'drop' }
    const cancelled = member(params, 'requestId')
    if (
      message.method === 'notifications/cancelled' &&
      (typeof cancelled === 'string' || typeof cancelled === 'number')
    ) {
      inFlight.close(cancelled)
    }
    return { kind: 'deliver', message }
  }

  function admitRequest({ message, params }: Extract<Message, { kind: 'request' }>): Decision {
    const { id, method } = message
    const fault = versionFault(method, params) ?? paramsFaultOf(method, params)
    if (fault !== undefined) return { kind: 'answer', answer: errorAnswer(id, fault.code, fault.message, fault.data) }
    if (!inFlight.open(id, method)) {
      return {
        kind: 'answer',
        answer: errorAnswer(id, INVALID_REQUEST, 'Invalid request: a request with this id is unanswered'),
      }
    }
    if (!UNDECIDED.has(method)) opened = true
    return { kind: 'deliver', message }
  }

  function versionFault(method: string, params: JsonObject): Fault | undefined {
    const version = claimedVersion(params)
    if (version === undefined) return opened || OPENERS.has(method) ? undefined : withoutVersion(method)
    if (typeof version === 'string' && !MODERN_VERSIONS.includes(version)) {
      const data = { supported: MODERN_VERSIONS, requested: version }
      return { code: UNSUPPORTED_PROTOCOL_VERSION, message: `Unsupported protocol version: ${version}`, data }
    }
    return typeof version === 'string' && isObject(metaMember(params, CLIENT_CAPABILITIES_META_KEY))
      ? undefined
      : { code: INVALID_PARAMS, message: `Invalid params: _meta needs ${REQUIRED_META}` }
  }
}

interface Fault {
  readonly code: number
  readonly message: string
  readonly data?: unknown
}

const REQUIRED_META = `${PROTOCOL_VERSION_META_KEY} and ${CLIENT_CAPABILITIES_META_KEY}`

function withoutVersion(method: string): Fault {
  return MODERN_METHODS.has(method)
    ? { code: INVALID_PARAMS, message: `Invalid params: _meta needs ${REQUIRED_META}, or initialize must come first` }
    : { code: METHOD_NOT_FOUND, message: 'Method not found' }
}

function paramsFaultOf(method: string, params: JsonObject): Fault | undefined {
  const fault = paramsFault(method, params)
  return fault === undefined ? undefined : { code: INVALID_PARAMS, message: `Invalid params: ${fault}` }
}

/** The version that a request or notification of the newer revisions says that it is of. */
export function claimedVersion(params: JsonObject): JsonValue | undefined {
  return metaMember(params, PROTOCOL_VERSION_META_KEY)
}

function metaMember(params: JsonObject, name: string): JsonValue | undefined {
  const meta = member(params, '_meta')
  return isObject(meta) ? member(meta, name) : undefined
}
