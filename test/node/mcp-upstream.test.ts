import { afterEach, describe, expect, test } from 'vitest'
import { type HostedReply, type HostedRequest, type Listening, listen } from '../../fixtures/hosted-mcp/listen.ts'
import {
  callOf,
  json,
  type RpcMessage,
  readRpc,
  rpcError,
  rpcResult,
  textResult,
} from '../../fixtures/hosted-mcp/rpc.ts'
import { member } from '../../src/lib/json.ts'
import { readMcpListing } from '../../src/node/mcp-listing.ts'
import { createMcpUpstream, type McpUpstream } from '../../src/node/mcp-upstream.ts'
import { REMOTE_HEADERS, remoteBody } from '../../src/request/remote.ts'
import type { RemoteSending, SendOptions } from '../../src/upstream/model.ts'
import { told, upstreamFor } from './sending.ts'
import { serveHttp } from './servers.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

type Answer = (message: RpcMessage, request: HostedRequest) => HostedReply | undefined

/** A server that answers `initialize` and calls unless `first` does. */
async function serve(first: Answer = () => undefined, version = '2025-11-25'): Promise<Listening> {
  let sessions = 0
  const listening = await listen((request) => {
    const message = readRpc(request.body)
    if (message === undefined) return { status: 204 }
    const own = first(message, request)
    if (own !== undefined) return own
    if (message.id === undefined) return { status: 202 }
    if (message.method === 'initialize') {
      const result = { protocolVersion: version, capabilities: {}, serverInfo: { name: 'test', version: '1' } }
      return json(200, rpcResult(message, result), { 'mcp-session-id': `s${++sessions}` })
    }
    if (message.method === 'tools/list') return json(200, rpcResult(message, { tools: [] }))
    return json(200, textResult(message, callOf(message).name))
  })
  open.push(listening)
  return listening
}

function connect(concurrency = 8): McpUpstream {
  const http = upstreamFor({ concurrency })
  const upstream = createMcpUpstream({ http, side: upstreamFor(), version: '0', timeoutSeconds: 20 })
  open.push(upstream)
  return upstream
}

const READ: RemoteSending = { repeatable: true, changesSession: false }
const WRITE: RemoteSending = { repeatable: false, changesSession: false }
const SET: RemoteSending = { repeatable: false, changesSession: true }

async function call(
  upstream: McpUpstream,
  origin: string,
  name: string,
  remote = READ,
  options: Partial<SendOptions> = {},
  args = '{}',
) {
  const body = remoteBody({ rpc: 'tools/call', name, readOnly: undefined }, args)
  const sent = await upstream.send(
    { method: 'POST', origin, target: '/mcp', headers: REMOTE_HEADERS, body },
    {
      signal: new AbortController().signal,
      maxBytes: 100_000,
      timeoutSeconds: 20,
      mayFollow: () => false,
      remote,
      ...options,
    },
  )
  return told(sent)
}

/** What a server was asked, with the session that it was asked in. */
function asked({ requests }: Listening): readonly string[] {
  return requests.map(({ method, headers, body }) => {
    const message = readRpc(body)
    const name = message && member(message.params, 'name')
    const what = message === undefined ? method : message.method
    const session = headers['mcp-session-id']
    return [what, ...(typeof name === 'string' ? [name] : []), ...(session === undefined ? [] : [session])].join(' ')
  })
}

function lose(names: readonly string[], status: number, words: string): Answer {
  const pending = new Set(names)
  return (message, request) => {
    const { name } = callOf(message)
    if (message.method !== 'tools/call' || request.headers['mcp-session-id'] !== 's1' || !pending.has(name))
      return undefined
    return { status, body: words }
  }
}

test('one session for everything, and its end', async () => {
  const server = await serve()
  const upstream = connect()
  for (const name of ['a', 'b']) await call(upstream, server.origin, name)
  await upstream.close()
  expect(asked(server)).toEqual([
    'initialize',
    'notifications/initialized s1',
    'tools/call a s1',
    'tools/call b s1',
    'DELETE s1',
  ])
})

