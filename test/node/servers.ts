/** Real servers on loopback for the tests of this folder: HTTP ones, and raw TCP ones that misbehave. */
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'

export interface Running {
  readonly origin: string
  readonly port: number
  close(): Promise<void>
}

export interface HttpRunning extends Running {
  /** `METHOD target` of every request. */
  readonly seen: string[]
  readonly headers: IncomingMessage['headers'][]
}

export interface TcpRunning extends Running {
  /** What each connection sent. */
  readonly received: string[]
  /** How many connections are open. */
  open(): number
}

export async function serveHttp(listener: RequestListener): Promise<HttpRunning> {
  const seen: string[] = []
  const headers: IncomingMessage['headers'][] = []
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`)
    headers.push(request.headers)
    listener(request, response)
  })
  return { ...(await listen(server, () => server.closeAllConnections())), seen, headers }
}

/** `talk` gets each connection once its first bytes have come; `greet` as soon as it is there. */
export async function serveTcp(
  talk: (socket: Socket, index: number) => void,
  greet: (socket: Socket) => void = () => undefined,
): Promise<TcpRunning> {
  const received: string[] = []
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    const index = received.push('') - 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined)
    socket.on('data', (chunk) => {
      const first = received[index] === ''
      received[index] += chunk.toString('latin1')
      if (first) talk(socket, index)
    })
    greet(socket)
  })
  const running = await listen(server, () => {
    for (const socket of sockets) socket.destroy()
  })
  return { ...running, received, open: () => sockets.size }
}

/** A port on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = await serveTcp(() => undefined)
  await server.close()
  return server.port
}

async function listen(server: Server, drop: () => void): Promise<Running> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server that listens has one
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        drop()
      }),
  }
}
