import { type AddressInfo, createServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeProfiles } from '../e2e/profiles-at.ts'
import { openLegacySession } from '../e2e/session.ts'
import { createRandom } from '../soak/random.ts'

const COUNT = Number(process.env.FUZZ_COUNT ?? 3000)
const SEED = Number(process.env.FUZZ_SEED ?? 1)

const PIECES = [
  ...[
    '.',
    '..',
    '/',
    '\\',
    '//',
    '%2e',
    '%2E',
    '%2f',
    '%5c',
    '%25',
    '%252e',
    '%c0%ae',
    '%00',
    '%0d%0a',
    '%',
    '%zz',
    '%u002e',
  ],
  ...[
    ';',
    '?',
    '#',
    '@',
    ':',
    '&',
    '=',
    '+',
    ' ',
    '\t',
    '\n',
    '\r\n',
    '\0',
    '\x7f',
    '\u2028',
    '\u202e',
    '\ud800',
    'é',
    '😀',
    '․',
    '／',
  ],
  ...[
    'a',
    'admin',
    'http://',
    'x HTTP/1.1\r\nHost: evil.example\r\n\r\n',
    '..;/',
    '.%2e/',
    '[::1]',
    '{id}',
    "'",
    '"',
    '`',
    '|',
    '<',
    '^',
  ],
] as const

const CONTRACT = JSON.stringify({
  openapi: '3.1.0',
  info: { title: 'Paths', version: '1' },
  paths: {
    '/users/{id}/files/{file}:read': {
      get: {
        operationId: 'readFile',
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
          { name: 'file', in: 'path', required: true, allowReserved: true, schema: { type: 'string' } },
          { name: 'q', in: 'query', schema: { type: 'string' } },
          { name: 'x-note', in: 'header', schema: { type: 'string' } },
        ],
        responses: { 200: { description: 'A file' } },
      },
    },
  },
})

/** Everything that came, connection by connection. */
const received: string[] = []
const server = createServer((socket) => {
  const index = received.push('') - 1
  let rest = ''
  socket.on('error', () => {})
  socket.on('data', (chunk) => {
    received[index] += chunk.toString('latin1')
    rest += chunk.toString('latin1')
    for (let end = rest.indexOf('\r\n\r\n'); end >= 0; end = rest.indexOf('\r\n\r\n')) {
      const text = rest.startsWith('GET /openapi.json ') ? CONTRACT : '"ok"'
      rest = rest.slice(end + 4)
      socket.write(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n\r\n${text}`)
    }
  })
})
let host = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  host = `127.0.0.1:${(server.address() as AddressInfo).port}` // it listens on TCP
})
afterAll(() => void server.close())

test(`${COUNT} hostile values: every request on the wire is the one operation, in its own segments`, {
  timeout: 120_000 + 10 * COUNT,
}, async () => {
  const upstream = { kind: 'openapi', contract: `http://${host}/openapi.json`, baseUrl: `http://${host}/v1` }
  const profile = { title: 'Paths', upstream, tools: ['readFile'], limits: { concurrency: 16 } }
  const path = await writeProfiles(JSON.stringify({ version: 1, profiles: { paths: profile } }))
  const session = await openLegacySession(['--profiles', path])
  const random = createRandom(SEED)
  const hostile = () => Array.from({ length: 1 + random.below(5) }, () => random.pick(PIECES)).join('')
  const plain = () => (random.below(2) === 0 ? 'a' : hostile())
  let refused = 0
  for (let done = 0; done < COUNT; done += 100) {
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => {
        const header = random.below(8) === 0 ? { 'x-note': hostile() } : {}
        const given = { id: plain(), file: plain(), ...(random.below(3) === 0 ? { q: hostile() } : {}), ...header }
        return session.request('tools/call', { name: 'readFile', arguments: given })
      }),
    )
    expect(answers.every((one) => one?.result !== undefined)).toBe(true)
    refused += answers.filter((one) => one?.result?.isError === true).length
  }
  expect((await session.end()).exit).toBe(0)

  const requests = received
    .join('')
    .split('\r\n\r\n')
    .filter((text) => text !== '')
  const [contract, ...calls] = requests
  expect(contract).toMatch(/^GET \/openapi\.json HTTP\/1\.1\r\n/)
  expect(calls).toHaveLength(COUNT - refused)
  expect(calls.length).toBeGreaterThan(COUNT / 6)
  expect(refused).toBeGreaterThan(COUNT / 6)
  for (const text of calls) {
    const [line = '', ...fields] = text.split('\r\n')
    expect(line).toMatch(/^GET \/v1\/users\/[^/?#\s\\]+\/files\/[^/?#\s\\]+:read(?:\?q=[^?#&\s]*)? HTTP\/1\.1$/)
    const [, target = ''] = line.split(' ')
    const [pathname = ''] = target.split('?')
    expect(new URL(`http://${host}${target}`).pathname).toBe(pathname)
    const steps = decodeBytes(decodeBytes(pathname)).split(/[/\\]/)
    expect(steps.filter((step) => /^\.{1,2}$/.test(step.split(';')[0] ?? ''))).toEqual([])
    expect(fields.filter((field) => /^host:/i.test(field))).toEqual([`host: ${host}`])
    expect(
      fields.filter((field) => !/^(?:host|connection|user-agent|accept|accept-encoding|x-note): /.test(field)),
    ).toEqual([])
  }
})

/** As the most lenient of servers would: byte by byte, whatever they stand for. */
function decodeBytes(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
