/** An API whose answers are of every kind, its contract, and a profiles file for both. */

import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const PDF = Uint8Array.from({ length: 700_000 }, (_, at) => at % 251)
export const ITEMS = Array.from({ length: 4000 }, (_, id) => ({ id, name: `item ${id}` }))

interface Reply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

const json = (value: unknown, headers: Readonly<Record<string, string>> = {}, status = 200): Reply => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: typeof value === 'string' ? value : JSON.stringify(value),
})

/** By the `kind` of the path: answers that keep the contract, and all the ways not to. */
export const REPLIES: Readonly<Record<string, Reply>> = {
  good: json({ id: 1, name: 'x', tags: ['a'], constructor: 'Ford' }),
  more: json({ id: 1, name: 'x', other: { deep: [1] } }),
  less: json({}),
  null: json({ id: null, name: null }),
  wrong: json({ id: 'one', tags: 'none' }),
  list: json([1, 2]),
  scalar: json('"text"'),
  big: json('{"id":9007199254740993,"name":"x"}'),
  twice: json('{"id":1,"id":2}'),
  odd: json('{"__proto__":{"x":1},"toString":1,"answerText":5}'),
  lone: json('{"name":"\\ud800"}'),
  next: json({ id: 1 }, { link: '</things?page=2>; rel="next"' }),
  accepted: json({ id: 1 }, { 'retry-after': '3' }, 202),
  none: { status: 204, body: '' },
  empty: json(''),
  text: { headers: { 'content-type': 'text/plain' }, body: 'plain' },
  image: { headers: { 'content-type': 'image/png' }, body: Uint8Array.of(0x89, 0x50) },
  long: json({ name: 'y'.repeat(100_000), id: 1 }),
  error: json({ error: 'no' }, {}, 422),
  broken: json('{"id":'),
}

export interface AnswersApi {
  readonly folder: string
  readonly profiles: string
  /** Bodies of uploads. */
  readonly uploads: Buffer[]
  close(): Promise<void>
}

export async function startAnswersApi(): Promise<AnswersApi> {
  const uploads: Buffer[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://x')
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      if (request.method === 'POST') uploads.push(Buffer.concat(chunks))
      const { status = 200, headers = {}, body } = replyTo(request.method ?? '', url)
      response.writeHead(status, headers).end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server that listens has one
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'bridge-answers-')))
  for (const name of ['in', 'out']) await mkdir(join(folder, name))
  await writeFile(join(folder, 'contract.json'), JSON.stringify(CONTRACT))
  await writeFile(join(folder, 'agent-profiles.json'), JSON.stringify(profiles(`http://127.0.0.1:${port}`)))
  return {
    folder,
    profiles: join(folder, 'agent-profiles.json'),
    uploads,
    close: async () => {
      await new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      })
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function replyTo(method: string, { pathname }: URL): Reply {
  if (method === 'HEAD') return { headers: { etag: '"v7"', 'x-total-count': '12', 'set-cookie': 'a=b' }, body: '' }
  if (method === 'POST') return json({ ok: true }, {}, 201)
  if (pathname === '/items') return json(ITEMS)
  if (pathname === '/report') {
    const headers = { 'content-type': 'application/pdf', 'content-disposition': 'attachment; filename="../june.pdf"' }
    return { headers, body: PDF }
  }
  return REPLIES[pathname.slice('/things/'.length)] ?? { status: 404, body: '' }
}

const THING = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'name'],
  properties: {
    id: { type: 'integer', format: 'int64' },
    name: { type: 'string', pattern: '(?<!x)^[', minLength: 1 },
    tags: { type: 'array', uniqueItems: true, items: { type: 'string', format: 'uuid' } },
    constructor: { type: 'string' },
    parent: { $ref: '#/components/schemas/Thing' },
    secret: { type: 'string', writeOnly: true },
  },
}

const answers = (schema: object, mediaType = 'application/json') => ({
  '200': { description: 'ok', content: { [mediaType]: { schema } } },
})
const KIND = [{ name: 'kind', in: 'path', required: true, schema: { type: 'string' } }]
const FILE = { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } }

const CONTRACT = {
  openapi: '3.0.3',
  info: { title: 'Answers', version: '1' },
  paths: {
    '/things/{kind}': {
      get: { operationId: 'getThing', parameters: KIND, responses: answers({ $ref: '#/components/schemas/Thing' }) },
      head: { operationId: 'headThing', parameters: KIND, responses: { '200': { description: 'ok' } } },
    },
    '/items': { get: { operationId: 'listItems', responses: answers({ type: 'array', items: { type: 'object' } }) } },
    '/report': {
      get: { operationId: 'getReport', responses: answers({ type: 'string', format: 'binary' }, 'application/pdf') },
    },
    '/upload': {
      post: {
        operationId: 'upload',
        requestBody: { required: true, content: { 'multipart/form-data': { schema: FILE } } },
        responses: { '201': { description: 'made', content: { 'application/json': { schema: { type: 'object' } } } } },
      },
    },
  },
  components: { schemas: { Thing: THING } },
}

function profiles(baseUrl: string) {
  const upstream = { kind: 'openapi', contract: 'contract.json', baseUrl }
  const upload = { operation: 'upload', access: 'write' }
  return {
    version: 1,
    profiles: {
      plain: { upstream, tools: ['getThing', 'headThing', 'listItems', 'getReport', upload] },
      listed: { upstream, tools: ['getThing', 'listItems'], outputSchema: true, continuation: true },
      files: { upstream, tools: ['getReport', upload], files: { save: 'out', read: ['in'] } },
      named: { upstream, tools: [{ operation: 'listItems', name: 'Read_More' }], continuation: true },
    },
  }
}
