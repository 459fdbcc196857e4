/** An API that answers in every wrong way, its contract and profiles, and what it was asked. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'

export const TOKEN = 'fake-user-token-0123456789'

export interface Asked {
  /** `GET /target`. */
  readonly line: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
  /** Resolves when the connection is closed before the answer was complete. */
  readonly aborted: Promise<void>
}

export interface Upstream {
  readonly origin: string
  /** Of another server, which no request may reach. */
  readonly canary: { readonly asked: readonly string[] }
  readonly asked: Asked[]
  /** Resolves with the next request of this path. */
  next(path: string): Promise<Asked>
  close(): Promise<void>
}

export interface Reply {
  readonly status?: number
  readonly type?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** Sends the header block and what there is, and never ends. */
  readonly hangs?: true
}

const NEVER = 'never'

/** By path. */
export const REPLIES: Readonly<Record<string, Reply | typeof NEVER>> = {
  '/html': { type: 'text/html', body: '<html><title>Sign in</title><p>Please sign in</p></html>' },
  '/missing': { status: 404, body: '{"status":"success","isError":false,"message":"no such job"}' },
  '/refused': { status: 422, body: JSON.stringify({ errors: { title: ['is required'] }, pad: 'x'.repeat(3_000_000) }) },
  '/fine': { body: '{"status":"error","isError":true,"error":"only a field"}' },
  '/id': { body: '{"id":9007199254740993,"n":1e400}' },
  '/nothing': { status: 204 },
  '/nulls': { body: '{"id":null,"name":null,"tags":{}}' },
  '/mislabelled': { type: 'text/plain', body: '{"a":1}' },
  '/gzip': { headers: { 'content-encoding': 'gzip' }, body: gzipSync('{"a":1}') },
  '/endless': { body: `[${'"aaaaaaaaaaaaaaa",'.repeat(200_000)}"z"]` },
  '/bytes': { body: Uint8Array.of(0x22, 0xff, 0xfe, 0x22) },
  '/half': { body: '{"a":[1,2' },
  '/image': { type: 'image/png', body: Uint8Array.of(0x89, 0x50, 0x4e, 0x47) },
  '/echo': { status: 401, headers: { 'www-authenticate': `Bearer error="${TOKEN}"` }, body: `{"bad":"${TOKEN}"}` },
  '/limited': { status: 429, headers: { 'retry-after': 'Fri, 31 Dec 2100 23:59:59 GMT' }, body: '{}' },
  '/hang': { hangs: true, body: '{"a":' },
  '/slow': NEVER,
  '/flaky': { status: 503, body: '{}' },
  '/keyed': { status: 503, body: '{}' },
  '/aside': { status: 302, headers: { location: '/not-allowed' } },
  '/loop': { status: 302, headers: { location: '/loop' } },
}

/** Answered with a redirect to the canary, by method. */
export const ASTRAY: Readonly<Record<string, string>> = { '/astray': 'get', '/astray-write': 'post' }

export async function startUpstream(): Promise<Upstream> {
  const astray: string[] = []
  const canary = createServer((request, response) => {
    astray.push(`${request.method} ${request.url}`)
    response.end('leaked')
  })
  const asked: Asked[] = []
  const waiting = new Map<string, (one: Asked) => void>()
  const away = await listen(canary)
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const target = request.url ?? ''
      if (target === '/openapi.json') return reply(response, { body: JSON.stringify(CONTRACT) })
      const [path = ''] = target.split('?')
      const aborted = new Promise<void>((resolve) => response.once('close', () => resolve()))
      const one = {
        line: `${request.method} ${target}`,
        headers: request.headers,
        body: String(Buffer.concat(chunks)),
        aborted,
      }
      asked.push(one)
      waiting.get(path)?.(one)
      const written = REPLIES[path] ?? { body: '{}' }
      if (Object.hasOwn(ASTRAY, path)) reply(response, { status: 307, headers: { location: `${away}/stolen` } })
      else if (path.startsWith('/own/')) reply(response, { body: JSON.stringify(request.headers['x-trace'] ?? '') })
      else if (written !== NEVER) reply(response, written)
    })
  })
  return {
    origin: await listen(server),
    canary: { asked: astray },
    asked,
    next: (path) => new Promise((resolve) => waiting.set(path, resolve)),
    close: async () => {
      for (const one of [server, canary]) {
        one.close()
        one.closeAllConnections()
      }
    },
  }
}

function reply(response: ServerResponse, { status = 200, type, headers = {}, body, hangs }: Reply): void {
  response.writeHead(status, { 'content-type': type ?? 'application/json', ...headers })
  if (hangs === true) response.write(body ?? '')
  else response.end(body)
}

async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server that listens has one
  return `http://127.0.0.1:${port}`
}

const ANSWER = {
  type: 'object',
  required: ['id', 'name'],
  properties: {
    id: { type: 'integer' },
    name: { type: 'string' },
    tags: { type: 'array', items: {} },
    self: { $ref: '#/components/schemas/Answer' },
  },
}
const responses = {
  '200': { description: 'ok', content: { 'application/json': { schema: { $ref: '#/components/schemas/Answer' } } } },
}
const WRITES: Readonly<Record<string, string>> = { '/flaky': 'post', '/keyed': 'post', '/astray-write': 'post' }
const body = { content: { 'application/json': { schema: { oneOf: [ANSWER, { type: 'array', items: {} }] } } } }
const trace = { name: 'X-Trace', in: 'header', schema: { type: 'string' } }
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } }

/** An operation for each reply, named like its path; one with a body of alternatives; one of which nobody says anything. */
const CONTRACT = {
  openapi: '3.0.3',
  info: { title: 'Wrong in every way', version: '1' },
  paths: {
    ...Object.fromEntries(
      [...Object.keys(REPLIES), ...Object.keys(ASTRAY)].map((path) => [
        path,
        { [WRITES[path] ?? 'get']: { operationId: path.slice(1), responses } },
      ]),
    ),
    '/own/{id}': { get: { operationId: 'own', parameters: [id, trace], responses } },
    '/alternatives': { post: { operationId: 'alternatives', requestBody: body, responses } },
    '/not-allowed': { get: { operationId: 'notAllowed', responses } },
  },
  components: { schemas: { Answer: ANSWER } },
}

export function profilesText(origin: string): string {
  const tools = [...Object.keys(REPLIES), ...Object.keys(ASTRAY), '/own', '/alternatives'].map((path) => {
    const operation = path.slice(1)
    if (path === '/keyed') return { operation, access: 'write', idempotencyKey: true }
    return WRITES[path] === undefined && path !== '/alternatives' ? operation : { operation, access: 'write' }
  })
  const upstream = { kind: 'openapi', contract: `${origin}/openapi.json`, baseUrl: origin }
  const auth = { type: 'apiKey', in: 'header', name: 'X-User-Token', token: { env: 'TEST_TOKEN' } }
  const inQuery = { type: 'apiKey', in: 'query', name: 'key', token: { env: 'TEST_TOKEN' } }
  const limits = { timeoutSeconds: 2, responseBytes: 1_000_000 }
  return JSON.stringify({
    version: 1,
    profiles: {
      main: { upstream, auth, tools, limits },
      typed: { upstream, auth, tools: ['nulls', 'nothing', 'id', 'fine'], outputSchema: true },
      down: { upstream: { ...upstream, baseUrl: 'http://127.0.0.1:1' }, auth: inQuery, tools: ['fine'] },
    },
  })
}
