/** The clients that hosts embed, over the same streams: 1.x, and 2.x in each of its modes. */
import { PassThrough } from 'node:stream'
import { Client as NewClient } from '@modelcontextprotocol/client'
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js'
import { afterEach, describe, expect, test } from 'vitest'
import { failure, success } from '../../src/lib/result.ts'
import type { Ready } from '../../src/mcp/readiness.ts'
import { serve } from '../../src/mcp/server.ts'
import { createStdioTransport } from '../../src/mcp/stdio.ts'
import { text, tool } from './connection.ts'

interface Called {
  readonly content?: unknown
  readonly isError?: unknown
}

/** What both generations of clients have in common. */
interface Client {
  connect(transport: ClientTransport): Promise<void>
  listTools(): Promise<{ readonly tools: readonly { readonly name: string }[] }>
  callTool(params: { name: string; arguments?: Record<string, unknown> }): Promise<Called>
  getInstructions(): string | undefined
  getServerVersion(): { readonly name: string; readonly version: string } | undefined
  close(): Promise<void>
}

/** A client's end of the streams. */
class ClientTransport {
  onclose?: () => void
  onerror?: (error: Error) => void
  // each generation of the library has its own type of message
  // biome-ignore lint/suspicious/noExplicitAny: messages are passed through unseen
  onmessage?: (message: any) => void
  readonly #incoming: PassThrough
  readonly #outgoing: PassThrough

  constructor(incoming: PassThrough, outgoing: PassThrough) {
    this.#incoming = incoming
    this.#outgoing = outgoing
  }

  async start(): Promise<void> {
    let buffered = ''
    this.#incoming.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (buffered + chunk).split('\n')
      buffered = lines.pop() ?? ''
      for (const line of lines) this.onmessage?.(JSON.parse(line))
    })
  }

  async send(message: unknown): Promise<void> {
    this.#outgoing.write(`${JSON.stringify(message)}\n`)
  }

  async close(): Promise<void> {
    this.#outgoing.end()
    this.onclose?.()
  }
}

const INFO = { name: 'test', version: '1' }
const newClient = (mode: 'legacy' | 'auto' | { pin: string }): Client =>
  new NewClient(INFO, { versionNegotiation: { mode } }) as unknown as Client // callTool's result type is wider than we use

const CLIENTS: { readonly name: string; readonly make: () => Client }[] = [
  { name: '1.x', make: () => new OldClient(INFO) as unknown as Client }, // likewise
  { name: '2.x legacy', make: () => newClient('legacy') },
  { name: '2.x auto', make: () => newClient('auto') },
  { name: '2.x pinned to 2026-07-28', make: () => newClient({ pin: '2026-07-28' }) },
]

const bridge = success({
  tools: new Map(['getJob', 'createJob'].map((name) => [name, tool(name)])),
  call: async (called: { name: string }, args: object) =>
    called.name === 'getJob' ? text(JSON.stringify(args)) : { ...text('409: exists'), isError: true },
})

let client: Client | undefined
afterEach(() => client?.close())

async function connect(make: () => Client, ready: Ready): Promise<{ client: Client; closed: Promise<unknown> }> {
  const toServer = new PassThrough()
  const toClient = new PassThrough()
  const { closed } = serve({
    transport: createStdioTransport({ input: toServer, output: toClient, note: () => {} }),
    name: 'drawbridge',
    version: '1.2.3',
    instructions: 'Read first.',
    ready: Promise.resolve(ready),
    note: () => {},
  })
  client = make()
  await client.connect(new ClientTransport(toClient, toServer))
  return { client, closed }
}

describe.each(CLIENTS)('client $name', ({ make }) => {
  test('19, 20: connects, and is told name and instructions', async () => {
    const { client } = await connect(make, bridge)
    expect(client.getServerVersion()).toMatchObject({ name: 'drawbridge', version: '1.2.3' })
    expect(client.getInstructions()).toBe('Read first.')
  })

  test('22, 30: lists and calls', async () => {
    const { client } = await connect(make, bridge)
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['getJob', 'createJob'])
    const read = await client.callTool({ name: 'getJob', arguments: { id: 7 } })
    expect(read).toMatchObject({ content: [{ type: 'text', text: '{"id":7}' }] })
    expect(read.isError).not.toBe(true)
    expect(await client.callTool({ name: 'createJob' })).toMatchObject({
      isError: true,
      content: [{ text: '409: exists' }],
    })
  })

  test('30: an unknown tool is an error of the protocol', async () => {
    const { client } = await connect(make, bridge)
    await expect(client.callTool({ name: 'deleteJob' })).rejects.toMatchObject({ code: -32602 })
  })

  test('a failed check reaches the client with code, message and problems', async () => {
    const problems = [{ code: 'OPERATION_NOT_FOUND' }]
    const { client, closed } = await connect(make, failure({ exitCode: 5, message: 'not there', problems }))
    const error = await client.listTools().catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 5, data: { problems } })
    expect(String(error)).toContain('not there')
    expect(await closed).toMatchObject({ by: 'check-failed' })
  })

  test('4: the server closes when the client does', async () => {
    const { client, closed } = await connect(make, bridge)
    await client.listTools()
    await client.close()
    expect(await closed).toEqual({ by: 'input-ended' })
  })
})