const LOST: readonly {
  readonly says: string
  readonly remote: RemoteSending
  readonly status: number
  readonly words: string
  readonly want: RegExp
}[] = [
  { says: 'a read after a 404', remote: READ, status: 404, words: '', want: /^200 / },
  { says: 'a write after a 404 that says why', remote: WRITE, status: 404, words: 'Session not found', want: /^200 / },
  {
    says: 'a write after a 400 that says why',
    remote: WRITE,
    status: 400,
    words: 'No valid session ID provided',
    want: /^200 /,
  },
  { says: 'a write after a plain 404', remote: WRITE, status: 404, words: 'gone', want: /^404 gone/ },
  { says: 'a read after another 400', remote: READ, status: 400, words: 'bad', want: /^400 bad/ },
  { says: 'a read after a 500', remote: READ, status: 500, words: 'session expired', want: /^500 / },
]

describe('a lost session', () => {
  test.each(LOST)('$says', async ({ remote, status, words, want }) => {
    const server = await serve(lose(['a'], status, words))
    const upstream = connect()
    expect(await call(upstream, server.origin, 'a', remote)).toMatch(want)
  })

  test('is set to what it was set to last before anything else', async () => {
    const server = await serve(lose(['read'], 404, 'Session not found'))
    const upstream = connect()
    await call(upstream, server.origin, 'choose', SET, {}, '{"to":"a"}')
    await call(upstream, server.origin, 'choose', SET, {}, '{"to":"b"}')
    await call(upstream, server.origin, 'read')
    expect(asked(server).slice(4)).toEqual([
      'tools/call read s1',
      'initialize',
      'notifications/initialized s2',
      'tools/call choose s2',
      'tools/call read s2',
    ])
    expect(server.requests.at(-2)?.body).toContain('{"to":"b"}')
  })

  test('that can not be set so is not used', async () => {
    const server = await serve((message, request) => {
      const { name } = callOf(message)
      if (name === 'choose' && request.headers['mcp-session-id'] === 's2')
        return json(200, textResult(message, 'no', true))
      return lose(['read'], 404, '')(message, request)
    })
    const upstream = connect()
    await call(upstream, server.origin, 'choose', SET)
    expect(await call(upstream, server.origin, 'read')).toBe('UPSTREAM_UNREACHABLE no')
    expect(asked(server).filter((one) => one === 'tools/call read s2')).toEqual([])
  })

  test('is opened again once only', async () => {
    const server = await serve((message) => (message.method === 'tools/call' ? { status: 404, body: '' } : undefined))
    expect(await call(connect(), server.origin, 'a')).toMatch(/^404/)
    expect(asked(server).filter((one) => one === 'initialize')).toHaveLength(2)
  })
})

test('what is remembered comes before the first call, once', async () => {
  const server = await serve()
  const upstream = connect()
  upstream.remember?.(remoteBody({ rpc: 'tools/call', name: 'choose', readOnly: undefined }, '{"to":"a"}'))
  await Promise.all([call(upstream, server.origin, 'a'), call(upstream, server.origin, 'b')])
  const [first, ...others] = asked(server).slice(2)
  expect(first).toBe('tools/call choose s1')
  expect(others.sort()).toEqual(['tools/call a s1', 'tools/call b s1'])
})

test('a call that sets the session runs alone', async () => {
  let running = 0
  const most = new Map<string, number>()
  const server = await listen(async (request) => {
    const message = readRpc(request.body)
    if (message?.id === undefined) return { status: 202 }
    if (message.method === 'initialize')
      return json(200, rpcResult(message, { protocolVersion: '2025-06-18', capabilities: {} }))
    const { name } = callOf(message)
    most.set(name, ++running)
    await new Promise((resolve) => setTimeout(resolve, 20))
    running--
    return json(200, textResult(message, name))
  })
  open.push(server)
  const upstream = connect()
  await Promise.all(
    ['a', 'b', 'choose', 'c', 'd'].map((name) => call(upstream, server.origin, name, name === 'choose' ? SET : READ)),
  )
  expect(most.get('choose')).toBe(1)
})

