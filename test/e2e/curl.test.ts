/** `bridge call --curl` → the printed command, run by a shell, sends what the call itself sends. */
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { printable } from '../../src/lib/printable.ts'
import { writeProfiles } from './profiles-at.ts'
import { cleanEnvironment, runBridge } from './run-bridge.ts'

const run = promisify(execFile)
const hasCurl = await run('curl', ['--version']).then(
  // `--url-query`
  ({ stdout }) => !/^curl (?:[0-6]\.|7\.(?:\d|[1-7]\d|8[0-6])\.)/.test(stdout),
  () => false,
)

const VARIABLES = {
  CURL_TOKEN: "fake+token/with'quotes&signs==",
  CURL_USER: 'dana',
  CURL_PASSWORD: 'fake:password$HOME`x`!',
}

interface Seen {
  /** The secret in it decoded: curl escapes other characters than a URL needs. */
  readonly line: string
  readonly headers: readonly string[]
  readonly body: string
}

/** Of the connection, and what each program says of itself. */
const OWN = new Set(['connection', 'user-agent', 'accept-encoding', 'keep-alive'])

let seen: Seen[] = []
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const pairs = request.rawHeaders.flatMap((name, index, all) =>
    index % 2 === 0 && !OWN.has(name.toLowerCase()) ? [`${name.toLowerCase()}: ${all[index + 1]}`] : [],
  )
  seen.push({
    line: `${request.method} ${request.url?.replace(/(?<=key=)[^&]*/, decodeURIComponent)}`,
    headers: pairs.sort(),
    body: Buffer.concat(chunks).toString('latin1'),
  })
  response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
})

const json = (schema: object) => ({ required: true, content: { 'application/json': { schema } } })
const ok = { responses: { 200: { description: 'Fine.', content: { 'application/json': {} } } } }
const query = (name: string) => ({ name, in: 'query', schema: { type: 'string' } })

const CONTRACT = {
  openapi: '3.1.0',
  info: { title: 'Recorder', version: '1' },
  paths: {
    '/things/{id}': {
      get: {
        operationId: 'getThing',
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
          query('q'),
          { name: 'X-Note', in: 'header', schema: { type: 'string' } },
          { name: 'theme', in: 'cookie', schema: { type: 'string' } },
        ],
        ...ok,
      },
      head: {
        operationId: 'headThing',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        ...ok,
      },
      put: {
        operationId: 'touchThing',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        ...ok,
      },
    },
    '/notes': {
      post: {
        operationId: 'addNote',
        requestBody: json({ type: 'object', properties: { text: { type: 'string' } } }),
        ...ok,
      },
    },
    '/form': {
      post: {
        operationId: 'sendForm',
        requestBody: {
          required: true,
          content: {
            'application/x-www-form-urlencoded': { schema: { type: 'object', properties: { a: { type: 'string' } } } },
          },
        },
        ...ok,
      },
    },
    '/bytes': {
      post: {
        operationId: 'sendBytes',
        requestBody: { required: true, content: { 'application/octet-stream': { schema: {} } } },
        ...ok,
      },
    },
  },
}

const TOKEN = { env: 'CURL_TOKEN' }
const AUTHS = {
  none: { type: 'none' },
  bearer: { type: 'bearer', token: TOKEN },
  header: { type: 'apiKey', in: 'header', name: 'X-Key', token: TOKEN },
  query: { type: 'apiKey', in: 'query', name: 'key', token: TOKEN },
  cookie: { type: 'apiKey', in: 'cookie', name: 'sid', token: TOKEN },
  basic: { type: 'basic', username: { env: 'CURL_USER' }, password: { env: 'CURL_PASSWORD' } },
}

let profiles: string

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // it listens on a port, not on a pipe
  const { port } = server.address() as AddressInfo
  const upstream = { kind: 'openapi', contract: './recorder.json', baseUrl: `http://127.0.0.1:${port}/v1` }
  const write = (operation: string) => ({ operation, access: 'write' })
  const tools = ['getThing', 'headThing', ...['touchThing', 'addNote', 'sendForm', 'sendBytes'].map(write)]
  const all = Object.entries(AUTHS).map(([id, auth]) => [id, { upstream, auth, tools }])
  profiles = await writeProfiles(JSON.stringify({ version: 1, profiles: Object.fromEntries(all) }))
  await writeFile(join(profiles, '..', 'recorder.json'), JSON.stringify(CONTRACT))
})
afterAll(() => server.close())
beforeEach(() => {
  seen = []
})

const NASTY = `it's "quoted" $HOME \`id\` \\n !! %41 {a,b} [1-3]\nsecond line`

describe.skipIf(!hasCurl)(`the printed command${hasCurl ? '' : ' (no curl 7.87 or newer here)'}`, () => {
  test.each<{ auth: keyof typeof AUTHS; call: readonly string[] }>([
    { auth: 'none', call: ['getThing', 'id=a b/ü', `q=${NASTY}`] },
    { auth: 'none', call: ['headThing', 'id=1'] },
    { auth: 'none', call: ['touchThing', 'id=1'] },
    { auth: 'none', call: ['addNote', `text=${NASTY}`] },
    { auth: 'none', call: ['addNote', 'text=@file'] },
    { auth: 'none', call: ['addNote', 'text=hidden \u202e\u200b and \u001b[31m'] },
    { auth: 'none', call: ['addNote', `text=${'long '.repeat(24_000)}`] },
    { auth: 'none', call: ['sendForm', `a=${NASTY}`] },
    { auth: 'none', call: ['sendBytes', 'body=AAEC/w=='] },
    { auth: 'bearer', call: ['getThing', 'id=1', 'X-Note=a; "b"', 'theme=dark'] },
    { auth: 'header', call: ['addNote', 'text=x'] },
    { auth: 'query', call: ['getThing', 'id=1', 'q=x'] },
    { auth: 'query', call: ['getThing', 'id=1'] },
    { auth: 'cookie', call: ['getThing', 'id=1', 'theme=dark'] },
    { auth: 'cookie', call: ['getThing', 'id=1'] },
    { auth: 'basic', call: ['getThing', 'id=1'] },
  ])('$auth $call', async ({ auth, call }) => {
    const args = ['call', ...call, '--profiles', profiles, '--profile', auth]
    const sent = await runBridge(args, VARIABLES)
    expect(sent).toMatchObject({ exit: 0, stderr: '' })
    const dry = await runBridge([...args, '--curl'])
    expect(dry).toMatchObject({ exit: 0, stderr: '' })
    expect(printable(dry.stdout)).toBe(dry.stdout)
    expect(seen).toHaveLength(1)
    // as a file: what is pasted may be longer than one argument of a program
    const script = join(profiles, '..', 'curl.sh')
    await writeFile(script, dry.stdout)
    for (const shell of ['sh', 'bash']) {
      await run(shell, [script], { env: { ...cleanEnvironment(), ...VARIABLES }, cwd: tmpdir() })
    }
    const [wanted, ...others] = seen
    expect(others).toEqual([wanted, wanted])
  })
})

test('names the variable of the token, needs no token and sends nothing', async () => {
  const dry = await runBridge(['call', 'getThing', 'id=1', '--curl', '--profiles', profiles, '--profile', 'bearer'])
  expect(dry.stdout).toMatch(
    /^curl --globoff --path-as-is http:\/\/127\.0\.0\.1:\d+\/v1\/things\/1 \\\n {2}--header 'Authorization: Bearer '"\$CURL_TOKEN"/,
  )
  expect(seen).toEqual([])
})
