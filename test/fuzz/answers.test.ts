import { brotliCompressSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { serialise } from '../../src/mcp/serialise.ts'
import { render } from '../../src/response/render.ts'
import type { Header } from '../../src/upstream/model.ts'
import { owned, send, upstreamFor } from '../node/sending.ts'
import { serveTcp } from '../node/servers.ts'
import { answer, call, DECLARES_JSON, TOKEN } from '../response/call.ts'
import { createLeakScan } from '../soak/leak-scan.ts'
import { createRandom, type Random } from '../soak/random.ts'
import { corrupt, type Json, mutate } from './mutate.ts'

const SEED = Number(process.env.FUZZ_SEED ?? 1)
const scan = createLeakScan([TOKEN])

const BODY: Json = {
  items: [{ id: 'a', n: 1.5, tags: ['x', null], next: { href: '/jobs?page=2' } }],
  error: { message: 'é😀', errors: [{ field: 'a' }] },
}
const TYPES = [
  ...[
    'application/json',
    'application/json; charset=utf-16',
    'application/problem+json',
    'text/html; charset=latin1',
    'text/plain',
  ],
  ...[
    'text/event-stream',
    'application/x-ndjson',
    'image/png',
    'application/octet-stream',
    'x',
    '/',
    'application/json;;=',
    '',
  ],
] as const
const STATUSES = [
  200, 200, 201, 202, 204, 205, 206, 299, 300, 302, 304, 400, 401, 403, 404, 409, 410, 422, 429, 500, 503, 599, 999,
] as const

function headersFor(random: Random): readonly Header[] {
  const values = [
    TOKEN,
    'a',
    '',
    '\u00ff\u0080',
    '"',
    '<x>; rel=next',
    `</${'y'.repeat(3000)}>; rel="next"`,
    'bytes 0-1/2',
    '-1',
    '1e9',
    'Bearer realm="x',
  ] as const
  const names = [
    'location',
    'link',
    'retry-after',
    'content-range',
    'content-disposition',
    'www-authenticate',
    'x-request-id',
    'etag',
    '__proto__',
  ] as const
  const some = Array.from({ length: random.below(4) }, (): Header => [random.pick(names), random.pick(values)])
  return [['content-type', random.pick(TYPES)], ...some]
}

test('20,000 answers of anything are told, without the token', { timeout: 120_000 }, () => {
  const random = createRandom(SEED)
  for (let count = 0; count < 20_000; count++) {
    const text = random.below(3) === 0 ? TOKEN + corrupt(JSON.stringify(BODY), random) : mutate(BODY, random)
    const body = random.below(5) === 0 ? Buffer.from(text, 'latin1') : Buffer.from(text)
    const context = call({
      method: random.pick(['GET', 'HEAD', 'POST', 'DELETE']),
      resultCharacters: 1 + random.below(3000),
      declares: random.below(2) === 0 ? DECLARES_JSON : [],
    })
    const said = serialise({
      jsonrpc: '2.0',
      id: 1,
      result: {
        ...render(
          context,
          answer(random.pick(STATUSES), new Uint8Array(body), headersFor(random), random.below(6) === 0),
        ),
      },
    })
    expect(said.includes('\n')).toBe(false)
    expect(JSON.parse(said).result.content.length).toBeGreaterThan(0)
    expect(scan(said)).toBeUndefined()
  }
})

describe('bytes on the wire', () => {
  const body = Buffer.from(JSON.stringify(BODY))
  const message = (head: string, bytes: Uint8Array): Buffer =>
    Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${head}\r\n\r\n`), bytes])
  const MESSAGES = [
    message(`content-length: ${body.length}`, body),
    message(
      'transfer-encoding: chunked',
      Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n0\r\n\r\n')]),
    ),
    message(`content-encoding: gzip\r\ncontent-length: ${gzipSync(body).length}`, gzipSync(body)),
    message('content-encoding: br\r\nconnection: close', brotliCompressSync(body)),
  ] as const

  /** A few bytes replaced, cut out, doubled; sometimes the end is missing. */
  function damage(good: Buffer, random: Random): Buffer {
    const bytes = Buffer.from(good)
    for (let count = 1 + random.below(4); count > 0; count--) bytes[random.below(bytes.length)] = random.below(256)
    const at = random.below(bytes.length)
    const cuts = [
      bytes,
      bytes.subarray(0, at),
      Buffer.concat([bytes.subarray(0, at), bytes]),
      Buffer.concat([bytes, bytes.subarray(at)]),
    ] as const
    return random.pick(cuts)
  }

  test('1,500 damaged ones: each is an outcome, and the next good one is read', { timeout: 120_000 }, async () => {
    const random = createRandom(SEED)
    let reply: Buffer = MESSAGES[0]
    const server = owned(await serveTcp((socket) => void socket.end(reply)))
    const upstream = upstreamFor()
    const outcomes = new Map<string, number>()
    for (let count = 0; count < 1500; count++) {
      reply = damage(random.pick(MESSAGES), random)
      const result = await send(
        upstream,
        server.origin,
        { method: 'POST', body: '{}' },
        { timeoutSeconds: 5, maxBytes: 10_000 },
      )
      const kind = result.ok ? 'answered' : result.problems[0].code
      outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1)
    }
    reply = MESSAGES[0]
    expect((await send(upstream, server.origin)).ok).toBe(true)
    expect([...outcomes.keys()].sort()).toEqual([
      'UPSTREAM_PROTOCOL',
      'UPSTREAM_TRUNCATED',
      'UPSTREAM_UNREACHABLE',
      'answered',
    ])
  })
})