describe('versions', () => {
  test.each(['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'])('%s', async (version) => {
    const server = await serve(undefined, version)
    expect(await call(connect(), server.origin, 'a')).toMatch(/^200/)
    const named = server.requests.at(-1)?.headers['mcp-protocol-version']
    expect(named).toBe(version >= '2025-06-18' ? version : undefined)
  })

  test('2026-07-28 has no handshake', async () => {
    const server = await serve((message) => {
      if (message.method === 'initialize') return json(400, rpcError(message, -32022, 'Unsupported: use 2026-07-28'))
      const result = { supportedVersions: ['2026-07-28'], capabilities: {}, resultType: 'complete' }
      return message.method === 'server/discover' ? json(200, rpcResult(message, result)) : undefined
    })
    expect(await call(connect(), server.origin, 'ünï')).toMatch(/^200/)
    const { headers, body } = server.requests.at(-1) ?? { headers: {}, body: '' }
    expect(headers).toMatchObject({
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': '=?base64?w7xuw68=?=',
    })
    expect(body).toContain('"io.modelcontextprotocol/protocolVersion":"2026-07-28"')
  })

  test('any other is refused', async () => {
    const server = await serve(undefined, '2031-01-01')
    expect(await call(connect(), server.origin, 'a')).toBe('CONTRACT_NOT_MCP')
  })
})

