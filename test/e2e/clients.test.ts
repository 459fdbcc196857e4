import { Client as NextClient } from '@modelcontextprotocol/client'
import { StdioClientTransport as NextTransport } from '@modelcontextprotocol/client/stdio'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type GearGenius, startGearGenius } from '../../fixtures/geargenius/start-gear-genius.ts'
import { fixtureProfilesAt, shippedProfilesAt } from './profiles-at.ts'
import { startCommand, type Variables } from './run-bridge.ts'

interface Answer {
  readonly content: readonly { readonly type: string; readonly text?: string }[]
  readonly isError?: boolean
}

/** What the tests need of a client, whichever SDK it is from. */
interface Connected {
  listTools(): Promise<{ readonly tools: readonly { readonly name: string }[] }>
  callTool(call: { readonly name: string; readonly arguments: Record<string, unknown> }): Promise<unknown>
  getInstructions(): string | undefined
  close(): Promise<void>
}

type Connect = (args: readonly string[], variables: Variables) => Promise<Connected>

const INFO = { name: 'e2e', version: '1.0.0' }

function nextClient(mode: 'legacy' | 'auto' | { readonly pin: string }): Connect {
  return async (args, variables) => {
    const client = new NextClient(INFO, { versionNegotiation: { mode } })
    await client.connect(new NextTransport(startCommand(args, variables)))
    return client
  }
}

const CLIENTS: readonly (readonly [name: string, connect: Connect])[] = [
  [
    'sdk 1.x',
    async (args, variables) => {
      const client = new Client(INFO)
      await client.connect(new StdioClientTransport(startCommand(args, variables)))
      return client
    },
  ],
  ['client 2.x, legacy', nextClient('legacy')],
  ['client 2.x, auto', nextClient('auto')],
  ['client 2.x, pinned to 2026-07-28', nextClient({ pin: '2026-07-28' })],
]

let api: GearGenius
let profiles: string
beforeAll(async () => {
  api = await startGearGenius()
  profiles = await shippedProfilesAt('demo', api.origin)
})
afterAll(() => api.close())

const open: Connected[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()))
})

describe.each(CLIENTS)('%s', (_, connect) => {
  const connected = async (
    variables?: Variables,
    file = profiles,
    more: readonly string[] = [],
  ): Promise<Connected> => {
    const client = await connect(['--profiles', file, ...more], variables ?? { DEMO_USER_TOKEN: api.technicianToken })
    open.push(client)
    return client
  }
  const call = async (client: Connected, name: string, given: Record<string, unknown> = {}): Promise<Answer> =>
    (await client.callTool({ name, arguments: given })) as Answer // the SDKs validate it; their types differ
  const json = (answer: Answer) => JSON.parse(answer.content[0]?.text ?? '')

  test('lists exactly the allowlist, in its order', async () => {
    const client = await connected()
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name).slice(0, 3)).toEqual(['getHealth', 'getUserProfile', 'getUserStats'])
    expect(tools).toHaveLength(12)
    expect(client.getInstructions()).toContain('Read first')
  })

  test('reads, writes and sees what it has written', async () => {
    const client = await connected()
    expect(json(await call(client, 'getUserProfile')).profile.name).toBe('Dana Whitfield')
    const created = json(await call(client, 'createJob', { title: 'Replace alternator', flagHours: 1.7 }))
    const updated = await call(client, 'updateJobStatus', { jobId: created.id, status: 'in_progress' })
    expect(updated.isError ?? false).toBe(false)
    const recent = json(await call(client, 'listRecentJobs', { limit: 1 }))
    expect(recent.jobs[0]).toMatchObject({ id: created.id, title: 'Replace alternator', status: 'in_progress' })
  })

  test('a 64-bit number arrives digit by digit', async () => {
    const answer = await call(await connected(), 'getJob', { jobId: 'job_1042' })
    expect(answer.content[0]?.text).toContain('"repairOrder":9007199254740994,')
  })

  test('many calls at once are each answered once', async () => {
    const client = await connected()
    const codes = Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? 'P0302' : 'U0100'))
    const answers = await Promise.all(codes.map((code) => call(client, 'lookupDtcCode', { code })))
    expect(answers.map((answer) => json(answer).code)).toEqual(codes)
  })

  test.each(['deleteJob', 'startTimer', 'getuserprofile', 'toString'])('%s is refused', async (name) => {
    const client = await connected()
    await expect(call(client, name, { jobId: 'job_1046' })).rejects.toMatchObject({ code: -32602 })
  })

  test('a refused token is an error that says how to renew it', async () => {
    const answer = await call(await connected({ DEMO_USER_TOKEN: 'frp_fake_revoked_token_0009' }), 'getUserProfile')
    expect(answer.isError).toBe(true)
    expect(answer.content[0]?.text).toContain('Run `bridge demo` again')
  })

  test('the manager has its own tools, token and API', async () => {
    const client = await connected({ DEMO_ORG_TOKEN: api.managerToken }, profiles, ['--profile', 'demo_manager'])
    expect(json(await call(client, 'searchOrgJobs', { status: 'waiting_parts', limit: 1 })).jobs).toHaveLength(1)
    await expect(call(client, 'createJob', { title: 'x' })).rejects.toMatchObject({ code: -32602 })
  })

  test('a failed check answers tools/list with the exit code', async () => {
    const file = await fixtureProfilesAt('write-without-access', api.origin)
    const client = await connected({ TEST_USER_TOKEN: api.technicianToken }, file)
    await expect(client.listTools()).rejects.toMatchObject({
      code: 5,
      data: { problems: [expect.objectContaining({ code: 'ACCESS_UNDECLARED' })] },
    })
  })

  test('a missing token ends the bridge', async () => {
    await expect(connected({})).rejects.toThrow()
  })
})
