import type { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { owned, send, told, upstreamFor } from './sending.ts'
import { closedPort, serveTcp } from './servers.ts'

const HEAD = 'HTTP/1.1 200 OK\r\n'

describe('a fault at each stage, and how far the request got', () => {
  test('nothing listens', async () => {
    expect(told(await send(upstreamFor(), `http://127.0.0.1:${await closedPort()}`, { method: 'POST' }))).toBe(
      'UPSTREAM_UNREACHABLE no',
    )
  })

  test('the host name is not known', async () => {
    const result = await send(upstreamFor(), 'https://nothing.invalid', { method: 'POST' })
    expect(told(result)).toBe('UPSTREAM_UNREACHABLE no')
  })

  test.each<[string, (socket: Socket) => void, string]>([
    ['reset before a status', (socket) => socket.resetAndDestroy(), 'UPSTREAM_UNREACHABLE unknown'],
    ['closed before a status', (socket) => socket.end(), 'UPSTREAM_UNREACHABLE unknown'],
    ['half a status line', (socket) => socket.end('HTTP/1.1 2'), 'UPSTREAM_UNREACHABLE unknown'],
    ['half a header block', (socket) => socket.end(`${HEAD}x-a: 1\r\n`), 'UPSTREAM_UNREACHABLE unknown'],
    ['no HTTP at all', (socket) => socket.end('SSH-2.0-OpenSSH\r\n'), 'UPSTREAM_PROTOCOL unknown'],
    [
      'two lengths',
      (socket) => socket.end(`${HEAD}content-length: 1\r\ncontent-length: 2\r\n\r\nab`),
      'UPSTREAM_PROTOCOL unknown',
    ],
    [
      'length and chunks',
      (socket) => socket.end(`${HEAD}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`),
      'UPSTREAM_PROTOCOL unknown',
    ],
    [
      'headers without end',
      (socket) => socket.end(`${HEAD}x: ${'y'.repeat(70_000)}\r\n\r\n`),
      'UPSTREAM_PROTOCOL unknown',
    ],
    [
      'interim answers for ever',
      (socket) => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(200)),
      'UPSTREAM_PROTOCOL unknown',
    ],
    [
      'reset in the body',
      (socket) =>
        socket.write(`${HEAD}content-length: 9\r\n\r\nhalf`, () => setImmediate(() => socket.resetAndDestroy())),
      'UPSTREAM_TRUNCATED yes',
    ],
    ['too short a body', (socket) => socket.end(`${HEAD}content-length: 9\r\n\r\nhalf`), 'UPSTREAM_TRUNCATED yes'],
    [
      'chunks without the last',
      (socket) => socket.end(`${HEAD}transfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n`),
      'UPSTREAM_TRUNCATED yes',
    ],
    [
      'a chunk that is none',
      (socket) => socket.end(`${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\n`),
      'UPSTREAM_TRUNCATED yes',
    ],
    [
      'an unknown coding',
      (socket) => socket.end(`${HEAD}content-encoding: zstd\r\ncontent-length: 1\r\n\r\na`),
      'UPSTREAM_PROTOCOL yes',
    ],
    [
      'too many codings',
      (socket) => socket.end(`${HEAD}content-encoding: gzip, gzip, gzip\r\ncontent-length: 1\r\n\r\na`),
      'UPSTREAM_PROTOCOL yes',
    ],
    [
      'bad gzip',
      (socket) => socket.end(`${HEAD}content-encoding: gzip\r\ncontent-length: 4\r\n\r\nnope`),
      'UPSTREAM_TRUNCATED yes',
    ],
  ])('%s', async (_name, talk, want) => {
    const server = owned(await serveTcp(talk))
    const result = await send(upstreamFor(), server.origin, { method: 'POST', body: '{}' })
    expect(told(result)).toBe(want)
    expect(server.received.length).toBe(1)
  })

  test.each<[string, (socket: Socket) => void, string]>([
    ['silence', () => undefined, 'UPSTREAM_TIMEOUT unknown'],
    ['headers, then silence', (socket) => socket.write(`${HEAD}content-length: 9\r\n\r\n`), 'UPSTREAM_TIMEOUT yes'],
    [
      'a drip of a body',
      (socket) => {
        socket.write(`${HEAD}content-length: 900\r\n\r\n`)
        const drip = setInterval(() => socket.write('.'), 20)
        socket.on('close', () => clearInterval(drip))
      },
      'UPSTREAM_TIMEOUT yes',
    ],
  ])('%s ends at the deadline, and the connection with it', async (_name, talk, want) => {
    let closed = (): void => undefined
    const gone = new Promise<void>((resolve) => {
      closed = resolve
    })
    const server = owned(await serveTcp(talk, (socket) => socket.on('close', closed)))
    const result = await send(upstreamFor(), server.origin, {}, { timeoutSeconds: 1 })
    expect(told(result)).toBe(want)
    await gone
    expect(server.open()).toBe(0)
  })
})

describe('cancelling', () => {
  test('before it is sent: nothing leaves', async () => {
    const server = owned(await serveTcp(() => undefined))
    const result = await send(upstreamFor(), server.origin, {}, { signal: AbortSignal.abort() })
    expect(told(result)).toBe('CALL_CANCELLED no')
    expect(server.received).toEqual([])
  })

  test.each<[string, string, string]>([
    ['waiting for a status', '', 'CALL_CANCELLED unknown'],
    ['reading the body', `${HEAD}content-length: 9\r\n\r\nhalf`, 'CALL_CANCELLED yes'],
  ])('%s: the connection is closed', async (_name, reply, want) => {
    const cancel = new AbortController()
    let closed = (): void => undefined
    const gone = new Promise<void>((resolve) => {
      closed = resolve
    })
    const server = owned(
      await serveTcp(
        // the answer has to be read before the end: the loop polls between a timer and an immediate
        (socket) => socket.write(reply, () => setTimeout(() => setImmediate(() => cancel.abort()), 50)),
        (socket) => socket.on('close', closed),
      ),
    )
    const result = await send(upstreamFor(), server.origin, { method: 'POST' }, { signal: cancel.signal })
    expect(told(result)).toBe(want)
    await gone
  })

  test('closing the upstream ends what is in flight', async () => {
    const upstream = upstreamFor()
    const server = owned(await serveTcp(() => void upstream.close()))
    expect(told(await send(upstream, server.origin, { method: 'POST' }))).toBe('CALL_CANCELLED unknown')
  })
})

test('no foreign error text gets through', async () => {
  const server = owned(await serveTcp((socket) => socket.end('HTTP/1.1 200 OK\r\nbad header SECRET-CANARY\r\n\r\n')))
  const result = await send(upstreamFor(), server.origin, { headers: [['x-user-token', 'fake-token-canary']] })
  expect(told(result)).toBe('UPSTREAM_PROTOCOL unknown')
  expect(JSON.stringify(result)).not.toMatch(/canary/i)
})