const ANSWERS: readonly {
  readonly says: string
  readonly given: (message: RpcMessage) => HostedReply
  readonly want: RegExp
}[] = [
  { says: 'a redirect', given: () => ({ status: 307, headers: { location: 'https://other.example/' } }), want: /^307/ },
  { says: 'a page', given: () => ({ status: 200, body: '<html>' }), want: /^UPSTREAM_TRUNCATED yes/ },
  { says: 'nothing', given: () => ({ status: 202 }), want: /^UPSTREAM_TRUNCATED yes/ },
  {
    says: 'another answer',
    given: () => json(200, '{"jsonrpc":"2.0","id":99,"result":{}}'),
    want: /^UPSTREAM_TRUNCATED yes/,
  },
  { says: 'a batch', given: (message) => json(200, `[${rpcResult(message, { a: 1 })}]`), want: /^200 \{.*"a":1/ },
  {
    says: 'too much',
    given: (message) => json(200, textResult(message, 'x'.repeat(200_000))),
    want: /^UPSTREAM_TRUNCATED yes/,
  },
  {
    says: '64 bits',
    given: ({ id }) => json(200, `{"jsonrpc":"2.0","id":${id},"result":{"n":9007199254740993}}`),
    want: /9007199254740993/,
  },
  { says: '401', given: () => json(401, '{"error":"x"}'), want: /^401/ },
  {
    says: 'a stream that goes on',
    given: (message) => ({
      status: 200,
      headers: { 'content-type': 'text/event-stream' },
      body: `: hello\n\ndata: ${rpcResult(message, { a: 1 })}\n\n`,
      keepsOpen: true,
    }),
    want: /^200 \{.*"a":1/,
  },
]

describe('an answer', () => {
  test.each(ANSWERS)('$says', async ({ given, want }) => {
    const server = await serve((message) => (message.method === 'tools/call' ? given(message) : undefined))
    expect(await call(connect(), server.origin, 'a')).toMatch(want)
    expect(asked(server).filter((one) => one.startsWith('tools/call'))).toHaveLength(1)
  })

  test('that comes too late is a time-out, and the server hears of it', async () => {
    const server = await serve((message) =>
      message.method === 'tools/call'
        ? { status: 200, headers: { 'content-type': 'text/event-stream' }, body: ': \n\n', keepsOpen: true }
        : undefined,
    )
    expect(await call(connect(), server.origin, 'a', READ, { timeoutSeconds: 0.3 })).toBe('UPSTREAM_TIMEOUT yes')
    await expect.poll(() => asked(server).at(-1)).toBe('notifications/cancelled s1')
  })
})

function refused(id: string): string {
  return `{"jsonrpc":"2.0","id":"${id}","error":{"code":-32601,"message":"Method not found"}}`
}

test('what a server asks in the middle of an answer is refused, though no connection is free for calls', async () => {
  const refusals: string[] = []
  let goOn = (): void => {}
  const server = await serveHttp((request, response) => {
    void (async () => {
      let body = ''
      for await (const chunk of request.setEncoding('utf8')) body += chunk
      const message = readRpc(body)
      if (message?.method === 'initialize') {
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(rpcResult(message, { protocolVersion: '2025-03-26', capabilities: {} }))
      } else if (message?.method === 'tools/call') {
        goOn = () => response.end(`data: ${textResult(message, 'done')}\n\n`)
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        for (const method of ['ping', 'roots/list', 'elicitation/create', 'sampling/createMessage'])
          response.write(`data: {"jsonrpc":"2.0","id":"${method}","method":"${method}"}\n\n`)
      } else {
        if (message === undefined && refusals.push(body) === 4) goOn()
        response.writeHead(202).end()
      }
    })()
  })
  open.push(server)
  expect(await call(connect(1), server.origin, 'a')).toMatch(/^200 .*done/)
  expect(refusals.sort()).toEqual([
    refused('elicitation/create'),
    '{"jsonrpc":"2.0","id":"ping","result":{}}',
    refused('roots/list'),
    refused('sampling/createMessage'),
  ])
})

test('exact arguments stay exact', async () => {
  const server = await serve()
  await call(connect(), server.origin, 'a', READ, {}, '{"id":9007199254740993,"d":1.10000000000000000001}')
  expect(server.requests.at(-1)?.body).toContain('{"id":9007199254740993,"d":1.10000000000000000001}')
})

const LISTS: readonly { readonly says: string; readonly given: Answer; readonly want: string }[] = [
  { says: 'an empty list', given: () => undefined, want: '0 tools' },
  {
    says: 'pages',
    given: (message) => {
      if (message.method !== 'tools/list') return undefined
      const isFirst = member(message.params, 'cursor') === undefined
      return json(200, rpcResult(message, { tools: [{}], ...(isFirst ? { nextCursor: 'c' } : {}) }))
    },
    want: '2 tools',
  },
  {
    says: 'pages without end',
    given: (message) =>
      message.method === 'tools/list' ? json(200, rpcResult(message, { tools: [], nextCursor: 'c' })) : undefined,
    want: 'CONTRACT_NOT_MCP',
  },
  {
    says: 'too much',
    given: (message) =>
      message.method === 'tools/list' ? json(200, rpcResult(message, { tools: ['x'.repeat(60_000)] })) : undefined,
    want: 'CONTRACT_TOO_LARGE',
  },
  {
    says: 'no list',
    given: (message) => (message.method === 'tools/list' ? json(200, rpcError(message, -32603, 'x')) : undefined),
    want: 'CONTRACT_NOT_MCP',
  },
  { says: 'a refusal', given: () => json(403, '{}'), want: 'CREDENTIAL_REFUSED' },
  {
    says: 'a redirect',
    given: () => ({ status: 302, headers: { location: 'https://a.example' } }),
    want: 'CONTRACT_REDIRECTED',
  },
  { says: 'a failure', given: () => ({ status: 503 }), want: 'CONTRACT_HTTP_STATUS' },
  { says: 'a page', given: () => ({ status: 200, body: '<html>' }), want: 'CONTRACT_NOT_MCP' },
]

describe('listing', () => {
  test.each(LISTS)('$says', async ({ given, want }) => {
    const server = await serve(given)
    const upstream = connect()
    const url = `${server.origin}/mcp`
    const envelope = { method: 'POST', origin: server.origin, target: '/mcp', headers: REMOTE_HEADERS }
    const limits = { credentialled: true, resources: false, maxBytes: 50_000, timeoutSeconds: 20 }
    const listing = await readMcpListing({ upstream, url, envelope, ...limits })
    expect(listing.ok ? `${listing.value.tools.length} tools` : listing.problems[0].code).toBe(want)
  })
})
