import { createServer, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeProfiles } from './e2e/profiles-at.ts'
import { openLegacySession } from './e2e/session.ts'
import { createLeakScan } from './soak/leak-scan.ts'

const STATUSES = [301, 302, 303, 307, 308]
const READS = ['get', 'head']
const METHODS = [...READS, 'post', 'put', 'patch', 'delete']

const SECRET = 'fake-Zq9xW4vT7kR2mB6n'
const CREDENTIALS: Readonly<
  Record<string, { readonly type: string; readonly in?: string; readonly [key: string]: unknown }>
> = {
  'X-User-Token': { type: 'apiKey', in: 'header', name: 'X-User-Token', token: { env: 'MATRIX_SECRET' } },
  'a query key': { type: 'apiKey', in: 'query', name: 'api_key', token: { env: 'MATRIX_SECRET' } },
  'a cookie': { type: 'apiKey', in: 'cookie', name: 'sid', token: { env: 'MATRIX_SECRET' } },
  bearer: { type: 'bearer', token: { env: 'MATRIX_SECRET' } },
  basic: { type: 'basic', username: { env: 'MATRIX_USER' }, password: { env: 'MATRIX_SECRET' } },
}

/** Where a redirect may point to: `a` is the API's host and port, `c` the canary's. */
const TARGETS: Readonly<Record<string, (api: string, canary: string) => string>> = {
  'another port': (_, c) => `http://${c}/taken`,
  'another scheme': (a) => `https://${a}/done`,
  'another scheme and port': (_, c) => `https://${c}/taken`,
  'another name of the host': (_, c) => `http://${c.replace('127.0.0.1', 'localhost')}/taken`,
  'another name, the same port': (a) => `http://${a.replace('127.0.0.1', 'localhost')}/done`,
  'a subdomain': (_, c) => `http://api.localhost:${c.split(':')[1]}/taken`,
  'the number of the host': (_, c) => `http://2130706433:${c.split(':')[1]}/taken`,
  'two slashes': (_, c) => `//${c}/taken`,
  'a slash and a backslash': (_, c) => `/\\${c}/taken`,
  'two backslashes': (_, c) => `\\\\${c}/taken`,
  'a backslash in the host': (a, c) => `http://${c}\\@${a}/taken`,
  'three slashes': (_, c) => `http:///${c}/taken`,
  'user information': (a) => `http://user:word@${a}/done`,
  'the API as user': (a, c) => `http://${a}@${c}/taken`,
  'the API as user and password': (_, c) => `http://127.0.0.1:x@${c}/taken`,
  'a path that is not allowed': () => '/admin/delete',
  'a path that is allowed no more after its dots': () => '/done/../admin/delete',
  'a file': () => 'file:///etc/passwd',
  data: () => 'data:text/plain,done',
}
const NAMES = Object.keys(TARGETS)

interface Seen {
  readonly line: string
  readonly credential: string
}

let api: Server
let canary: TcpServer
let connections = 0
const seen: Seen[] = []
const hosts = { api: '', canary: '' }

beforeAll(async () => {
  canary = createTcpServer((socket) => {
    connections++
    socket.on('error', () => {}).end('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\ntaken')
  })
  api = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://api.invalid')
    const { authorization, cookie, 'x-user-token': token } = request.headers
    const credential = [authorization, cookie, token, searchParams.get('api_key')].filter((one) => one != null).join()
    seen.push({ line: `${request.method} ${pathname}`, credential })
    const [, kind, status, target = ''] = pathname.split('/')
    if (kind === 'openapi.json') response.end(JSON.stringify(CONTRACT))
    else if (kind === 'go' || kind === 'same') {
      const location =
        kind === 'same' ? '/done' : (TARGETS[NAMES[Number(target)] ?? '']?.(hosts.api, hosts.canary) ?? '')
      response.writeHead(Number(status), { location }).end()
    } else response.end('"done"')
  })
  await Promise.all([api, canary].map((one) => new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve))))
  hosts.api = `127.0.0.1:${(api.address() as AddressInfo).port}` // both listen on TCP
  hosts.canary = `127.0.0.1:${(canary.address() as AddressInfo).port}`
})
afterAll(() => {
  api.closeAllConnections()
  api.close()
  canary.close()
})

