/** A fault by its name → what the toxic upstream does with a request, and what the caller may be told of it. */
import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'

export interface Attempt {
  readonly method: string
  readonly nonce: string
  /** How often this nonce was here before. */
  readonly earlier: number
  /** The credential that came with the request: what a server that echoes would echo. */
  readonly token: string
  /** An origin that must stay silent. */
  readonly canary: string
}

export type Sent = 'no' | 'yes' | 'unknown'

export interface Fault {
  act(socket: Socket, attempt: Attempt): void
  /** What an error may say; empty where there is none to be. */
  readonly sent: readonly Sent[]
}

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n'
const BOMB = gzipSync(Buffer.alloc(24 * 1024 * 1024))

export function json({ nonce }: Attempt): string {
  return JSON.stringify({ nonce, note: 'x'.repeat(40) })
}

function respond(socket: Socket, status: string, body: string | Uint8Array, headers = ''): void {
  const bytes = Buffer.from(body)
  socket.write(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\n${headers}content-length: ${bytes.length}\r\n\r\n`,
  )
  socket.write(bytes)
}

/** Writes, and resets the connection once that has left. */
function writeAndReset(socket: Socket, text: string): void {
  socket.write(text, () => setImmediate(() => socket.resetAndDestroy()))
}

function drip(socket: Socket): void {
  socket.write(`${HEAD}content-length: 100000\r\n\r\n`)
  const timer = setInterval(() => socket.write(' '), 50)
  socket.once('close', () => clearInterval(timer))
}

/** A number that belongs to the nonce: the same each time it comes. */
const of = (nonce: string, limit: number): number => Number.parseInt(nonce.slice(-4), 36) % limit

function at<Item>(items: readonly [Item, ...Item[]], nonce: string): Item {
  return items[of(nonce, items.length)] ?? items[0]
}

const ECHOES: readonly [(token: string) => string, ...((token: string) => string)[]] = [
  (token) => token,
  (token) => Buffer.from(token).toString('base64'),
  (token) => Buffer.from(`Bearer ${token}`).toString('base64url'),
  encodeURIComponent,
  (token) => [...token].map((one) => `\\u00${one.charCodeAt(0).toString(16)}`).join(''),
]

export const FAULTS = {
  none: { act: (socket, attempt) => respond(socket, '200 OK', json(attempt)), sent: [] },
  silence: { act: () => {}, sent: ['unknown'] },
  'headers, silence': { act: (socket) => void socket.write(`${HEAD}content-length: 9\r\n\r\n`), sent: ['yes'] },
  drip: { act: drip, sent: ['yes'] },
  'reset before headers': { act: (socket) => void socket.resetAndDestroy(), sent: ['unknown'] },
  'reset in headers': { act: (socket) => writeAndReset(socket, `${HEAD}x-half: `), sent: ['unknown'] },
  // a reset discards what the other side has not read yet, the status included
  'reset after headers': {
    act: (socket) => writeAndReset(socket, `${HEAD}content-length: 999\r\n\r\n{"a":`),
    sent: ['yes', 'unknown'],
  },
  'closed before headers': { act: (socket) => void socket.end(), sent: ['unknown'] },
  'closed in the body': {
    act: (socket) => void socket.end(`${HEAD}content-length: 999\r\n\r\n{"a":[1,2`),
    sent: ['yes'],
  },
  'closed without a length': {
    act: (socket) => void socket.end(`${HEAD}connection: close\r\n\r\n{"a":[1,2`),
    sent: ['yes'],
  },
  'a length too short': {
    act: (socket, attempt) => void socket.write(`${HEAD}content-length: 12\r\n\r\n${json(attempt)}`),
    sent: ['yes', 'unknown'],
  },
  'a length too long': {
    act: (socket, attempt) => void socket.end(`${HEAD}content-length: 9999\r\n\r\n${json(attempt)}`),
    sent: ['yes'],
  },
  'two lengths': {
    act: (socket) => void socket.end(`${HEAD}content-length: 2\r\ncontent-length: 4\r\n\r\n{}{}`),
    sent: ['unknown', 'yes'],
  },
  'a length and chunks': {
    act: (socket) =>
      void socket.end(`${HEAD}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`),
    sent: ['unknown', 'yes'],
  },
  'chunks cut off': {
    act: (socket) => void socket.end(`${HEAD}transfer-encoding: chunked\r\n\r\n5\r\n{"a":\r\nff\r\n1`),
    sent: ['yes'],
  },
  'chunks of garbage': {
    act: (socket) => void socket.end(`${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`),
    sent: ['yes', 'unknown'],
  },
  'gzip cut off': {
    act: (socket, attempt) =>
      respond(socket, '200 OK', gzipSync(json(attempt)).subarray(0, 30), 'content-encoding: gzip\r\n'),
    sent: ['yes'],
  },
  // cut at the limit of bytes: an answer, marked as cut, or an error
  'gzip bomb': { act: (socket) => respond(socket, '200 OK', BOMB, 'content-encoding: gzip\r\n'), sent: ['yes'] },
  '429': {
    act: (socket, { nonce }) => {
      const wait = at(
        ['', 'retry-after: 0\r\n', 'retry-after: 999999\r\n', 'retry-after: -1\r\n', 'retry-after: abc\r\n'],
        nonce,
      )
      respond(socket, '429 Too Many Requests', '{"error":"slow down"}', wait)
    },
    sent: ['yes'],
  },
  '5xx': {
    act: (socket, { nonce }) =>
      respond(socket, `${at(['500', '502', '503', '504'], nonce)} Broken`, '{"error":"broken"}'),
    sent: ['yes'],
  },
  // heals with the second attempt, which only a read may get
  flaky: {
    act: (socket, attempt) =>
      attempt.earlier > 0 ? respond(socket, '200 OK', json(attempt)) : respond(socket, '503 Busy', '{"error":"busy"}'),
    sent: ['yes'],
  },
  'redirect elsewhere': {
    act: (socket, { nonce, canary }) =>
      respond(
        socket,
        `${at(['301', '302', '303', '307', '308'], nonce)} Moved`,
        '',
        `location: ${canary}/${nonce}\r\n`,
      ),
    sent: ['yes'],
  },
  'another protocol': { act: (socket) => void socket.end('SSH-2.0-OpenSSH_9.9\r\n'), sent: ['unknown'] },
  'huge headers': {
    act: (socket) => void socket.end(`${HEAD}x-huge: ${'y'.repeat(64 * 1024)}\r\ncontent-length: 2\r\n\r\n{}`),
    sent: ['unknown', 'yes'],
  },
  'interim answers without end': {
    act: (socket) => void socket.write('HTTP/1.1 102 Processing\r\n\r\n'.repeat(100)),
    sent: ['unknown'],
  },
  'echo of the token': {
    act: (socket, { nonce, token }) =>
      respond(
        socket,
        `${at(['200', '400', '401', '403', '500'], nonce)} Echo`,
        `{"seen":"${at(ECHOES, nonce.slice(0, -1))(token)}","nonce":"${nonce}"}`,
        `x-request-id: ${token}\r\nwww-authenticate: Bearer realm="${token}"\r\n`,
      ),
    sent: ['yes'],
  },
  'echo cut off': {
    act: (socket, { token, nonce }) =>
      void socket.end(`${HEAD}content-length: 999\r\n\r\n{"seen":"${token.slice(0, 8 + of(nonce, token.length - 8))}`),
    sent: ['yes'],
  },
  'no text': { act: (socket) => respond(socket, '200 OK', Buffer.from([0x22, 0xc3, 0x28, 0x22])), sent: ['yes'] },
  'a page': {
    act: (socket) =>
      void socket.write(
        'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 21\r\n\r\n<html>log in!</html>\n',
      ),
    sent: ['yes'],
  },
} as const satisfies Readonly<Record<string, Fault>>

export type FaultName = keyof typeof FAULTS

export function faultNamed(name: string): Fault | undefined {
  return Object.hasOwn(FAULTS, name) ? FAULTS[name as FaultName] : undefined // its own key, as was just seen
}
