import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { owned, send, told, upstreamFor } from './sending.ts'
import { type HttpRunning, serveHttp } from './servers.ts'

/** Keeps every request open until it is told to go on. */
async function holding(): Promise<{
  server: HttpRunning
  held: ServerResponse[]
  arrived(count: number): Promise<void>
}> {
  const held: ServerResponse[] = []
  let notify = (): void => undefined
  const server = await serveHttp((_request, response) => {
    held.push(response)
    notify()
  })
  const arrived = async (count: number): Promise<void> => {
    while (server.seen.length < count) {
      await new Promise<void>((resolve) => {
        notify = resolve
      })
    }
  }
  return { server: owned(server), held, arrived }
}

test('100 calls at once are never more than 8 upstream, and each gets its own answer', async () => {
  let now = 0
  let peak = 0
  const server = owned(
    await serveHttp((request, response) => {
      now++
      peak = Math.max(peak, now)
      setTimeout(() => {
        now--
        response.end(request.url)
      }, 5)
    }),
  )
  const upstream = upstreamFor()
  const calls = Array.from({ length: 100 }, (_, index) => send(upstream, server.origin, { target: `/${index}` }))
  expect((await Promise.all(calls)).map(told)).toEqual(calls.map((_, index) => `200 /${index}`))
  expect(peak).toBe(8)
})

test('those who wait are served in their order', async () => {
  const server = owned(await serveHttp((_request, response) => response.end()))
  const upstream = upstreamFor({ concurrency: 1 })
  await Promise.all(['/a', '/b', '/c', '/d'].map((target) => send(upstream, server.origin, { target })))
  expect(server.seen).toEqual(['GET /a', 'GET /b', 'GET /c', 'GET /d'])
})

test('one more than may wait is refused as busy', async () => {
  const { server, held, arrived } = await holding()
  const upstream = upstreamFor({ concurrency: 1, queue: 2 })
  const calls = [1, 2, 3].map(() => send(upstream, server.origin))
  const refused = await send(upstream, server.origin)
  expect(refused).toMatchObject({ ok: false, problems: [{ code: 'UPSTREAM_BUSY', args: { waiting: 2 } }] })
  for (const turn of [0, 1, 2]) {
    await arrived(turn + 1)
    held[turn]?.end()
  }
  expect((await Promise.all(calls)).map(told)).toEqual(['200 ', '200 ', '200 '])
})

describe('a place is free again', () => {
  test('after waiting calls are cancelled: they were never sent', async () => {
    const { server, held, arrived } = await holding()
    const upstream = upstreamFor({ concurrency: 1, queue: 2 })
    const first = send(upstream, server.origin)
    await arrived(1)
    for (let round = 0; round < 20; round++) {
      const cancel = new AbortController()
      const waiting = [1, 2].map(() => send(upstream, server.origin, {}, { signal: cancel.signal }))
      cancel.abort()
      expect((await Promise.all(waiting)).map(told)).toEqual(['CALL_CANCELLED no', 'CALL_CANCELLED no'])
    }
    held[0]?.end()
    expect(told(await first)).toBe('200 ')
    expect(server.seen.length).toBe(1)
  })

  test('after running calls are cancelled', async () => {
    const { server, held, arrived } = await holding()
    const upstream = upstreamFor({ concurrency: 2 })
    for (let round = 1; round <= 10; round++) {
      const cancel = new AbortController()
      const running = [1, 2].map(() => send(upstream, server.origin, { method: 'POST' }, { signal: cancel.signal }))
      await arrived(round * 2)
      cancel.abort()
      expect((await Promise.all(running)).map(told)).toEqual(['CALL_CANCELLED unknown', 'CALL_CANCELLED unknown'])
    }
    const last = send(upstream, server.origin)
    await arrived(21)
    held[20]?.end('last')
    expect(told(await last)).toBe('200 last')
  })

  test('after a deadline that ran out in the line', async () => {
    const { server, held, arrived } = await holding()
    const upstream = upstreamFor({ concurrency: 1 })
    const first = send(upstream, server.origin)
    await arrived(1)
    expect(told(await send(upstream, server.origin, {}, { timeoutSeconds: 0.1 }))).toBe('UPSTREAM_TIMEOUT no')
    held[0]?.end()
    await first
    expect(server.seen.length).toBe(1)
  })
})
