import { expect, test } from 'vitest'
import { owned, send, told, upstreamFor } from './sending.ts'
import { serveHttp, serveTcp } from './servers.ts'

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'

test('target, header block and body go out byte for byte, with nothing else beside them', async () => {
  const server = owned(await serveTcp((socket) => socket.write(OK)))
  const result = await send(upstreamFor(), server.origin, {
    method: 'POST',
    target: "/a%2Fb/Users('x')/%E2%82%AC;v=1?q=a%20b&q=c+d&filter%5Bx%5D=1&e",
    headers: [
      ['X-User-Token', 'fake-token'],
      ['accept', 'application/json'],
      ['X-Multi', '1'],
      ['X-Multi', '2'],
      ['Content-Type', 'application/json'],
    ],
    body: '{"n":"€"}',
  })
  expect(told(result)).toBe('200 ok')
  expect(server.received).toEqual([
    [
      "POST /a%2Fb/Users('x')/%E2%82%AC;v=1?q=a%20b&q=c+d&filter%5Bx%5D=1&e HTTP/1.1",
      `host: 127.0.0.1:${server.port}`,
      'connection: keep-alive',
      'user-agent: drawbridge-mcp/0.0.0-test',
      'accept-encoding: gzip, deflate, br',
      'X-User-Token: fake-token',
      'accept: application/json',
      'X-Multi: 1',
      'X-Multi: 2',
      'Content-Type: application/json',
      'content-length: 11',
      '',
      Buffer.from('{"n":"€"}').toString('latin1'),
    ].join('\r\n'),
  ])
})

test("the request's own user-agent and accept-encoding stand", async () => {
  const server = owned(await serveHttp((_request, response) => response.end()))
  await send(upstreamFor(), server.origin, {
    headers: [
      ['User-Agent', 'mine'],
      ['Accept-Encoding', 'identity'],
    ],
  })
  expect(server.headers[0]).toMatchObject({ 'user-agent': 'mine', 'accept-encoding': 'identity' })
})

test('bytes go out as they are', async () => {
  const server = owned(await serveTcp((socket) => socket.write(OK)))
  await send(upstreamFor(), server.origin, { method: 'PUT', body: new Uint8Array([0, 255, 13, 10]) })
  expect(server.received[0]?.endsWith('content-length: 4\r\n\r\n\x00\xff\r\n')).toBe(true)
})

test('a response keeps repeated fields, in lower case', async () => {
  const server = owned(
    await serveTcp((socket) =>
      socket.write('HTTP/1.1 201 Created\r\nX-A: 1\r\nLink: <b>\r\nx-a: 2\r\nContent-Length: 0\r\n\r\n'),
    ),
  )
  const result = await send(upstreamFor(), server.origin, { method: 'POST' })
  expect(result.ok && result.value.headers).toEqual([
    ['x-a', '1'],
    ['x-a', '2'],
    ['link', '<b>'],
    ['content-length', '0'],
  ])
})

test('names that every object has are fields like others, and values are latin1', async () => {
  const lines = ['__proto__: a', 'constructor: b', '__proto__: c', 'X-Name: \xe9', 'Content-Length: 0', '', '']
  const server = owned(
    await serveTcp((socket) => socket.write(Buffer.from(`HTTP/1.1 200 OK\r\n${lines.join('\r\n')}`, 'latin1'))),
  )
  const result = await send(upstreamFor(), server.origin)
  expect(result.ok && result.value.headers).toEqual([
    ['__proto__', 'a'],
    ['__proto__', 'c'],
    ['constructor', 'b'],
    ['x-name', '\xe9'],
    ['content-length', '0'],
  ])
})

test.each(['http://192.0.2.1', 'http://example.com', 'http://localhost.example.com', 'http://169.254.169.254'])(
  '%s: no plain http beyond loopback',
  async (origin) => {
    expect(told(await send(upstreamFor(), origin))).toBe('URL_INSECURE')
  },
)

test.each([
  ['X-A', 'line\r\nInjected: 1'],
  ['X-A', 'nul\0'],
  ['X A', 'name'],
  ['Host', 'evil.example'],
  ['Content-Length', '1'],
  ['Transfer-Encoding', 'chunked'],
  ['Connection', 'close'],
  ['Upgrade', 'websocket'],
  ['Expect', '100-continue'],
])('%s: %j is refused before anything is sent', async (name, value) => {
  const server = owned(await serveTcp((socket) => socket.write(OK)))
  const result = await send(upstreamFor(), server.origin, { headers: [[name, value]] })
  expect(told(result)).toBe('REQUEST_ESCAPED')
  expect(JSON.stringify(result)).not.toContain(JSON.stringify(value).slice(1, -1).padStart(3, '"'))
  expect(server.received.join('')).toBe('')
})

test.each(['/a b', '/a\r\nInjected: 1', '/ü€', 'x'])('target %j is refused before anything is sent', async (target) => {
  const server = owned(await serveTcp((socket) => socket.write(OK)))
  expect(told(await send(upstreamFor(), server.origin, { target }))).toBe('REQUEST_ESCAPED')
  expect(server.received.join('')).toBe('')
})

test('connections are used again', async () => {
  const ports = new Set<number>()
  const server = owned(
    await serveHttp((request, response) => {
      ports.add(request.socket.remotePort ?? 0)
      response.end('ok')
    }),
  )
  const upstream = upstreamFor()
  for (let call = 0; call < 20; call++) await send(upstream, server.origin)
  // two rather than one: a connection rests for one turn of the event loop before it takes the next request
  expect(ports.size).toBeLessThanOrEqual(2)
})
