import { expect, test } from 'vitest'
import { owned, send, told, upstreamFor } from './sending.ts'
import { serveHttp } from './servers.ts'

const SLOW = { requests: 2, perSeconds: 3_600 }

async function counting(status = 200) {
  const times: number[] = []
  const server = owned(
    await serveHttp((_request, response) => {
      times.push(performance.now())
      response.writeHead(status, { location: '/next' })
      response.end('ok')
    }),
  )
  return { origin: server.origin, times }
}

test('what can not have its turn in time is refused at once, and the wait is named', async () => {
  const { origin, times } = await counting()
  const upstream = upstreamFor({ rateLimit: SLOW })
  expect(told(await send(upstream, origin))).toBe('200 ok')
  expect(told(await send(upstream, origin))).toBe('200 ok')
  const third = await send(upstream, origin)
  expect(third.problems).toMatchObject([
    { code: 'RATE_LIMITED', args: { requests: 2, perSeconds: 3_600, waitSeconds: expect.any(Number) } },
  ])
  const [found] = third.problems
  const waitSeconds = found?.code === 'RATE_LIMITED' ? found.args.waitSeconds : 0
  expect(waitSeconds).toBeGreaterThan(3_500)
  expect(waitSeconds).toBeLessThanOrEqual(3_601)
  expect(times.length).toBe(2)
})

test('calls wait for their turn', async () => {
  const { origin, times } = await counting()
  const upstream = upstreamFor({ rateLimit: { requests: 1, perSeconds: 0.1 } })
  const all = await Promise.all([1, 2, 3].map(() => send(upstream, origin)))
  expect(all.map(told)).toEqual(['200 ok', '200 ok', '200 ok'])
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0))
  expect(Math.min(...gaps)).toBeGreaterThan(100)
})

test('a deadline that comes while waiting names the wait too', async () => {
  const { origin, times } = await counting()
  const server = owned(await serveHttp(() => {}))
  const upstream = upstreamFor({ rateLimit: { requests: 1, perSeconds: 0.5 } })
  const hanging = send(upstream, server.origin, {}, { timeoutSeconds: 3 })
  // the one under way could end now, so this one waits as long as it may
  expect(told(await send(upstream, origin, {}, { timeoutSeconds: 1 }))).toBe('RATE_LIMITED')
  expect(told(await hanging)).toBe('UPSTREAM_TIMEOUT unknown')
  expect(times.length).toBe(0)
})

test('cancelled while waiting: nothing was sent', async () => {
  const { origin, times } = await counting()
  const upstream = upstreamFor({ rateLimit: { requests: 1, perSeconds: 5 } })
  await send(upstream, origin)
  const cancel = new AbortController()
  const waiting = send(upstream, origin, {}, { signal: cancel.signal })
  setTimeout(() => cancel.abort(), 10)
  expect(told(await waiting)).toBe('CALL_CANCELLED no')
  expect(times.length).toBe(1)
})

test('retries and redirects have turns of their own', async () => {
  const busy = await counting(503)
  expect(told(await send(upstreamFor({ rateLimit: SLOW }), busy.origin))).toBe('503 ok')
  expect(busy.times.length).toBe(2)
  const moved = await counting(302)
  expect(told(await send(upstreamFor({ rateLimit: SLOW }), moved.origin, {}, { mayFollow: () => true }))).toBe('302 ok')
  expect(moved.times.length).toBe(2)
})

test('what never left does not count', async () => {
  const { origin, times } = await counting()
  const upstream = upstreamFor({ rateLimit: { requests: 1, perSeconds: 3_600 }, concurrency: 1 })
  expect(told(await send(upstream, 'http://127.0.0.1:1', { method: 'POST' }))).toBe('UPSTREAM_UNREACHABLE no')
  expect(told(await send(upstream, origin))).toBe('200 ok')
  expect(times.length).toBe(1)
})
