/** Serves `test/fixtures/contracts/` on loopback, and what is too large or too odd to be a file. */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'

export interface ContractServer {
  readonly origin: string
  /** Targets in the order in which they were asked for. */
  readonly targets: readonly string[]
  close(): Promise<void>
}

const MEGABYTE = 1024 * 1024

export async function serveContracts(): Promise<ContractServer> {
  const targets: string[] = []
  const server = createServer((request, response) => {
    const target = request.url ?? '/'
    targets.push(target)
    if (target === '/large.json') {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(
        `{"openapi":"3.1.0","info":{"title":"Large","version":"1"},"x-padding":"${'a'.repeat(30 * MEGABYTE)}"}`,
      )
      return
    }
    if (target.startsWith('/redirect?')) {
      response.writeHead(302, { location: decodeURIComponent(target.slice('/redirect?'.length)) }).end()
      return
    }
    readFile(new URL(`../fixtures/contracts${target}`, import.meta.url)).then(
      (content) => {
        response.writeHead(200, { 'content-type': target.endsWith('.html') ? 'text/html' : 'application/json' })
        response.end(content)
      },
      () => response.writeHead(404, { 'content-type': 'text/plain' }).end('nothing here'),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    targets,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
