import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type Listening, listen } from '../../fixtures/hosted-mcp/listen.ts'
import { type OAuthFixture, SECRET, startOAuth } from '../../fixtures/oauth/start-oauth.ts'
import { AUTHS, loginWith } from './oauth-profile.ts'
import { closing, modernClient } from './person.ts'
import { writeProfiles } from './profiles-at.ts'
import { type Run, runBridge } from './run-bridge.ts'

const homes: string[] = []
afterAll(async () => {
  await Promise.all(homes.splice(0).map((home) => rm(home, { recursive: true, force: true })))
})

async function freshHome(): Promise<Readonly<Record<string, string>>> {
  const home = await mkdtemp(join(tmpdir(), 'bridge-home-'))
  homes.push(home)
  return { HOME: home, XDG_CONFIG_HOME: join(home, 'config'), XDG_STATE_HOME: join(home, 'state') }
}

describe('each signs in for itself', () => {
  async function world() {
    const fixtures = {
      one: closing(await startOAuth({ expiresIn: 3600 })),
      two: closing(await startOAuth({ expiresIn: 3600 })),
      machine: closing(await startOAuth()),
    }
    const at = ({ origin }: OAuthFixture) => ({ kind: 'openapi', contract: `${origin}/openapi.json`, baseUrl: origin })
    const upstreams = {
      one: { ...at(fixtures.one), auth: AUTHS.browser() },
      two: { ...at(fixtures.two), auth: AUTHS.browser() },
      machine: { ...at(fixtures.machine), auth: AUTHS.exchange(fixtures.machine.origin) },
    }
    const tools = Object.keys(upstreams).map((upstream) => ({ operation: 'listJobs', upstream }))
    const path = await writeProfiles(JSON.stringify({ version: 1, profiles: { jobs: { upstreams, tools } } }))
    const variables = { ...(await freshHome()), FAKE_SECRET: SECRET }
    const runs: Run[] = []
    const kept = async (run: Promise<Run>): Promise<Run> => {
      runs.push(await run)
      return run
    }
    return {
      ...{ fixtures, path, variables, runs },
      bridge: (...args: readonly string[]) => kept(runBridge(['--profiles', path, ...args], variables)),
      login: (...args: readonly string[]) => kept(loginWith(path, variables, args)),
    }
  }

  test('login, whoami, calls and logout of one at a time', async () => {
    const all = await world()
    const { one, two, machine } = all.fixtures
    expect(await all.login('--upstream', 'one')).toMatchObject({
      exit: 0,
      stdout: expect.stringMatching(/^Sign in for one at (.|\n)*jobs, one: signed in at/),
    })
    const start = await all.bridge('start')
    expect([start.exit, start.stderr]).toEqual([
      6,
      expect.stringContaining('bridge login --profile jobs --upstream two'),
    ])
    expect(start.stderr).not.toContain('--upstream one')
    expect(await all.bridge('whoami', '--upstream', 'one')).toMatchObject({ exit: 0 })
    expect(await all.bridge('whoami', '--upstream', 'two')).toMatchObject({ exit: 6, stdout: '' })
    expect(await all.login('--upstream', 'two')).toMatchObject({ exit: 0 })
    const person = await modernClient(['--profiles', all.path], all.variables)
    const answers = await Promise.all(['one', 'two', 'machine'].map((name) => person.call(`${name}_listJobs`)))
    expect(answers.map(({ isError }) => isError)).toEqual([false, false, false])
    expect(await all.bridge('whoami')).toMatchObject({
      exit: 0,
      stdout: expect.stringMatching(/upstream +one(.|\n)*upstream +two(.|\n)*upstream +machine/),
    })
    expect(await all.bridge('logout', '--upstream', 'one')).toMatchObject({ stdout: 'jobs, one: signed out\n' })
    expect(await all.bridge('logout')).toMatchObject({
      stdout: 'jobs, one: nobody was signed in\njobs, two: signed out\n',
    })
    const printed = JSON.stringify([all.runs, answers])
    for (const [name, fixture] of Object.entries(all.fixtures)) {
      const others = Object.values(all.fixtures).filter((other) => other !== fixture)
      const foreign = new Set(others.flatMap((other) => [...other.secrets]))
      expect([name, fixture.bearers.length, fixture.bearers.some((token) => foreign.has(token))]).toEqual([
        name,
        1,
        false,
      ])
      for (const secret of fixture.secrets) expect(printed).not.toContain(secret)
    }
    expect(JSON.stringify([one.forms, two.forms])).not.toContain(SECRET)
    expect(JSON.stringify(machine.seen)).toContain('/exchange')
  })
})

