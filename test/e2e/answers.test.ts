import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client as NextClient } from '@modelcontextprotocol/client'
import { StdioClientTransport as NextTransport } from '@modelcontextprotocol/client/stdio'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AnswersApi, ITEMS, PDF, REPLIES, startAnswersApi } from './answers-api.ts'
import { runBridge, startCommand } from './run-bridge.ts'

interface Answer {
  readonly content: readonly { readonly type: string; readonly text?: string }[]
  readonly structuredContent?: Readonly<Record<string, unknown>>
  readonly isError?: boolean
}

interface Connected {
  listTools(): Promise<{ readonly tools: readonly { readonly name: string; readonly outputSchema?: unknown }[] }>
  callTool(call: { readonly name: string; readonly arguments: Record<string, unknown> }): Promise<unknown>
  close(): Promise<void>
}

const INFO = { name: 'e2e', version: '1.0.0' }

let api: AnswersApi
beforeAll(async () => {
  api = await startAnswersApi()
})
const open: Connected[] = []
afterAll(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()))
  await api.close()
})

function command(profile: string, more: readonly string[] = []) {
  return startCommand(['--profiles', api.profiles, '--profile', profile, ...more], {})
}

async function oldClient(profile: string, more: readonly string[] = []): Promise<Connected> {
  const client = new Client(INFO)
  open.push(client)
  await client.connect(new StdioClientTransport(command(profile, more)))
  return client
}

async function newClient(profile: string, mode: 'legacy' | 'auto' | { readonly pin: string }): Promise<Connected> {
  const client = new NextClient(INFO, { versionNegotiation: { mode } })
  open.push(client)
  await client.connect(new NextTransport(command(profile)))
  return client
}

const CLIENTS: readonly (readonly [name: string, connect: (profile: string) => Promise<Connected>])[] = [
  ['sdk 1.x', oldClient],
  ['client 2.x, legacy', (profile) => newClient(profile, 'legacy')],
  ['client 2.x, auto', (profile) => newClient(profile, 'auto')],
  ['client 2.x, pinned to 2026-07-28', (profile) => newClient(profile, { pin: '2026-07-28' })],
]

async function call(client: Connected, name: string, given: Record<string, unknown> = {}): Promise<Answer> {
  return (await client.callTool({ name, arguments: given })) as Answer // the SDKs validate it; their types differ
}

const texts = ({ content }: Answer) => content.map(({ text }) => text ?? '')

describe.each(CLIENTS)('%s', (_, connect) => {
  test('no answer fails a call of a tool with an output schema', async () => {
    const client = await connect('listed')
    // listing is what makes a client validate
    const { tools } = await client.listTools()
    expect(tools.map(({ outputSchema }) => outputSchema !== undefined)).toEqual([true, true, false])
    const answers = new Map<string, Answer>()
    for (const kind of Object.keys(REPLIES)) answers.set(kind, await call(client, 'getThing', { kind }))
    const failed = [...answers].filter(([, { isError }]) => isError === true).map(([kind]) => kind)
    expect(failed).toEqual(['error', 'broken'])
    for (const kind of failed) expect(answers.get(kind)?.structuredContent).toBeUndefined()
    const structured = (kind: string) => answers.get(kind)?.structuredContent
    expect(structured('good')).toEqual({ id: 1, name: 'x', tags: ['a'], constructor: 'Ford' })
    expect(structured('more')).toEqual({ id: 1, name: 'x', other: { deep: [1] } })
    for (const kind of Object.keys(REPLIES)) {
      const answer = answers.get(kind)
      if (answer === undefined || failed.includes(kind) || structured(kind)?.answerText === undefined) continue
      if (kind !== 'image') expect(structured(kind)).toEqual({ answerText: texts(answer).join('\n\n') })
    }
    expect(structured('big')).toEqual({ answerText: '{"id":9007199254740993,"name":"x"}' })
    expect(structured('next')?.answerText).toContain('There is a next page')
  })

  test('a list stands under "result", or as text where it is cut', async () => {
    const client = await connect('listed')
    await client.listTools()
    const answer = await call(client, 'listItems')
    expect(answer.structuredContent).toEqual({ answerText: texts(answer).join('\n\n') })
  })

  test('without an output schema, an object goes along and nothing else', async () => {
    const client = await connect('plain')
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual(['getThing', 'headThing', 'listItems', 'getReport', 'upload'])
    const structured = async (kind: string) => (await call(client, 'getThing', { kind })).structuredContent
    expect(await structured('wrong')).toEqual({ id: 'one', tags: 'none' })
    for (const kind of ['list', 'big', 'twice', 'odd', 'lone', 'next', 'accepted', 'error', 'long', 'text']) {
      expect([kind, await structured(kind)]).toEqual([kind, undefined])
    }
  })

  test('a long answer is read to its end, and nothing is asked again', async () => {
    const client = await connect('listed')
    const first = await call(client, 'listItems')
    let [text = '', said = ''] = texts(first)
    let more = /call read_more with (\{[^}]*\})/.exec(said)
    for (let parts = 0; more !== null && parts < 20; parts++) {
      const next = await call(client, 'read_more', JSON.parse(more[1] ?? ''))
      expect(next.isError ?? false).toBe(false)
      text += texts(next)[0]
      said = texts(next)[1] ?? ''
      more = /call read_more with (\{[^}]*\})/.exec(said)
    }
    expect(JSON.parse(text)).toEqual(ITEMS)
  })
})

