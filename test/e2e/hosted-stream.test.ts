import { afterEach, expect, test } from 'vitest'
import { readRpc, rpcResult, textResult } from '../../fixtures/hosted-mcp/rpc.ts'
import { serveHttp } from '../node/servers.ts'
import { createLeakScan } from '../soak/leak-scan.ts'
import { writeProfiles } from './profiles-at.ts'
import { runBridge } from './run-bridge.ts'

const TOKEN = 'fake-stream-token-0123456789'
const MIDDLE = 12
const found = createLeakScan([TOKEN])

const close: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(close.splice(0).map((one) => one()))
})

/** An event stream in chunks, of which each comes alone. */
type Stream = (answer: string) => readonly string[]

const HALVES: readonly [string, string] = [TOKEN.slice(0, MIDDLE), TOKEN.slice(MIDDLE)]

/** The text, cut in the middle of the token. */
function cut(text: string): readonly [string, string] {
  const at = text.indexOf(TOKEN) + MIDDLE
  return [text.slice(0, at), text.slice(at)]
}

test.each<readonly [name: string, stream: Stream, stdout: string]>([
  ['in one piece', (answer) => [`data: ${answer}\n\n`], 'for [redacted]\n'],
  ['in two chunks', (answer) => cut(`data: ${answer}\n\n`), 'for [redacted]\n'],
  ['in a chunk for each character', (answer) => [...`data: ${answer}\n\n`], 'for [redacted]\n'],
  [
    'written with escapes',
    (answer) => [
      `data: ${answer.replace(TOKEN, [...TOKEN].map((one) => `\\u00${one.charCodeAt(0).toString(16)}`).join(''))}\n\n`,
    ],
    'for [redacted]\n',
  ],
  [
    'after data lines of its own',
    (answer) => [`data: ${answer.replace('{', '{\ndata: ').replaceAll(',', ',\ndata: ')}\n\n`],
    'for [redacted]\n',
  ],
  [
    'in all that is no data',
    (answer) => [`: ${TOKEN}\nid: ${TOKEN}\nevent: ${TOKEN}\n\ndata: ${answer.replace(TOKEN, 'you')}\n\n`],
    'for you\n',
  ],
  // lines of data are joined by a line end, which no string of JSON holds: nothing is shown of such an answer
  ['over two lines of data', (answer) => [`data: ${cut(answer).join('\ndata: ')}\n\n`], ''],
  ['over two events', (answer) => [`data: ${cut(answer).join('\n\ndata: ')}\n\n`], ''],
])('a secret in an event stream, %s', async (_name, stream, stdout) => {
  const server = await serveHttp((request, response) => {
    void (async () => {
      let body = ''
      for await (const chunk of request.setEncoding('utf8')) body += chunk
      const message = readRpc(body)
      if (message?.method === 'initialize') {
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(rpcResult(message, { protocolVersion: '2025-03-26', capabilities: { tools: {} } }))
      } else if (message?.method === 'tools/list') {
        const tool = { name: 'read', annotations: { readOnlyHint: true }, inputSchema: { type: 'object' } }
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(rpcResult(message, { tools: [tool] }))
      } else if (message?.method === 'tools/call') {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        for (const chunk of stream(textResult(message, `for ${TOKEN}`))) {
          response.write(chunk)
          await new Promise((resolve) => setTimeout(resolve, 2))
        }
        response.end()
      } else {
        response.writeHead(202).end()
      }
    })()
  })
  close.push(server.close)
  const upstream = { kind: 'mcp', url: `${server.origin}/mcp` }
  const auth = { type: 'bearer', token: { env: 'STREAM_TOKEN' } }
  const path = await writeProfiles(
    JSON.stringify({ version: 1, profiles: { stream: { title: 'Stream', upstream, auth, tools: ['read'] } } }),
  )
  const run = await runBridge(['call', 'read', '--profiles', path], { STREAM_TOKEN: TOKEN })
  expect([run.exit, run.stdout]).toEqual([stdout === '' ? 8 : 0, stdout])
  expect(found(run.stdout + run.stderr)).toBeUndefined()
  for (const half of HALVES) expect(run.stdout + run.stderr).not.toContain(half)
})
