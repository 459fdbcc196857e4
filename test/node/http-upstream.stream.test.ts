import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { owned, send, told, upstreamFor } from './sending.ts'
import { serveHttp } from './servers.ts'

/** Sends two events and never ends. */
function endless(type: string) {
  return (_request: unknown, response: ServerResponse) => {
    response.writeHead(200, { 'content-type': type })
    response.write('data: 1\n\ndata: 2\n\n')
  }
}

describe('a stream without an end', () => {
  test.each(['text/event-stream', 'text/event-stream; charset=utf-8', 'application/x-ndjson', 'application/jsonl'])(
    '%s is what has come when the time is over',
    async (type) => {
      const server = owned(await serveHttp(endless(type)))
      const result = await send(upstreamFor(), server.origin, {}, { timeoutSeconds: 1 })
      expect(told(result)).toBe('200 data: 1\n\ndata: 2\n\n')
      expect(result.ok && [result.value.cut, result.value.late]).toEqual([true, true])
    },
  )

  test.each(['application/json', 'text/plain', 'application/octet-stream'])('%s is a time-out', async (type) => {
    const server = owned(await serveHttp(endless(type)))
    expect(told(await send(upstreamFor(), server.origin, {}, { timeoutSeconds: 1 }))).toBe('UPSTREAM_TIMEOUT yes')
  })

  test('is cut at the limit of bytes like everything', async () => {
    const server = owned(await serveHttp(endless('text/event-stream')))
    const result = await send(upstreamFor(), server.origin, {}, { maxBytes: 9 })
    expect(result.ok && [told(result), result.value.cut, result.value.late]).toEqual([
      '200 data: 1\n\n',
      true,
      undefined,
    ])
  })

  test('gives nothing to a caller that has gone', async () => {
    const cancelling = new AbortController()
    const server = owned(
      await serveHttp((_request, response) => {
        endless('text/event-stream')(_request, response)
        setTimeout(() => cancelling.abort(), 100)
      }),
    )
    const result = await send(upstreamFor(), server.origin, {}, { signal: cancelling.signal })
    expect(told(result)).toMatch(/^CALL_CANCELLED/)
  })
})