describe('two on one origin', () => {
  const ONE = 'fake-token-of-one-0123456789'
  const TWO = 'fake-token-of-two-9876543210'
  const VARIABLES = { ONE_TOKEN: ONE, TWO_TOKEN: TWO }

  const operation = (operationId: string) => ({ get: { operationId, responses: { 200: { description: 'Fine' } } } })
  const CONTRACT = {
    openapi: '3.1.0',
    info: { title: 'Both', version: '1' },
    paths: { '/plain': operation('plain'), '/moved': operation('moved'), '/other': operation('other') },
  }

  async function serve(): Promise<Listening> {
    return closing(
      await listen(({ path, headers }) => {
        const json = { 'content-type': 'application/json' }
        if (path === '/openapi.json') return { status: 200, headers: json, body: JSON.stringify(CONTRACT) }
        if (path === '/moved') return { status: 302, headers: { location: '/other' } }
        // an API that knows the other's token and shows it
        return {
          status: 200,
          headers: json,
          body: JSON.stringify({ path, known: [ONE, TWO], saw: headers['x-key'] ?? null }),
        }
      }),
    )
  }

  async function profilesAt({ origin }: Listening, more: object = {}): Promise<string> {
    const at = (env: string) => ({
      ...{ kind: 'openapi', contract: `${origin}/openapi.json`, baseUrl: origin },
      auth: { type: 'apiKey', in: 'header', name: 'X-Key', token: { env } },
    })
    const upstreams = { one: { ...at('ONE_TOKEN'), ...more }, two: at('TWO_TOKEN') }
    const tools = [
      { operation: 'plain', upstream: 'one' },
      { operation: 'moved', upstream: 'one' },
      { operation: 'plain', upstream: 'two' },
      { operation: 'other', upstream: 'two' },
    ]
    const limits = { timeoutSeconds: 2 }
    return writeProfiles(JSON.stringify({ version: 1, profiles: { both: { upstreams, tools, limits } } }))
  }

  test('each call has the credential of its own, and both are redacted from every answer', async () => {
    const api = await serve()
    const person = await modernClient(['--profiles', await profilesAt(api)], VARIABLES)
    for (const name of ['one_plain', 'two_plain', 'two_other']) {
      const answer = await person.call(name)
      expect([answer.isError, answer.text.match(/\[redacted\]/g)?.length]).toEqual([false, 3])
      expect(answer.text).not.toMatch(/fake-token/)
    }
    const calls = api.requests.filter(({ path }) => path !== '/openapi.json')
    expect(calls.map(({ path, headers }) => `${path} ${headers['x-key']}`)).toEqual([
      `/plain ${ONE}`,
      `/plain ${TWO}`,
      `/other ${TWO}`,
    ])
    const reads = api.requests.filter(({ path }) => path === '/openapi.json')
    expect(reads.every(({ headers }) => headers['x-key'] === undefined)).toBe(true)
  })

  test('a redirect to what only the other may call is not followed', async () => {
    const api = await serve()
    const person = await modernClient(['--profiles', await profilesAt(api)], VARIABLES)
    expect(await person.call('one_moved')).toMatchObject({
      isError: true,
      text: expect.stringContaining('not followed'),
    })
    expect(api.requests.some(({ path }) => path === '/other')).toBe(false)
  })

  test('what is kept of one contract is kept for each, and serves offline under a lock', async () => {
    const api = await serve()
    const path = await profilesAt(api)
    const variables = { ...VARIABLES, ...(await freshHome()) }
    const list = async (...args: readonly string[]): Promise<readonly string[]> => {
      const person = await modernClient(['--profiles', path, ...args], variables)
      const names = (await person.tools()).map(({ name }) => name)
      // what is to be kept is kept by its end
      await person.close()
      return names
    }
    expect(await runBridge(['--profiles', path, 'lock', '--yes'], variables)).toMatchObject({ exit: 0 })
    const tools = ['one_plain', 'one_moved', 'two_plain', 'two_other']
    expect([await list(), await list()]).toEqual([tools, tools])
    await api.close()
    expect(await list('--offline')).toEqual(tools)
  })

  test('the rate of one is not that of the other', async () => {
    const api = await serve()
    const slow = { rateLimit: { requests: 1, perSeconds: 600 } }
    const person = await modernClient(['--profiles', await profilesAt(api, slow)], VARIABLES)
    expect(await person.call('one_plain')).toMatchObject({ isError: false })
    expect(await person.call('one_plain')).toMatchObject({ isError: true, text: expect.stringContaining('1 request') })
    const others = await Promise.all(Array.from({ length: 5 }, () => person.call('two_plain')))
    expect(others.map(({ isError }) => isError)).toEqual([false, false, false, false, false])
  })
})
