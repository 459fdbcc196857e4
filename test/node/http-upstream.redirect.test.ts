import { describe, expect, test } from 'vitest'
import { owned, send, told, upstreamFor } from './sending.ts'
import { type HttpRunning, serveHttp } from './servers.ts'

const STATUSES = [301, 302, 303, 307, 308]
const TOKEN = 'fake-user-token'

/** Redirects `/from…` to `location`, answers everything else. */
function redirecting(status: number, location: (origin: string) => string): Promise<HttpRunning> {
  return serveHttp((request, response) => {
    if (request.url?.startsWith('/from')) {
      response.writeHead(status, { location: location(`http://${request.headers.host}`) })
      response.end()
    } else response.end('arrived')
  })
}

const READ = { target: '/from', headers: [['x-user-token', TOKEN]] } as const
const ANYWHERE = { mayFollow: () => true }

describe('on the same origin', () => {
  test.each(STATUSES.flatMap((status) => ['GET', 'HEAD'].map((method) => [method, status] as const)))(
    '%s %i is followed, with the credential',
    async (method, status) => {
      const server = owned(await redirecting(status, () => '/to?x=%2F'))
      const result = await send(upstreamFor(), server.origin, { ...READ, method }, ANYWHERE)
      expect(told(result)).toBe(method === 'GET' ? '200 arrived' : '200 ')
      expect(server.seen).toEqual([`${method} /from`, `${method} /to?x=%2F`])
      expect(server.headers.map((headers) => headers['x-user-token'])).toEqual([TOKEN, TOKEN])
    },
  )

  test.each(
    STATUSES.flatMap((status) =>
      ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY'].map((method) => [method, status] as const),
    ),
  )('%s %i is the answer', async (method, status) => {
    const server = owned(await redirecting(status, () => '/to'))
    const result = await send(upstreamFor(), server.origin, { ...READ, method }, ANYWHERE)
    expect(told(result)).toBe(`${status} `)
    expect(server.seen).toEqual([`${method} /from`])
  })

  test('a path that is not allowed is the answer, whatever its query', async () => {
    const asked: string[] = []
    const server = owned(await redirecting(302, () => '/admin/delete?path=/to'))
    const mayFollow = (path: string): boolean => {
      asked.push(path)
      return path === '/to'
    }
    expect(told(await send(upstreamFor(), server.origin, READ, { mayFollow }))).toBe('302 ')
    expect(asked).toEqual(['/admin/delete'])
    expect(server.seen).toEqual(['GET /from'])
  })

  test('the dots of a location are resolved before the path is judged', async () => {
    const server = owned(await redirecting(302, () => '/to/%2e%2e/admin'))
    const mayFollow = (path: string): boolean => path.startsWith('/to')
    expect(told(await send(upstreamFor(), server.origin, READ, { mayFollow }))).toBe('302 ')
  })

  test('three hops are followed, the fourth is the answer', async () => {
    const server = owned(await redirecting(302, () => '/from/again'))
    expect(told(await send(upstreamFor(), server.origin, READ, ANYWHERE))).toBe('302 ')
    expect(server.seen.length).toBe(4)
  })

  test.each(['', 'http://[', undefined])('location %j is the answer', async (location) => {
    const server = owned(
      await serveHttp((_request, response) => {
        response.writeHead(302, location === undefined ? {} : { location })
        response.end()
      }),
    )
    // an empty location means the same URL, again and again
    const result = await send(upstreamFor(), server.origin, READ, { mayFollow: () => location !== '' })
    expect(told(result)).toBe('302 ')
  })
})

describe('to another origin', () => {
  const cells = STATUSES.flatMap((status) =>
    ['GET', 'HEAD', 'POST'].flatMap((method) =>
      [
        'other port',
        'other scheme',
        'other host',
        '//host',
        '/\\host',
        'user info',
        'user info, same host',
        'localhost',
      ].map((where) => [method, status, where] as const),
    ),
  )
  test.each(cells)('%s %i, %s: the canary sees nothing', async (method, status, where) => {
    const canary = owned(await serveHttp((_request, response) => response.end('leaked')))
    const locations: Record<string, (own: string) => string> = {
      'other port': () => `${canary.origin}/to`,
      'other scheme': (own) => `${own.replace('http:', 'https:')}/to`,
      'other host': () => `http://127.0.0.2:${canary.port}/to`,
      '//host': () => `//127.0.0.1:${canary.port}/to`,
      '/\\host': () => `/\\127.0.0.1:${canary.port}/to`,
      'user info': () => `http://127.0.0.1@127.0.0.1:${canary.port}/to`,
      'user info, same host': (own) => `${own.replace('//', '//user:word@')}/to`,
      localhost: () => `http://localhost:${canary.port}/to`,
    }
    const server = owned(await redirecting(status, locations[where] ?? (() => '')))
    const result = await send(upstreamFor(), server.origin, { ...READ, method }, ANYWHERE)
    expect(told(result)).toBe(`${status} `)
    expect(server.seen).toEqual([`${method} /from`])
    expect(canary.seen).toEqual([])
  })

  test.each(['file:///etc/passwd', 'data:text/plain,x', 'ftp://127.0.0.1/x', 'javascript:1'])(
    '%s is the answer',
    async (location) => {
      const server = owned(await redirecting(302, () => location))
      expect(told(await send(upstreamFor(), server.origin, READ, ANYWHERE))).toBe('302 ')
    },
  )
})
