import { randomUUID } from 'node:crypto'
import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import { afterEach, describe, expect, test } from 'vitest'
import { readMcpListing } from '../../src/node/mcp-listing.ts'
import { createMcpUpstream } from '../../src/node/mcp-upstream.ts'
import { REMOTE_HEADERS, remoteBody } from '../../src/request/remote.ts'
import { told, upstreamFor } from './sending.ts'
import { serveHttp } from './servers.ts'

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

/** A server made with the protocol's own library. */
async function serve(enableJsonResponse: boolean) {
  const sessions = new Map<string, StreamableHTTPServerTransport>()
  const ended: string[] = []
  const listening = await serveHttp((request, response) => {
    void (async () => {
      const id = request.headers['mcp-session-id']
      const known = typeof id === 'string' ? sessions.get(id) : undefined
      if (known === undefined && id !== undefined) return void response.writeHead(404).end('Session not found')
      const transport = known ?? (await begin())
      await transport.handleRequest(request, response)
    })()
  })
  open.push(listening)
  return { ...listening, url: `${listening.origin}/mcp`, sessions, ended }

  async function begin(): Promise<StreamableHTTPServerTransport> {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      enableJsonResponse,
      onsessioninitialized: (id) => void sessions.set(id, transport),
      onsessionclosed: (id) => void ended.push(id),
    })
    const server = new Server({ name: 'library', version: '1' }, { capabilities: { tools: {} } })
    server.setRequestHandler(ListToolsRequestSchema, () => ({
      tools: [{ name: 'echo', inputSchema: { type: 'object', properties: { text: { type: 'string' } } } }],
    }))
    server.setRequestHandler(CallToolRequestSchema, ({ params }) => ({
      content: [{ type: 'text', text: String(params.arguments?.text) }],
    }))
    await server.connect(transport)
    return transport
  }
}

describe('a server of the protocol library', () => {
  test.each([true, false])('with plain JSON: %s', async (enableJsonResponse) => {
    const server = await serve(enableJsonResponse)
    const upstream = createMcpUpstream({ http: upstreamFor(), side: upstreamFor(), version: '0', timeoutSeconds: 20 })
    const envelope = { method: 'POST', origin: server.origin, target: '/mcp', headers: REMOTE_HEADERS }
    const limits = { credentialled: false, resources: false, maxBytes: 100_000, timeoutSeconds: 20 }
    const listing = await readMcpListing({ upstream, url: server.url, envelope, ...limits })
    expect(listing).toMatchObject({ ok: true, value: { title: 'library', tools: [{ name: 'echo' }] } })

    const echo = async (text: string) => {
      const body = remoteBody({ rpc: 'tools/call', name: 'echo', readOnly: true }, JSON.stringify({ text }))
      const remote = { repeatable: true, changesSession: false }
      const signal = new AbortController().signal
      const sending = { signal, maxBytes: 100_000, timeoutSeconds: 20, mayFollow: () => false, remote }
      return told(await upstream.send({ ...envelope, body }, sending))
    }
    expect(await echo('one')).toMatch(/^200 .*"text":"one"/)
    server.sessions.clear()
    expect(await echo('two')).toMatch(/^200 .*"text":"two"/)
    const [last] = server.sessions.keys()
    await upstream.close()
    expect(server.ended).toEqual([last])
  })
})
