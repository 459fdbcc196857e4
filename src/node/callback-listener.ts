/** A port of this machine on which a browser brings the answer of a sign-in, once. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface CallbackListener {
  readonly redirectUri: string
  /** The parameters of the answer; undefined where none came in time. */
  callback(seconds: number): Promise<URLSearchParams | undefined>
  close(): Promise<void>
}

const PATH = '/callback'

/** More is no answer of an authorization server. */
const MOST_CHARACTERS = 8_192

/** The same whatever came: nothing of a request is ever in it. */
const PAGE =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Drawbridge</title><p>Drawbridge has the answer. You can close this page and go back to the terminal.</p></html>'

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  connection: 'close',
}

export async function listenForCallback(): Promise<CallbackListener> {
  let answered: (parameters: URLSearchParams) => void = () => {}
  const answer = new Promise<URLSearchParams>((resolve) => {
    answered = resolve
  })
  let isOver = false
  const server = createServer({ maxHeaderSize: 2 * MOST_CHARACTERS }, (request, response) => {
    const status = isOver ? 410 : faultOf(request, authorityOf(server))
    if (status !== undefined) return end(response, status)
    isOver = true
    end(response, 200)
    answered(new URL(request.url ?? '', `http://${authorityOf(server)}`).searchParams)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    redirectUri: `http://${authorityOf(server)}${PATH}`,
    callback: (seconds) => withinSeconds(answer, seconds),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        // the browser gets its page first
        server.closeIdleConnections()
        setTimeout(() => server.closeAllConnections(), 200).unref()
      }),
  }
}

function authorityOf(server: Server): string {
  const { port } = server.address() as AddressInfo // a TCP server that listens has one
  return `127.0.0.1:${port}`
}

/** The status for what is no answer to a sign-in; another host name would be a page elsewhere that leads here. */
function faultOf({ method, url = '', headers }: IncomingMessage, authority: string): number | undefined {
  if (headers.host !== authority) return 421
  if (url.length > MOST_CHARACTERS) return 414
  if (url !== PATH && !url.startsWith(`${PATH}?`)) return 404
  return method === 'GET' ? undefined : 405
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status, HEADERS).end(status === 200 ? PAGE : '')
}

async function withinSeconds<V>(promise: Promise<V>, seconds: number): Promise<V | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), seconds * 1000)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
