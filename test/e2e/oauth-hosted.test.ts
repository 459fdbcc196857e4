import { afterEach, expect, test } from 'vitest'
import { type OAuthFixture, SECRET, startOAuth } from '../../fixtures/oauth/start-oauth.ts'
import { type HttpRunning, serveHttp } from '../node/servers.ts'
import { writeProfiles } from './profiles-at.ts'
import { runBridge } from './run-bridge.ts'
import { openLegacySession } from './session.ts'

const running: { close(): Promise<void> }[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()))
})

const TOOL = { name: 'summarize', inputSchema: { type: 'object' }, annotations: { readOnlyHint: true } }

const RESULTS: Readonly<Record<string, object>> = {
  initialize: {
    protocolVersion: '2025-06-18',
    capabilities: { tools: {} },
    serverInfo: { name: 'hosted', version: '1' },
  },
  'tools/list': { tools: [TOOL] },
  'tools/call': { content: [{ type: 'text', text: 'fine' }] },
}

/** A hosted MCP server that shows nothing without a token of the fixture. */
function serveMcp({ accepts }: OAuthFixture): Promise<HttpRunning> {
  return serveHttp((request, response) => {
    let text = ''
    request.on('data', (chunk) => {
      text += String(chunk)
    })
    request.on('end', () => {
      const token = (request.headers.authorization ?? '').replace('Bearer ', '')
      if (!accepts(token)) return void response.writeHead(401).end()
      const { id, method } = text === '' ? { id: undefined, method: '' } : JSON.parse(text)
      if (id === undefined) return void response.writeHead(202).end()
      const answer = { jsonrpc: '2.0', id, result: RESULTS[method] }
      response.writeHead(200, { 'content-type': 'application/json', 'mcp-session-id': 'fake-session' })
      response.end(JSON.stringify(answer))
    })
  })
}

test('every request of a session has the token of the moment, its end included', async () => {
  const issuer = await startOAuth()
  const hosted = await serveMcp(issuer)
  running.push(issuer, hosted)
  const profile = {
    upstream: { kind: 'mcp', url: `${hosted.origin}/mcp` },
    auth: { type: 'exchange', url: `${issuer.origin}/exchange`, body: { firebaseIdToken: { env: 'FAKE_SECRET' } } },
    tools: ['summarize'],
  }
  const profiles = await writeProfiles(JSON.stringify({ version: 1, profiles: { pos: profile } }))
  const check = await runBridge(['--profiles', profiles, 'check'], { FAKE_SECRET: SECRET })
  expect([check.exit, check.stderr]).toEqual([0, ''])
  expect(await runBridge(['--profiles', profiles, 'check'])).toMatchObject({ exit: 6 })
  const session = await openLegacySession(['--profiles', profiles], { FAKE_SECRET: SECRET })
  const call = () => session.request('tools/call', { name: 'summarize', arguments: {} })
  expect(await call()).toMatchObject({ result: { isError: false } })
  issuer.expire()
  expect(await call()).toMatchObject({ result: { isError: false } })
  const run = await session.end()
  expect(run.exit).toBe(0)
  expect(hosted.seen.at(-1)).toBe('DELETE /mcp')
  expect(hosted.headers.at(-1)?.authorization).toBe(hosted.headers.at(-2)?.authorization)
  expect(issuer.secrets.filter((secret) => (run.stdout + run.stderr + check.stdout).includes(secret))).toEqual([])
})
