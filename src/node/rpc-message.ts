/** JSON-RPC messages to and from a hosted MCP server, with every digit kept. @see https://www.jsonrpc.org/specification */
import { isArray, isObject, type JsonObject, type JsonValue, member, stringifyJson } from '../lib/json.ts'
import { parseExactJson } from '../lib/parse-exact-json.ts'

/** The answer to one request, and its text as it came. */
export interface RpcAnswer {
  readonly message: JsonObject
  readonly text: string
}

export interface RpcRequest {
  readonly method: string
  readonly params: JsonObject
}

export function writeRequest(id: number, { method, params }: RpcRequest): string {
  return stringifyJson({ jsonrpc: '2.0', id, method, params })
}

export function writeNotification({ method, params }: RpcRequest): string {
  return stringifyJson({ jsonrpc: '2.0', method, params })
}

/** The request in a body of ours. */
export function readRequest(body: string): RpcRequest {
  const parsed = parseExactJson(body)
  const message = parsed.ok && isObject(parsed.value) ? parsed.value : {}
  const method = member(message, 'method')
  const params = member(message, 'params')
  if (typeof method !== 'string' || !isObject(params)) throw new Error('the body is no JSON-RPC request')
  return { method, params }
}

/** The answer with this id, where the text is it or a batch that has it. */
export function answerIn(text: string, id: number): RpcAnswer | undefined {
  const parsed = parseExactJson(text)
  if (!parsed.ok) return undefined
  if (isAnswer(parsed.value, id)) return { message: parsed.value, text }
  const found = isArray(parsed.value) ? parsed.value.find((one): one is JsonObject => isAnswer(one, id)) : undefined
  return found === undefined ? undefined : { message: found, text: stringifyJson(found) }
}

/** An error without an id is about the request that it answers. */
function isAnswer(value: JsonValue, id: number): value is JsonObject {
  if (!isObject(value) || member(value, 'method') !== undefined) return false
  const given = member(value, 'id')
  if (given === id) return member(value, 'result') !== undefined || member(value, 'error') !== undefined
  return (given === null || given === undefined) && member(value, 'error') !== undefined
}

/** What the server asks of us in the middle of an answer, refused; a ping is answered. Undefined where it asks nothing. */
export function refusalOf(text: string): string | undefined {
  const parsed = parseExactJson(text)
  const message = parsed.ok && isObject(parsed.value) ? parsed.value : {}
  const method = member(message, 'method')
  const id = member(message, 'id')
  if (typeof method !== 'string' || id === undefined || id === null) return undefined
  return method === 'ping'
    ? stringifyJson({ jsonrpc: '2.0', id, result: {} })
    : stringifyJson({ jsonrpc: '2.0', id, error: { code: -32601, message: 'Method not found' } })
}

/** The `result` of an answer that is no error. */
export function resultOf({ message }: RpcAnswer): JsonObject | undefined {
  const result = member(message, 'result')
  return isObject(result) ? result : undefined
}
