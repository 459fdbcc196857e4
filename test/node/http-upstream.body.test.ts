import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { owned, send, told, upstreamFor } from './sending.ts'
import { serveHttp } from './servers.ts'

const TEXT = '{"name":"Zoë","list":[1,2,3]}'.repeat(50)

test.each<[string, Buffer]>([
  ['', Buffer.from(TEXT)],
  ['identity', Buffer.from(TEXT)],
  ['gzip', gzipSync(TEXT)],
  ['X-GZIP', gzipSync(TEXT)],
  ['br', brotliCompressSync(TEXT)],
  ['deflate', deflateSync(TEXT)],
  ['deflate', deflateRawSync(TEXT)],
  ['gzip, br', brotliCompressSync(gzipSync(TEXT))],
  ['identity, gzip,', gzipSync(TEXT)],
])('content-encoding %j is undone', async (coding, bytes) => {
  const server = owned(
    await serveHttp((_request, response) => {
      if (coding !== '') response.setHeader('content-encoding', coding)
      response.end(bytes)
    }),
  )
  expect(told(await send(upstreamFor(), server.origin))).toBe(`200 ${TEXT}`)
})

test.each(['gzip', 'br', 'deflate'])('half of a %s body is no answer', async (coding) => {
  const whole =
    { gzip: gzipSync(TEXT), br: brotliCompressSync(TEXT), deflate: deflateSync(TEXT) }[coding] ?? Buffer.alloc(0)
  const server = owned(
    await serveHttp((_request, response) => {
      response.setHeader('content-encoding', coding)
      response.end(whole.subarray(0, whole.length / 2))
    }),
  )
  expect(told(await send(upstreamFor(), server.origin))).toBe('UPSTREAM_TRUNCATED yes')
})

test.each([
  { length: 999, cut: false },
  { length: 1000, cut: false },
  { length: 1001, cut: true },
  { length: 5_000_000, cut: true },
])('$length bytes of 1000 allowed: cut is $cut', async ({ length, cut }) => {
  const server = owned(await serveHttp((_request, response) => response.end(Buffer.alloc(length, 'x'))))
  const result = await send(upstreamFor(), server.origin, {}, { maxBytes: 1000 })
  expect(result.ok && [result.value.body.length, result.value.cut]).toEqual([Math.min(length, 1000), cut])
})

test.each([
  ['gzip', gzipSync(Buffer.alloc(200_000_000))],
  ['gzip, gzip', gzipSync(gzipSync(Buffer.alloc(200_000_000)))],
  ['br', brotliCompressSync(Buffer.alloc(100_000_000), { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
])('a bomb in %s costs no more than the limit', async (coding, bomb) => {
  const server = owned(
    await serveHttp((_request, response) => {
      response.setHeader('content-encoding', coding)
      response.end(bomb)
    }),
  )
  const before = process.memoryUsage.rss()
  const result = await send(upstreamFor(), server.origin, {}, { maxBytes: 1_000_000 })
  expect(result.ok && [result.value.body.length, result.value.cut]).toEqual([1_000_000, true])
  expect(process.memoryUsage.rss() - before).toBeLessThan(80_000_000)
})

test('a body without end is cut, and its connection closed', async () => {
  let closed = (): void => undefined
  const gone = new Promise<void>((resolve) => {
    closed = resolve
  })
  const server = owned(
    await serveHttp((_request, response) => {
      response.on('close', closed)
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      }
      response.on('drain', more)
      more()
    }),
  )
  const result = await send(upstreamFor(), server.origin, {}, { maxBytes: 100_000 })
  expect(result.ok && result.value.cut).toBe(true)
  await gone
})

test.each([
  ['HEAD', 200],
  ['GET', 204],
  ['GET', 304],
])('%s %i with a coding and no body is empty', async (method, status) => {
  const server = owned(
    await serveHttp((_request, response) => {
      response.writeHead(status, { 'content-encoding': 'gzip' })
      response.end()
    }),
  )
  expect(told(await send(upstreamFor(), server.origin, { method }))).toBe(`${status} `)
})

test('a large compressed body arrives whole', async () => {
  const large = Buffer.from(Array.from({ length: 400_000 }, (_, index) => `${index * 7919}`).join(','))
  const server = owned(
    await serveHttp((_request, response) => {
      response.setHeader('content-encoding', 'gzip')
      response.end(gzipSync(large))
    }),
  )
  const result = await send(upstreamFor(), server.origin, {}, { maxBytes: 10_000_000 })
  expect(result.ok && Buffer.from(result.value.body).equals(large)).toBe(true)
})
