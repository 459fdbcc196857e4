/** A server over in-process streams, spoken to line by line. */
import { PassThrough } from 'node:stream'
import type { Bridge } from '../../src/bridge/bridge.ts'
import type { JsonObject } from '../../src/lib/json.ts'
import { success } from '../../src/lib/result.ts'
import type { StopSignal } from '../../src/lib/stop.ts'
import type { Note } from '../../src/mcp/note.ts'
import type { Ready } from '../../src/mcp/readiness.ts'
import { type ServeOptions, type Serving, serve } from '../../src/mcp/server.ts'
import { createStdioTransport } from '../../src/mcp/stdio.ts'
import type { ToolResult } from '../../src/response/model.ts'
import type { Tool } from '../../src/tool/model.ts'

export interface Answer {
  readonly id?: string | number
  readonly method?: string
  // the tests look into results of every shape
  // biome-ignore lint/suspicious/noExplicitAny: answers are compared, not used
  readonly result?: any
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown }
}

export interface Connection extends Serving {
  readonly input: PassThrough
  readonly output: PassThrough
  readonly notes: readonly Note[]
  readonly calls: readonly { readonly tool: string; readonly args: JsonObject; readonly signal: StopSignal }[]
  send(...messages: readonly (string | object)[]): void
  /** Sends a request and gives the next line of output, parsed. */
  ask(request: string | object): Promise<Answer>
  /** The next line of output, parsed. */
  next(): Promise<Answer>
  nextLine(): Promise<string>
  /** Everything written until the server closed, in lines. */
  rest(): Promise<readonly string[]>
}

export function text(value: string): ToolResult {
  return { content: [{ type: 'text', text: value }], isError: false }
}

export function tool(name: string, inputSchema: JsonObject = { type: 'object', properties: {} }): Tool {
  return {
    name,
    title: `Title of ${name}`,
    description: `Description of ${name}`,
    inputSchema,
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
    bindings: [],
    pinned: {},
    // the server reads only what clients are shown, and here whether somebody is asked or it is another server's
    planned: { entry: {}, operation: {} } as Tool['planned'],
  }
}

export interface Given {
  readonly tools?: readonly Tool[]
  readonly call?: Bridge['call']
  readonly ready?: Promise<Ready>
  readonly output?: PassThrough
  readonly options?: Partial<ServeOptions>
}

export function connect(given: Given = {}): Connection {
  const input = new PassThrough()
  const output = given.output ?? new PassThrough()
  const notes: Note[] = []
  const calls: Connection['calls'][number][] = []
  const tools = given.tools ?? [tool('getJob'), tool('aList')]
  const bridge: Bridge = {
    tools: new Map(tools.map((one) => [one.name, one])),
    call: (called, args, signal) => {
      calls.push({ tool: called.name, args, signal })
      return given.call?.(called, args, signal) ?? Promise.resolve(text('fine'))
    },
  }
  const note = (one: Note): void => void notes.push(one)
  const serving = serve({
    transport: createStdioTransport({ input, output, note }),
    name: 'drawbridge',
    version: '1.2.3',
    ready: given.ready ?? Promise.resolve(success(bridge)),
    note,
    ...given.options,
  })
  const lines = linesOf(output)
  const nextLine = async (): Promise<string> => (await lines.next()).value ?? ''
  const next = async (): Promise<Answer> => JSON.parse(await nextLine())
  const send = (...messages: readonly (string | object)[]): void => {
    for (const message of messages) {
      input.write(`${typeof message === 'string' ? message : JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
    }
  }
  return {
    ...serving,
    input,
    output,
    notes,
    calls,
    send,
    ask: (request) => {
      send(request)
      return next()
    },
    nextLine,
    next,
    rest: async () => {
      await serving.closed
      output.end()
      const rest: string[] = []
      for await (const line of lines) rest.push(line)
      return rest
    },
  }
}

async function* linesOf(output: PassThrough): AsyncGenerator<string, undefined> {
  let buffered = ''
  for await (const chunk of output.setEncoding('utf8')) {
    const lines = (buffered + chunk).split('\n')
    buffered = lines.pop() ?? ''
    yield* lines
  }
  if (buffered !== '') yield `${buffered} (no line end)`
  return undefined
}

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
}

/** A request of 2026-07-28. */
export function modern(id: string | number, method: string, params: object = {}, meta: object = {}): object {
  return { id, method, params: { ...params, _meta: { ...META, ...meta } } }
}

/** A request of the older revisions. */
export function legacy(id: string | number, method: string, params?: object): object {
  return { id, method, ...(params === undefined ? {} : { params }) }
}

export function initialize(id: string | number, protocolVersion = '2025-11-25'): object {
  return legacy(id, 'initialize', { protocolVersion, capabilities: {}, clientInfo: { name: 'test', version: '1' } })
}

export const INITIALIZED = { method: 'notifications/initialized' }

/** A connection with the handshake of the older revisions behind it. */
export async function connectLegacy(given: Given = {}): Promise<Connection> {
  const connection = connect(given)
  connection.send(initialize('hello'), INITIALIZED)
  await connection.next()
  return connection
}
