/** What is said of the protocol without its library, held to the library. */
import * as library from '@modelcontextprotocol/server'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readMessage } from '../../src/mcp/message.ts'
import { isInitializeParams, isPlainEnvelope } from '../../src/mcp/message-shapes.ts'
import * as protocol from '../../src/mcp/protocol.ts'
import { connect, modern } from './connection.ts'

test('the words and codes are those of the library', () => {
  expect(protocol.HANDSHAKE_VERSIONS).toEqual(library.SUPPORTED_PROTOCOL_VERSIONS)
  expect(protocol.PROTOCOL_VERSION_META_KEY).toBe(library.PROTOCOL_VERSION_META_KEY)
  expect(protocol.CLIENT_CAPABILITIES_META_KEY).toBe(library.CLIENT_CAPABILITIES_META_KEY)
  expect(protocol.CLIENT_INFO_META_KEY).toBe(library.CLIENT_INFO_META_KEY)
  expect(protocol.SERVER_INFO_META_KEY).toBe(library.SERVER_INFO_META_KEY)
  expect(protocol.RELATED_TASK_META_KEY).toBe(library.RELATED_TASK_META_KEY)
  expect(protocol.INVALID_REQUEST).toBe(library.ProtocolErrorCode.InvalidRequest)
  expect(protocol.METHOD_NOT_FOUND).toBe(library.ProtocolErrorCode.MethodNotFound)
  expect(protocol.INVALID_PARAMS).toBe(library.ProtocolErrorCode.InvalidParams)
  expect(protocol.INTERNAL_ERROR).toBe(library.ProtocolErrorCode.InternalError)
  const { code, message } = new library.UnsupportedProtocolVersionError({ supported: [], requested: 'x' })
  expect(protocol.UNSUPPORTED_PROTOCOL_VERSION).toBe(code)
  expect(message).toBe('Unsupported protocol version: x')
})

/** Mostly what a schema asks for, at times something else. */
function mostly<T>(right: fc.Arbitrary<T>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 12, arbitrary: right }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 1 }) })
}

/** Some of the members, or others. */
function some(members: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<unknown> {
  const given = Object.fromEntries(Object.entries(members).map(([name, value]) => [name, mostly(value)]))
  return mostly(fc.record({ ...given, other: fc.jsonValue({ maxDepth: 1 }) }, { requiredKeys: [] }))
}

const text = fc.string()
const object = fc.dictionary(fc.constantFrom('a', 'b'), fc.jsonValue({ maxDepth: 1 }))
const id = fc.oneof(text, fc.integer(), fc.double())
const meta = some({ progressToken: id, [protocol.RELATED_TASK_META_KEY]: some({ taskId: text }) })
const icons = fc.array(some({ src: text, mimeType: text, sizes: fc.array(text), theme: fc.constant('dark') }))
const named = { name: text, version: text }
const extra = { title: text, icons, websiteUrl: text, description: text }
const capabilities = some({
  experimental: fc.dictionary(text, object),
  sampling: some({ context: object, tools: object }),
  elicitation: some({ form: some({ applyDefaults: fc.boolean() }), url: object }),
  roots: some({ listChanged: fc.boolean() }),
  extensions: fc.dictionary(text, object),
  tasks: some({
    ...{ list: object, cancel: object },
    requests: some({ sampling: some({ createMessage: object }), elicitation: some({ create: object }) }),
  }),
})

// without what it must have, most would be refused for that alone
const handshake = fc
  .tuple(fc.record(named), some(extra), fc.record({ protocolVersion: text, capabilities }), some({ _meta: meta }))
  .map(([must, may, params, more]) => ({ ...Object(more), ...params, clientInfo: { ...Object(may), ...must } }))

const params = some({ _meta: meta })
const request = fc.record({ jsonrpc: fc.constant('2.0'), id: mostly(text), method: mostly(text), params })
const notification = fc.record({ jsonrpc: fc.constant('2.0'), method: mostly(text), params })
const response = some({
  ...{ jsonrpc: fc.constant('2.0'), id },
  result: some({ _meta: some({}) }),
  error: some({ code: id, message: text, data: object }),
})

const RUNS = { numRuns: 2_000 }

/** What the text of a message would be without the names that JSON has and objects here have not. */
function parsed(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (name, one) => (name === '__proto__' ? undefined : one))
}

describe('what is refused is what the library refuses', () => {
  test('of a handshake', () => {
    fc.assert(
      fc.property(fc.oneof(handshake, some({ ...named, protocolVersion: text, capabilities })), (value) => {
        const given = parsed(value)
        // it is JSON
        const found = isInitializeParams(given as Parameters<typeof isInitializeParams>[0])
        expect(found).toBe(library.isInitializeRequest({ method: 'initialize', params: given }))
      }),
      RUNS,
    )
  })

  test.each([
    { name: 'a request', values: request, kind: 'request', isOne: library.isJSONRPCRequest },
    { name: 'a notification', values: notification, kind: 'notification', isOne: library.isJSONRPCNotification },
    { name: 'an answer', values: response, kind: 'response', isOne: library.isJSONRPCResponse },
  ])('of $name', ({ values, kind, isOne }) => {
    fc.assert(
      fc.property(values, (value) => {
        const given = parsed(value)
        expect(readMessage(JSON.stringify(given)).kind === kind).toBe(isOne(given))
      }),
      RUNS,
    )
  })
})

const envelope = fc
  .tuple(
    fc.record(named),
    some(extra),
    capabilities,
    fc.record({ progressToken: text, 'a.example/b': object }, { requiredKeys: [] }),
  )
  .map(([must, may, able, more]) => ({
    ...Object(more),
    [protocol.PROTOCOL_VERSION_META_KEY]: '2026-07-28',
    [protocol.CLIENT_INFO_META_KEY]: { ...Object(may), ...must },
    [protocol.CLIENT_CAPABILITIES_META_KEY]: able,
  }))

test('what a request of the newer revisions may say of its client is what the library takes', async () => {
  // one more member, and the library answers
  const { ask } = connect()
  await ask(modern('first', 'server/discover', { more: true }))
  let [taken, count] = [0, 0]
  await fc.assert(
    fc.asyncProperty(envelope, async (value) => {
      const meta = parsed(value)
      // it is JSON
      if (!isPlainEnvelope(meta as Parameters<typeof isPlainEnvelope>[0])) return
      taken++
      const answer = await ask({ id: ++count, method: 'server/discover', params: { more: true, _meta: meta } })
      expect(answer).toHaveProperty('result.supportedVersions')
    }),
    { numRuns: 500 },
  )
  expect(taken).toBeGreaterThan(20)
})
