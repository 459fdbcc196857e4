/** Real processes and a real client: what lists, results, redirects and failures come to. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeProfiles } from '../e2e/profiles-at.ts'
import { BRIDGE, cleanEnvironment } from '../e2e/run-bridge.ts'
import { messagesIn, openLegacySession } from '../e2e/session.ts'
import { profilesText, startUpstream, TOKEN, type Upstream } from './upstream.ts'

interface Answer {
  readonly content: readonly { readonly type: string; readonly text?: string; readonly data?: string }[]
  readonly structuredContent?: unknown
  readonly isError?: boolean
}

let api: Upstream
let file: string
let client: Client
let stderr = ''
const clients: Client[] = []

beforeAll(async () => {
  api = await startUpstream()
  file = await writeProfiles(profilesText(api.origin))
  client = await connect('main')
})
afterAll(async () => {
  await Promise.all(clients.map((one) => one.close()))
  await api.close()
})

async function connect(profile: string): Promise<Client> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [BRIDGE, 'start', '--profiles', file, '--profile', profile],
    env: cleanEnvironment({ TEST_TOKEN: TOKEN }),
    stderr: 'pipe',
  })
  transport.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk
  })
  const connected = new Client({ name: 'peers', version: '1' })
  clients.push(connected)
  await connected.connect(transport)
  return connected
}

async function call(name: string, given: Record<string, unknown> = {}, by = client): Promise<Answer> {
  return (await by.callTool({ name, arguments: given })) as Answer // the SDK validates it; its type is wider
}

const textOf = ({ content }: Answer) => content.map(({ text }) => text ?? '').join('\n')
const times = (path: string) => api.asked.filter(({ line }) => line.split(/[ ?]/)[1] === path).length

test('a client that checks the list takes all of it, alternatives at the root of a body included', async () => {
  const { tools } = await client.listTools()
  expect(client.getServerCapabilities()).toMatchObject({ tools: {} })
  expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(['html', 'own', 'alternatives']))
  for (const { description, annotations, inputSchema } of tools) {
    expect([description, annotations?.readOnlyHint, inputSchema.properties]).not.toContain(undefined)
  }
})

describe('what went wrong is an error, what went well is none', () => {
  test.each<[name: string, isError: boolean, says: string]>([
    ['html', true, 'Please sign in'],
    ['missing', true, '404 Not Found'],
    ['missing', true, 'no such job'],
    ['refused', true, 'is required'],
    ['fine', false, '{"status":"error","isError":true,"error":"only a field"}'],
    ['id', false, '{"id":9007199254740993,"n":1e400}'],
    ['nothing', false, '204 No Content'],
    ['nulls', false, '{"id":null,"name":null,"tags":{}}'],
    ['mislabelled', false, '{"a":1}'],
    ['gzip', false, '{"a":1}'],
    ['bytes', true, 'are no text in the charset'],
    ['half', true, 'break off'],
    ['flaky', true, '503 Service Unavailable'],
  ])('%s: %s', async (name, isError, says) => {
    const answer = await call(name)
    expect([answer.isError ?? false, textOf(answer)]).toEqual([isError, expect.stringContaining(says)])
    if (isError) expect(answer.structuredContent).toBeUndefined()
    expect(textOf(answer).length).toBeLessThan(20_000)
  })

  test('an image is an image', async () => {
    expect((await call('image')).content).toEqual([{ type: 'image', mimeType: 'image/png', data: 'iVBORw==' }])
  })

  test('an answer without end is bounded, and says that it was cut', async () => {
    const text = textOf(await call('endless'))
    expect(text.length).toBeLessThan(60_000)
    expect(text).toMatch(/CUT: above are the first \d+ of more than 1000000 characters/)
  })

  test('where answers are listed, none fails the call', async () => {
    const typed = await connect('typed')
    const { tools } = await typed.listTools()
    expect(tools.map(({ outputSchema }) => outputSchema?.type)).toEqual(expect.arrayContaining(['object']))
    for (const name of ['nulls', 'nothing', 'id', 'fine']) {
      expect([name, (await call(name, {}, typed)).isError ?? false]).toEqual([name, false])
    }
  })
})

describe('the token stays where it belongs', () => {
  test.each(['astray', 'astray-write'])('%s: a redirect elsewhere gets neither token nor body', async (name) => {
    const answer = await call(name)
    expect([answer.isError, textOf(answer)]).toEqual([true, expect.stringContaining('not followed')])
    expect(times(`/${name}`)).toBe(1)
    expect(api.canary.asked).toEqual([])
  })

  test('a redirect to what is not allowed is not followed', async () => {
    expect((await call('aside')).isError).toBe(true)
    expect([times('/aside'), times('/not-allowed')]).toEqual([1, 0])
  })

  test('a redirect to itself ends', async () => {
    expect((await call('loop')).isError).toBe(true)
    expect(times('/loop')).toBe(4)
  })

  test('an answer that echoes it does not show it', async () => {
    const text = textOf(await call('echo'))
    expect(text).toContain('401 Unauthorized')
    expect(text).toContain('[redacted]')
    expect(text).not.toContain(TOKEN)
  })

  test('nor does an address that it is a part of', async () => {
    const answer = await call('fine', {}, await connect('down'))
    expect([answer.isError, textOf(answer)]).toEqual([true, expect.stringContaining('sent: no')])
    expect(textOf(answer)).not.toContain(TOKEN.slice(0, 12))
  })

  test('nothing of it, nor of any argument, is on stderr', async () => {
    await call('own', { id: 'an-argument-value', 'X-Trace': 'another-value' })
    expect(stderr).not.toMatch(new RegExp(`${TOKEN.slice(0, 12)}|an-argument-value|another-value`))
  })
})

describe('what is not to be sent is not sent', () => {
  test('a tool that is not allowlisted is unknown', async () => {
    for (const name of ['notAllowed', 'HTML', 'toString']) {
      await expect(call(name)).rejects.toMatchObject({ code: -32602 })
    }
    expect(times('/not-allowed')).toBe(0)
  })

  test.each([{ id: '..' }, {}, { id: 'a', evil: 1 }, { id: ['a', { b: 1 }] }])('%j', async (given) => {
    const before = api.asked.length
    const answer = await call('own', given)
    expect([answer.isError, textOf(answer)]).toEqual([true, expect.stringContaining('sent: no')])
    expect(api.asked.length).toBe(before)
  })

  test('a write that failed is not sent again', async () => {
    const before = times('/flaky')
    await call('flaky')
    expect(times('/flaky') - before).toBe(1)
  })

  test('one with a key is, with the same key', async () => {
    await call('keyed')
    const keys = api.asked.filter(({ line }) => line === 'POST /keyed').map(({ headers }) => headers['idempotency-key'])
    expect(keys.length).toBeGreaterThan(1)
    expect(new Set(keys).size).toBe(1)
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('a wait until a far date is told, not waited for', async () => {
    const answer = await call('limited')
    expect([answer.isError, textOf(answer)]).toEqual([true, expect.stringMatching(/retry after: \d+ seconds/)])
    expect(times('/limited')).toBe(1)
  })
})

test('an answer that hangs after its header block ends with the time for it', async () => {
  const answer = await call('hang')
  expect([answer.isError, textOf(answer)]).toEqual([true, expect.stringContaining('sent: yes')])
})

test('a call that is cancelled is cancelled upstream', async () => {
  const asked = api.next('/slow')
  const abort = new AbortController()
  const pending = client.callTool({ name: 'slow', arguments: {} }, undefined, { signal: abort.signal })
  const { aborted } = await asked
  abort.abort()
  await expect(pending).rejects.toThrow()
  await aborted
})

test('calls at once keep their own headers', async () => {
  const ids = Array.from({ length: 20 }, (_, at) => `trace-${at}`)
  const answers = await Promise.all(ids.map((id) => call('own', { id, 'X-Trace': id })))
  expect(answers.map((answer) => JSON.parse(textOf(answer)))).toEqual(ids)
})

test('stdout has messages and nothing else, each request one answer', async () => {
  const session = await openLegacySession(['--profiles', file, '--profile', 'main'], { TEST_TOKEN: TOKEN })
  await session.request('tools/list')
  await session.request('tools/call', { name: 'fine', arguments: {} })
  await session.request('tools/call', { name: 'html', arguments: {} })
  const { stdout, exit } = await session.end()
  expect(messagesIn(stdout).map(({ jsonrpc, id }) => [jsonrpc, id])).toEqual([1, 2, 3, 4].map((id) => ['2.0', id]))
  expect(exit).toBe(0)
})
