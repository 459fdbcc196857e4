import type { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { owned, send, told, upstreamFor } from './sending.ts'
import { closedPort, serveHttp, serveTcp } from './servers.ts'

describe('statuses that may pass', () => {
  test.each<[string, number, Record<string, string>, number]>([
    ['GET', 502, {}, 3],
    ['HEAD', 503, {}, 3],
    ['OPTIONS', 504, {}, 3],
    ['QUERY', 503, {}, 3],
    ['GET', 503, { 'retry-after': '0' }, 3],
    ['GET', 429, { 'retry-after': '0' }, 3],
    ['GET', 429, { 'retry-after': new Date(0).toUTCString() }, 3],
    ['GET', 429, {}, 1],
    ['GET', 429, { 'retry-after': '999999' }, 1],
    ['GET', 429, { 'retry-after': new Date('2999-01-01').toUTCString() }, 1],
    ['GET', 429, { 'retry-after': '-1' }, 1],
    ['GET', 429, { 'retry-after': 'abc' }, 1],
    ['GET', 503, { 'retry-after': '6' }, 1],
    ['GET', 500, {}, 1],
    ['GET', 404, {}, 1],
    ['POST', 503, {}, 1],
    ['PUT', 502, {}, 1],
    ['PATCH', 504, {}, 1],
    ['DELETE', 429, { 'retry-after': '0' }, 1],
  ])('%s %i %j is sent %i times', async (method, status, headers, times) => {
    const server = owned(
      await serveHttp((_request, response) => {
        response.writeHead(status, headers)
        response.end()
      }),
    )
    expect(told(await send(upstreamFor(), server.origin, { method }))).toBe(`${status} `)
    expect(server.seen.length).toBe(times)
  })

  test.each<[string, number, number]>([
    ['POST', 503, 3],
    ['PATCH', 502, 3],
    ['DELETE', 504, 3],
    ['POST', 500, 1],
    ['POST', 409, 1],
  ])('with a key, %s %i is sent %i times, always the same', async (method, status, times) => {
    const server = owned(
      await serveHttp((_request, response) => {
        response.writeHead(status)
        response.end()
      }),
    )
    const request = { method, headers: [['idempotency-key', 'k-1']] as const, body: '{"a":1}' }
    expect(told(await send(upstreamFor(), server.origin, request, { keyed: true }))).toBe(`${status} `)
    expect(server.headers.map((one) => one['idempotency-key'])).toEqual(Array(times).fill('k-1'))
  })

  test('the first good answer ends it', async () => {
    const server = owned(
      await serveHttp((_request, response) => {
        response.statusCode = server.seen.length === 1 ? 503 : 200
        response.end('body')
      }),
    )
    expect(told(await send(upstreamFor(), server.origin))).toBe('200 body')
    expect(server.seen.length).toBe(2)
  })

  test('there is no waiting beyond the deadline', async () => {
    const server = owned(
      await serveHttp((_request, response) => {
        response.writeHead(429, { 'retry-after': '4' })
        response.end('slow down')
      }),
    )
    expect(told(await send(upstreamFor(), server.origin, {}, { timeoutSeconds: 3 }))).toBe('429 slow down')
    expect(server.seen.length).toBe(1)
  })
})

describe('connections that fail before a status', () => {
  const reset = (socket: Socket): void => void socket.resetAndDestroy()
  test.each<[string, number]>([
    ['GET', 3],
    ['QUERY', 3],
    ['POST', 1],
    ['DELETE', 1],
  ])('a reset %s is sent %i times', async (method, times) => {
    const server = owned(await serveTcp(reset))
    expect(told(await send(upstreamFor(), server.origin, { method }))).toBe('UPSTREAM_UNREACHABLE unknown')
    expect(server.received.length).toBe(times)
  })

  test('with a key, a reset POST is sent 3 times', async () => {
    const server = owned(await serveTcp(reset))
    const sent = await send(upstreamFor(), server.origin, { method: 'POST', body: '{}' }, { keyed: true })
    expect(told(sent)).toBe('UPSTREAM_UNREACHABLE unknown')
    expect(server.received.length).toBe(3)
  })

  test('a GET is answered by the connection that holds', async () => {
    const server = owned(
      await serveTcp((socket, index) =>
        index === 0 ? reset(socket) : socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'),
      ),
    )
    expect(told(await send(upstreamFor(), server.origin))).toBe('200 ok')
  })

  test('refused three times is still not sent', async () => {
    expect(told(await send(upstreamFor(), `http://127.0.0.1:${await closedPort()}`))).toBe('UPSTREAM_UNREACHABLE no')
  })

  test('a body that was cut off is not asked for again', async () => {
    const server = owned(await serveTcp((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf')))
    expect(told(await send(upstreamFor(), server.origin))).toBe('UPSTREAM_TRUNCATED yes')
    expect(server.received.length).toBe(1)
  })

  test('cancelled while it waits: no second attempt', async () => {
    const cancel = new AbortController()
    const server = owned(
      await serveTcp((socket) => {
        socket.on('close', () => setImmediate(() => setImmediate(() => cancel.abort())))
        socket.resetAndDestroy()
      }),
    )
    expect(told(await send(upstreamFor(), server.origin, {}, { signal: cancel.signal }))).toBe('CALL_CANCELLED unknown')
    expect(server.received.length).toBe(1)
  })

  test('a POST on a kept connection that the server drops goes out once', async () => {
    const server = owned(
      await serveTcp((socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
        socket.on('data', () => socket.destroy())
      }),
    )
    const upstream = upstreamFor()
    expect(told(await send(upstream, server.origin))).toBe('200 ok')
    // the connection takes its next request a turn later
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(told(await send(upstream, server.origin, { method: 'POST', body: '{}' }))).toBe(
      'UPSTREAM_UNREACHABLE unknown',
    )
    expect(server.received.map((text) => text.split('POST ').length - 1)).toEqual([1])
  })
})
