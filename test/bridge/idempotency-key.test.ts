import { afterEach, describe, expect, test } from 'vitest'
import { createBridge } from '../../src/bridge/call.ts'
import { createHttpUpstream } from '../../src/node/http-upstream.ts'
import { type HttpRunning, serveHttp } from '../node/servers.ts'
import { bodyOf, mediaTypeOf, parameterOf, profileOf } from '../plan/factory.ts'
import { toolOf } from '../tool/compiling.ts'

const closing: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(closing.splice(0).map((one) => one.close()))
})

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/

/** Answers with these statuses in turn. */
async function serve(...statuses: readonly number[]): Promise<HttpRunning> {
  let index = 0
  const server = await serveHttp((_request, response) => {
    response.statusCode = statuses[index++] ?? 200
    response.end('{}')
  })
  closing.push(server)
  return server
}

function calling(origin: string, idempotencyKey: boolean) {
  const tool = toolOf(
    {
      method: 'POST',
      parameters: [parameterOf({ name: 'Idempotency-Key', in: 'header', required: idempotencyKey })],
      requestBody: bodyOf([mediaTypeOf({ type: 'object', properties: { title: { type: 'string' } } })]),
    },
    { idempotencyKey },
  )
  const sent = { ...tool, planned: { ...tool.planned, base: { origin, path: '' } } }
  const upstream = createHttpUpstream({ version: '0.0.0-test', random: () => 0 })
  closing.push(upstream)
  const tools = new Map([[tool.name, sent]])
  const credentials = { byVariable: new Map(), secrets: [] }
  const bridge = createBridge({ profile: profileOf(), tools, credentials, upstreams: new Map([['', upstream]]) })
  const call = (args = {}) => bridge.call(sent, { title: 'x', ...args }, new AbortController().signal)
  return { call, properties: Object.keys(Object(tool.inputSchema.properties)) }
}

const keys = (server: HttpRunning) => server.headers.map((headers) => headers['idempotency-key'])

describe('with idempotencyKey', () => {
  test('a write is sent again with the same key', async () => {
    const server = await serve(503, 502, 201)
    const outcome = await calling(server.origin, true).call()
    expect([outcome.isError, outcome.status]).toEqual([false, 201])
    expect(keys(server)).toHaveLength(3)
    expect(keys(server)[0]).toMatch(UUID)
    expect(new Set(keys(server)).size).toBe(1)
  })

  test('every call has a key of its own, which nobody can choose', async () => {
    const server = await serve()
    const { call, properties } = calling(server.origin, true)
    await call()
    await call()
    expect(new Set(keys(server)).size).toBe(2)
    expect(properties).toEqual(['title'])
    expect((await call({ 'Idempotency-Key': 'mine' })).isError).toBe(true)
    expect(server.seen).toHaveLength(2)
  })
})

test('without it, a write is sent once, and the header is an argument like any other', async () => {
  const server = await serve(503)
  const { call, properties } = calling(server.origin, false)
  expect((await call()).status).toBe(503)
  await call({ 'Idempotency-Key': 'mine' })
  expect(keys(server)).toEqual([undefined, 'mine'])
  expect(properties).toEqual(['Idempotency-Key', 'title'])
})
