import { spawn } from 'node:child_process'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import type { IncomingHttpHeaders } from 'node:http'
import { createServer, type Server } from 'node:http'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { writeProfiles } from './profiles-at.ts'
import { BRIDGE, cleanEnvironment, finished, runBridge } from './run-bridge.ts'
import { openLegacySession } from './session.ts'

const TOKEN = 'fake-trust-token-0123456789'
// biome-ignore lint/suspicious/noTemplateCurlyInString: what some programs would fill in
const TEMPLATES = 'See ${HOME} $HOME `id` $(id) {{env.HOME}} <%= HOME %> %HOME%'

let server: Server
let origin: string
let seen: { readonly line: string; readonly headers: IncomingHttpHeaders; readonly body: string }[] = []

/** An API that sets cookies, and echoes what it got. */
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      seen.push({ line: `${request.method} ${request.url}`, headers: request.headers, body })
      response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': ['session=1; Path=/', 'admin=yes'] })
      response.end(request.url === '/orders' ? JSON.stringify({ note: TEMPLATES }) : '{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})
afterAll(() => {
  server.close()
  server.closeAllConnections()
})
beforeEach(() => {
  seen = []
})

async function profilesFile(parts: object = {}): Promise<string> {
  const operation = (operationId: string, more: object = {}) => ({
    operationId,
    responses: { 200: { description: 'x' } },
    ...more,
  })
  const limit = { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 50 }, description: TEMPLATES }
  const contract = {
    openapi: '3.1.0',
    info: { title: 'Orders', version: '1' },
    paths: { '/orders': { get: operation('listOrders', { description: TEMPLATES, parameters: [limit] }) } },
  }
  const profile = {
    title: 'Orders',
    instructions: TEMPLATES,
    upstream: { kind: 'openapi', contract: './openapi.json', baseUrl: origin },
    auth: { type: 'bearer', token: { env: 'TRUST_TOKEN' } },
    tools: ['listOrders'],
    ...parts,
  }
  const file = await writeProfiles(JSON.stringify({ version: 1, profiles: { orders: profile } }))
  await writeFile(join(dirname(file), 'openapi.json'), JSON.stringify(contract))
  return file
}

describe('a token in the wrong place', () => {
  test.each([
    ['start', `--token=${TOKEN}`],
    ['start', '--token', TOKEN],
    ['call', 'listOrders', `--header=Authorization: 'Bearer ${TOKEN}'`],
    ['call', 'listOrders', '--args', `{"token": ${TOKEN}}`],
    ['start', TOKEN],
  ])('%s %s: refused, and not repeated', async (...args) => {
    const run = await runBridge([...args, '--profiles', await profilesFile()])
    expect(run.exit).toBe(2)
    expect(run.stdout + run.stderr).not.toContain(TOKEN)
    expect(run.stderr).not.toBe('')
  })

  test('a file .env beside the profiles is read by nobody', async () => {
    const file = await profilesFile()
    await writeFile(join(dirname(file), '.env'), `TRUST_TOKEN=${TOKEN}\nMCP_PROFILE=other\n`)
    const child = spawn(process.execPath, [BRIDGE, 'start'], { cwd: dirname(file), env: cleanEnvironment() })
    child.stdin.end()
    const run = await finished(child)
    expect(run.exit).toBe(6)
    expect(run.stderr).toContain('CREDENTIAL_MISSING')
  })
})

test('nothing is filled in, wherever it stands', async () => {
  const file = await profilesFile()
  const session = await openLegacySession(['--profiles', file], { TRUST_TOKEN: TOKEN })
  const list = JSON.stringify(await session.request('tools/list'))
  expect(list.split(JSON.stringify(TEMPLATES).slice(1, -1))).toHaveLength(3)
  const answer = await session.request('tools/call', { name: 'listOrders', arguments: {} })
  // one block, and nothing of ours in it
  expect(answer?.result?.content).toEqual([{ type: 'text', text: JSON.stringify({ note: TEMPLATES }) }])
  await session.end()
  const literal = await profilesFile({
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what some programs would fill in
    upstream: { kind: 'openapi', contract: './${HOME}/openapi.json', baseUrl: origin },
  })
  expect((await runBridge(['check', '--profiles', literal])).stdout).toMatch(/\$%7BHOME%7D|\$\{HOME\}/)
})

// modes are of POSIX
test.skipIf(process.platform === 'win32')('a profiles file that anybody may change is a warning', async () => {
  const file = await profilesFile()
  expect((await runBridge(['check', '--strict', '--profiles', file])).stdout).not.toContain('PROFILES_WRITABLE')
  await chmod(file, 0o646)
  const checked = await runBridge(['check', '--profiles', file])
  expect([checked.exit, checked.stdout.includes('warning PROFILES_WRITABLE')]).toEqual([0, true])
  expect((await runBridge(['check', '--strict', '--profiles', file])).exit).toBe(5)
  const started = await runBridge(['start', '--profiles', file], { TRUST_TOKEN: TOKEN })
  expect([started.exit, started.stderr.includes('PROFILES_WRITABLE')]).toEqual([0, true])
})

test('a cookie that the API sets is not sent back', async () => {
  const session = await openLegacySession(['--profiles', await profilesFile()], { TRUST_TOKEN: TOKEN })
  for (let count = 0; count < 3; count++) await session.request('tools/call', { name: 'listOrders' })
  await session.end()
  expect(seen.map(({ headers }) => [headers.authorization, headers.cookie])).toEqual(
    Array(3).fill([`Bearer ${TOKEN}`, undefined]),
  )
})

test('a message that is no call reaches nobody and leaves no line; a call that is refused leaves one', async () => {
  const file = await profilesFile()
  const log = join(dirname(file), 'calls.jsonl')
  const session = await openLegacySession(['--profiles', file, '--audit', log], { TRUST_TOKEN: TOKEN })
  for (const params of [
    {},
    { name: 1 },
    { name: 'listOrders', arguments: [] },
    { name: 'listOrders', arguments: null },
  ]) {
    expect((await session.request('tools/call', params))?.error?.code).toBe(-32602)
  }
  // two readers of the same line could see two calls
  session.send(
    '{"jsonrpc":"2.0","id":"twice","method":"tools/call","params":{"name":"listOrders","arguments":{"limit":1,"limit":999}}}',
  )
  await session.request('tools/call', { name: 'listOrders', arguments: { limit: 999 } })
  await session.request('tools/call', { name: 'nope', arguments: {} })
  const run = await session.end()
  expect(run.stdout).toMatch(/"id":"twice","error":\{"code":-32600/)
  expect(seen).toEqual([])
  const lines = (await readFile(log, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.map(({ status, tool, problem }) => [status, tool, problem])).toEqual([
    ['opened', undefined, undefined],
    ['denied', 'listOrders', 'ARGUMENTS_INVALID'],
    ['denied', 'nope', 'TOOL_UNKNOWN'],
    ['closed', undefined, undefined],
  ])
})