describe('read_more', () => {
  test.each<{ name: string; given: Record<string, unknown>; want: string }>([
    { name: 'an unknown handle', given: { handle: '0'.repeat(32) }, want: 'nothing is kept under it' },
    { name: 'no handle', given: {}, want: 'handle: must be text' },
    { name: 'an offset that is none', given: { handle: 'x', offset: -1 }, want: 'offset: must be a whole number' },
    { name: 'another argument', given: { handle: 'x', url: 'http://x' }, want: 'url: is not an argument' },
  ])('$name is an error that says so', async ({ given, want }) => {
    const answer = await call(await oldClient('listed'), 'read_more', given)
    expect([answer.isError, texts(answer)[0]]).toEqual([true, expect.stringContaining(want)])
    expect(texts(answer)[0]).toContain('sent: no')
  })

  test('a handle of another session leads nowhere', async () => {
    const said = texts(await call(await oldClient('listed'), 'listItems'))[1] ?? ''
    const handle = JSON.parse(/read_more with (\{[^}]*\})/.exec(said)?.[1] ?? '{}')
    expect((await call(await oldClient('listed'), 'read_more', handle)).isError).toBe(true)
  })

  test('is in the audit log, as a call that sent nothing', async () => {
    const log = join(api.folder, 'in', 'audit.log')
    const client = await oldClient('listed', ['--audit', log])
    const said = texts(await call(client, 'listItems'))[1] ?? ''
    await call(client, 'read_more', JSON.parse(/read_more with (\{[^}]*\})/.exec(said)?.[1] ?? '{}'))
    await client.close()
    const lines = readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const own = lines.filter(({ tool }) => tool === 'read_more')
    expect(own.map(({ status, sent, arguments: names }) => [status, sent, names])).toEqual([
      ['started', undefined, ['handle', 'offset']],
      ['success', 'no', ['handle', 'offset']],
    ])
  })

  test.each(['plain', 'named'])('is not there in the profile %s', async (profile) => {
    const client = await oldClient(profile)
    expect((await client.listTools()).tools.map(({ name }) => name)).not.toContain('read_more')
    await expect(call(client, 'read_more', { handle: 'x' })).rejects.toMatchObject({ code: -32602 })
  })

  test("bridge tools shows it as the bridge's own", async () => {
    const at = ['tools', '--profiles', api.profiles, '--profile', 'listed']
    expect((await runBridge(at)).stdout).toMatch(/^read_more {2}the bridge's own/m)
    const listed = JSON.parse((await runBridge([...at, '--format', 'json'])).stdout)
    expect(listed.at(-1)).toMatchObject({
      name: 'read_more',
      annotations: { readOnlyHint: true, openWorldHint: false },
    })
    expect(Object.values(listed.at(-1)._meta)).toEqual([{ own: true }])
  })
})

describe('files', () => {
  test('an answer that is no text is saved in the folder and nowhere else', async () => {
    const client = await oldClient('files')
    const answers = [await call(client, 'getReport'), await call(client, 'getReport')]
    const paths = ['june.pdf', 'june-2.pdf'].map((name) => join(api.folder, 'out', name))
    expect(answers.map(texts)).toEqual(
      paths.map((path) => [`The upstream answered with 700000 bytes of application/pdf, saved as ${path}`]),
    )
    for (const path of paths) expect(new Uint8Array(readFileSync(path))).toEqual(PDF)
    if (process.platform !== 'win32') expect(statSync(paths[0] ?? '').mode & 0o777).toBe(0o600)
    expect(readdirSync(api.folder).sort()).toEqual(['agent-profiles.json', 'contract.json', 'in', 'out'])
  })

  test('without a folder it is said to be too much', async () => {
    expect(texts(await call(await oldClient('plain'), 'getReport'))).toEqual([
      expect.stringContaining('too much to show'),
    ])
  })

  test('a file of the folder is uploaded byte for byte', async () => {
    writeFileSync(join(api.folder, 'in', 'photo.bin'), PDF)
    const answer = await call(await oldClient('files'), 'upload', { file: { file: 'photo.bin' } })
    expect(answer.isError ?? false).toBe(false)
    expect(api.uploads.at(-1)?.includes(Buffer.from(PDF))).toBe(true)
  })

  test.each(['../contract.json', '/etc/passwd', 'leads-out', 'not-there'])('%s is not uploaded', async (file) => {
    if (file === 'leads-out') symlinkSync(api.profiles, join(api.folder, 'in', file))
    const before = api.uploads.length
    const answer = await call(await oldClient('files'), 'upload', { file: { file } })
    expect(answer.isError).toBe(true)
    expect(texts(answer)[0]).toContain('there is no such file in the folders that the profile allows')
    expect(api.uploads.length).toBe(before)
  })

  test('without folders a file is no argument', async () => {
    const answer = await call(await oldClient('plain'), 'upload', { file: { file: '/etc/passwd' } })
    expect([answer.isError, texts(answer)[0]]).toEqual([true, expect.stringContaining('arguments are not valid')])
  })

  test('a dry run reads the file as a call would', async () => {
    writeFileSync(join(api.folder, 'in', 'note.txt'), 'uploaded text')
    const args = ['call', 'upload', '--profiles', api.profiles, '--profile', 'files', '--dry-run']
    const run = await runBridge([...args, '--args', '{"file":{"file":"note.txt"}}'])
    expect([run.exit, run.stdout]).toEqual([0, expect.stringContaining('uploaded text')])
  })
})

test('a HEAD shows its header fields', async () => {
  const [text = ''] = texts(await call(await oldClient('plain'), 'headThing', { kind: 'good' }))
  expect(text.split('\n')).toEqual([
    '200 OK: the upstream answered without a body. Its header fields:',
    '> etag: "v7"',
    '> x-total-count: 12',
  ])
})