const parameter = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'integer' } })
const operation = (method: string, path: string, parameters: readonly object[] = []) => ({
  operationId: `${method}${path.split('/')[1]}`,
  parameters,
  ...(READS.includes(method) || method === 'delete'
    ? {}
    : { requestBody: { content: { 'application/json': { schema: { properties: { note: { type: 'string' } } } } } } }),
  responses: { 200: { description: 'Done', content: { 'application/json': { schema: {} } } } },
})
const item = (path: string, parameters: readonly object[] = []) =>
  Object.fromEntries(METHODS.map((method) => [method, operation(method, path, parameters)]))
const CONTRACT = {
  openapi: '3.1.0',
  info: { title: 'Redirects', version: '1' },
  paths: {
    '/go/{status}/{target}': item('/go', [parameter('status'), parameter('target')]),
    '/same/{status}': item('/same', [parameter('status')]),
    '/done': item('/done'),
    '/admin/delete': { get: operation('get', '/admin') },
  },
}

const BASIC = btoa(`fake:${SECRET}`)

describe.each(Object.entries(CREDENTIALS))('with %s', (_, auth) => {
  test('only reads are followed, on the origin and to what is allowed; nobody else hears of it', async () => {
    const entries = ['go', 'same', 'done'].flatMap((name) =>
      METHODS.map((method) => ({ operation: `${method}${name}`, access: READS.includes(method) ? 'read' : 'write' })),
    )
    const origin = `http://${hosts.api}`
    const upstream = { kind: 'openapi', contract: `${origin}/openapi.json`, baseUrl: origin }
    const profiles = await writeProfiles(
      JSON.stringify({ version: 1, profiles: { matrix: { title: 'Matrix', upstream, auth, tools: entries } } }),
    )
    const session = await openLegacySession(['--profiles', profiles], { MATRIX_SECRET: SECRET, MATRIX_USER: 'fake' })
    const note = 'body-that-stays-here'
    const call = async (method: string, kind: string, args: object) => {
      const body = READS.includes(method) || method === 'delete' ? {} : { note }
      const answer = await session.request('tools/call', { name: `${method}${kind}`, arguments: { ...args, ...body } })
      return answer?.result?.isError === true ? 'error' : answer?.result === undefined ? 'none' : 'done'
    }
    seen.length = 0
    const cells = METHODS.flatMap((method) => STATUSES.map((status) => ({ method, status })))
    const away: string[] = []
    // not all at once: a bridge refuses more than 264
    for (const { method, status } of cells) {
      away.push(...(await Promise.all(NAMES.map((_name, target) => call(method, 'go', { status, target })))))
    }
    expect(away.filter((outcome) => outcome !== 'error')).toEqual([])
    expect(seen.filter(({ line }) => !/^[A-Z]+ \/(?:go\/|openapi)/.test(line))).toEqual([])
    expect(seen.filter(({ line }) => line.includes('/go/'))).toHaveLength(cells.length * NAMES.length)

    seen.length = 0
    const same = await Promise.all(
      cells.map(async ({ method, status }) => [method, await call(method, 'same', { status })]),
    )
    expect(same).toEqual(cells.map(({ method }) => [method, READS.includes(method) ? 'done' : 'error']))
    expect(
      seen
        .filter(({ line }) => / \/done(?:\?|$)/.test(line))
        .map(({ line }) => line.split(' ')[0])
        .sort(),
    ).toEqual([...Array(5).fill('GET'), ...Array(5).fill('HEAD')])
    const bare = seen.filter(({ credential }) => !credential.includes(SECRET) && !credential.includes(BASIC))
    expect(bare).toEqual([])

    const { stdout, stderr } = await session.end()
    expect(createLeakScan([SECRET])(stdout + stderr)).toBeUndefined()
    expect(connections).toBe(0)
  })
})
