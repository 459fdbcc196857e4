/** Requests over raw TCP → the fault that each of them asks for, and a record of all that came. */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { faultNamed } from './faults.ts'

export interface Seen {
  readonly method: string
  readonly target: string
  readonly nonce: string
}

export interface ToxicUpstream {
  readonly origin: string
  /** Takes connections and resets them before it reads. */
  readonly resettingOrigin: string
  /** Takes connections that nobody is to make. */
  readonly canaryOrigin: string
  readonly contract: string
  readonly seen: readonly Seen[]
  /** How many requests a nonce came with. */
  count(nonce: string): number
  /** Connections that the canary got. */
  readonly strayed: () => number
  close(): Promise<void>
}

/** Answers `GET /items/{nonce}?fault=` and `POST /items` with `{ nonce, fault }`; anything else gets 404. */
export async function startToxicUpstream(): Promise<ToxicUpstream> {
  const seen: Seen[] = []
  const counts = new Map<string, number>()
  let strayed = 0
  const sockets = new Set<Socket>()

  const upstream = await listen(sockets, (socket) => {
    let rest = Buffer.alloc(0)
    socket.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk])
      for (let request = readRequest(rest); request !== undefined; request = readRequest(rest)) {
        rest = rest.subarray(request.bytes)
        take(socket, request)
      }
    })
  })
  const resetting = await listen(sockets, (socket) => socket.resetAndDestroy())
  const canary = await listen(sockets, (socket) => {
    strayed++
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}')
  })

  function take(socket: Socket, { method, target, headers, body }: Request): void {
    if (target === '/openapi.json') {
      const text = contract()
      socket.write(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n\r\n${text}`)
      return
    }
    const url = new URL(target, 'http://toxic.invalid')
    const given: { nonce?: string; fault?: string } =
      method === 'GET'
        ? { nonce: url.pathname.slice('/items/'.length), fault: url.searchParams.get('fault') ?? '' }
        : JSON.parse(body || '{}')
    const { nonce = '', fault = '' } = given
    const earlier = counts.get(nonce) ?? 0
    counts.set(nonce, earlier + 1)
    seen.push({ method, target: url.pathname.startsWith('/items/') ? '/items/{nonce}' : url.pathname, nonce })
    const named = faultNamed(fault)
    if (named === undefined) socket.write('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n')
    else named.act(socket, { method, nonce, earlier, token: headers.get('x-user-token') ?? '', canary: canary.origin })
  }

  function contract(): string {
    const nonce = { name: 'nonce', in: 'path', required: true, schema: { type: 'string' } }
    const fault = { name: 'fault', in: 'query', schema: { type: 'string' } }
    const responses = { 200: { description: 'An item', content: { 'application/json': { schema: {} } } } }
    const schema = {
      type: 'object',
      required: ['nonce'],
      properties: { nonce: { type: 'string' }, fault: { type: 'string' }, size: { type: 'integer' } },
    }
    const requestBody = { required: true, content: { 'application/json': { schema } } }
    const at = (suffix: string, url?: string) => {
      const servers = url === undefined ? {} : { servers: [{ url }] }
      return {
        [`/items${suffix}/{nonce}`]: {
          ...servers,
          get: { operationId: `read${suffix}`, parameters: [nonce, fault], responses },
          delete: { operationId: `delete${suffix}`, parameters: [nonce], responses },
        },
        [`/items${suffix}`]: { ...servers, post: { operationId: `write${suffix}`, requestBody, responses } },
      }
    }
    return JSON.stringify({
      openapi: '3.1.0',
      info: { title: 'Toxic', version: '1' },
      paths: { ...at(''), ...at('Refused', REFUSING), ...at('Reset', resetting.origin) },
    })
  }

  const servers = [upstream, resetting, canary]
  return {
    origin: upstream.origin,
    resettingOrigin: resetting.origin,
    canaryOrigin: canary.origin,
    contract: `${upstream.origin}/openapi.json`,
    seen,
    count: (nonce) => counts.get(nonce) ?? 0,
    strayed: () => strayed,
    close: async () => {
      const closed = servers.map(({ server }) => new Promise((resolve) => server.close(resolve)))
      for (const socket of sockets) socket.destroy()
      await Promise.all(closed)
    },
  }
}

/** A port on which nothing listens: no system gives it to anybody who asks for any port. */
export const REFUSING = 'http://127.0.0.1:1'

async function listen(
  sockets: Set<Socket>,
  greet: (socket: Socket) => void,
): Promise<{ server: Server; origin: string }> {
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => {})
    socket.setNoDelay(true)
    greet(socket)
  })
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, resolve))
  const { port } = server.address() as AddressInfo // a TCP server that listens has one
  return { server, origin: `http://127.0.0.1:${port}` }
}

interface Request {
  readonly method: string
  readonly target: string
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
  /** How long it is in all. */
  readonly bytes: number
}

/** The first request, once it is there wholly. */
function readRequest(bytes: Buffer): Request | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end === -1) return undefined
  const [line = '', ...fields] = bytes.subarray(0, end).toString('latin1').split('\r\n')
  const [method = '', target = ''] = line.split(' ')
  const headers = new Map(
    fields.map((field) => [
      field.slice(0, field.indexOf(':')).toLowerCase(),
      field.slice(field.indexOf(':') + 1).trim(),
    ]),
  )
  const length = Number(headers.get('content-length') ?? 0)
  const whole = end + 4 + length
  if (bytes.length < whole) return undefined
  return { method, target, headers, body: bytes.subarray(end + 4, whole).toString(), bytes: whole }
}
