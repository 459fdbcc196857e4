/** A line of text to a JSON-RPC message, or to what is wrong with it. */
import type {
  JSONRPCErrorResponse,
  JSONRPCNotification,
  JSONRPCRequest,
  JSONRPCResponse,
} from '@modelcontextprotocol/server'
import { ExactNumber, isArray, isObject, type JsonObject, type JsonValue, member } from '../lib/json.ts'
import { parseExactJson } from '../lib/parse-exact-json.ts'
import { isParams, isResponse } from './message-shapes.ts'
import type { IgnoredBecause } from './note.ts'
import { INVALID_PARAMS, INVALID_REQUEST } from './protocol.ts'

export type RequestId = string | number

export type Message =
  | { readonly kind: 'request'; readonly message: JSONRPCRequest; readonly params: JsonObject }
  | { readonly kind: 'notification'; readonly message: JSONRPCNotification; readonly params: JsonObject }
  | { readonly kind: 'response'; readonly message: JSONRPCResponse }
  | { readonly kind: 'refused'; readonly answer: JSONRPCErrorResponse }
  | { readonly kind: 'ignored'; readonly because: IgnoredBecause }

/** Reads one line. Numbers that a double can't hold arrive as `ExactNumber`; members that JSON-RPC does not know are dropped. */
export function readMessage(line: string): Message {
  const text = line.charCodeAt(0) === 0xfeff ? line.replace(/^\ufeff+/, '') : line
  const parsed = parseExactJson(text)
  if (parsed.ok) return classify(parsed.value)
  if (parsed.error.kind === 'syntax') return ignored('not-json')
  // JSON, but with a key twice or nested too deep: whoever sent it waits for an answer
  const value: unknown = JSON.parse(text)
  return refuse(
    isObject(value) ? member(value, 'id') : undefined,
    INVALID_REQUEST,
    `Invalid request: ${parsed.error.kind}`,
  )
}

export function errorAnswer(id: RequestId, code: number, message: string, data?: unknown): JSONRPCErrorResponse {
  return { jsonrpc: '2.0', id, error: { code, message, ...(data === undefined ? {} : { data }) } }
}

function classify(value: JsonValue): Message {
  if (isArray(value)) return ignored('batch')
  if (!isObject(value)) return ignored('not-json-rpc')
  const id = member(value, 'id')
  const method = member(value, 'method')
  if (member(value, 'jsonrpc') !== '2.0') return refuse(id, INVALID_REQUEST, 'Invalid request: jsonrpc must be "2.0"')
  if (typeof method !== 'string') return classifyResponse(value, id)
  const params = member(value, 'params')
  if (params !== undefined && !isObject(params)) {
    return refuse(id, INVALID_PARAMS, 'Invalid params: params must be an object')
  }
  return id === undefined ? classifyNotification(method, params) : classifyRequest(id, method, params)
}

function classifyRequest(id: JsonValue, method: string, params: JsonObject | undefined): Message {
  if (!isRequestId(id)) return refuse(id, INVALID_REQUEST, 'Invalid request: id must be a string or a safe integer')
  if (params !== undefined && !isParams(params)) return refuse(id, INVALID_PARAMS, 'Invalid params: _meta is malformed')
  if (params === undefined) return { kind: 'request', message: { jsonrpc: '2.0', id, method }, params: {} }
  return { kind: 'request', message: { jsonrpc: '2.0', id, method, params }, params }
}

function classifyNotification(method: string, params: JsonObject | undefined): Message {
  if (params !== undefined && !isParams(params)) return ignored('not-json-rpc')
  const message = { jsonrpc: '2.0' as const, method, ...(params === undefined ? {} : { params }) }
  return { kind: 'notification', message, params: params ?? {} }
}

function classifyResponse(value: JsonObject, id: JsonValue | undefined): Message {
  // by its shape, it is one
  if (isResponse(value)) return { kind: 'response', message: value as unknown as JSONRPCResponse }
  return refuse(id, INVALID_REQUEST, 'Invalid request: method must be a string')
}

function refuse(id: JsonValue | undefined, code: number, message: string): Message {
  if (!isEchoable(id)) return ignored(id === undefined ? 'not-json-rpc' : 'no-usable-id')
  // an integer beyond the safe ones is an ExactNumber here, and written back digit for digit
  return { kind: 'refused', answer: errorAnswer(id as RequestId, code, message) }
}

function isRequestId(id: JsonValue): id is RequestId {
  return typeof id === 'string' || Number.isSafeInteger(id)
}

function isEchoable(id: JsonValue | undefined): boolean {
  if (id instanceof ExactNumber) return /^-?\d+$/.test(id.text)
  return typeof id === 'string' || Number.isInteger(id)
}

function ignored(because: IgnoredBecause): Message {
  return { kind: 'ignored', because }
}
