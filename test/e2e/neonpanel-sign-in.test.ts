import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { pause } from '../../fixtures/hosted-mcp/listen.ts'
import { COMPANY, OTHER_COMPANY } from '../../fixtures/neonpanel/books.ts'
import { CLIENT } from '../../fixtures/neonpanel/sign-in.ts'
import { type NeonHosts, type NeonHostsOptions, startNeonHosts } from '../../fixtures/neonpanel/start-neon-hosts.ts'
import { loginWith } from './oauth-profile.ts'
import { CLIENTS, type Connect, closing, legacyClient, modernClient, type Person } from './person.ts'
import { writeProfiles } from './profiles-at.ts'
import { type Run, runBridge, type Variables } from './run-bridge.ts'
import { withOperationsOf } from './shipped-systems.ts'

const SHIPPED = new URL('../../profiles/neonpanel.json', import.meta.url)
const LISTED = new URL('../../../shared/contracts/neonpanel-tools-list.live.json', import.meta.url)
const FAST = { requests: 1000, perMs: 1000 }

const homes: string[] = []
afterAll(() => Promise.all(homes.splice(0).map((home) => rm(home, { recursive: true, force: true }))))

interface Bench {
  readonly hosts: NeonHosts
  readonly variables: Variables
  run(...args: readonly string[]): Promise<Run>
  login(): Promise<Run>
  connect(client?: Connect): Promise<Person>
}

type Change = (profile: Record<string, Record<string, unknown>>) => void

/** The shipped file with both hosts on this machine, and a home that nobody signed in from yet. */
async function bench(id: string, options: NeonHostsOptions = {}, change: Change = () => {}): Promise<Bench> {
  const hosts = closing(await startNeonHosts({ limit: FAST, ...options }))
  const text = (await readFile(SHIPPED, 'utf8'))
    .replaceAll('https://mcp.neonpanel.com', hosts.hosted.origin)
    .replaceAll('https://my.neonpanel.com', hosts.api.origin)
  const file = JSON.parse(withOperationsOf(hosts.document(), text))
  change(file.profiles[id])
  const profiles = await writeProfiles(JSON.stringify(file))
  const home = await mkdtemp(join(tmpdir(), 'bridge-home-'))
  homes.push(home)
  const variables = { HOME: home, XDG_CONFIG_HOME: join(home, 'config'), XDG_STATE_HOME: join(home, 'state') }
  const named = ['--profiles', profiles, '--profile', id]
  return {
    hosts,
    variables,
    run: (...args) => runBridge([...args, ...named], variables),
    login: () => loginWith(profiles, variables, ['--profile', id]),
    connect: (client = legacyClient) => client(named, variables),
  }
}

function leaks({ hosts }: Bench, ...runs: readonly Run[]): readonly string[] {
  const all = runs.map(({ stdout, stderr }) => stdout + stderr).join('\n')
  return hosts.signIn.secrets.filter((secret) => all.includes(secret))
}

describe('the API', () => {
  test('login, whoami, start, call, logout; the issuer is on another host than its metadata', async () => {
    const all = await bench('neonpanel_analyst')
    const { hosts } = all
    expect((await all.run('check', '--strict')).exit).toBe(0)
    expect(await all.run('start')).toMatchObject({ exit: 6, stderr: expect.stringContaining('bridge login --profile') })
    const login = await all.login()
    expect([login.exit, login.stdout]).toEqual([0, expect.stringContaining(`signed in at ${hosts.api.origin}`)])
    const [asked = {}] = hosts.signIn.asked
    expect(asked).toMatchObject({
      // what the profile asks for, and not what is advertised
      scope: 'openid',
      code_challenge_method: 'S256',
      resource: hosts.hosted.origin,
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/callback$/),
    })
    expect(asked.client_id).toMatch(/^np_client_[0-9a-f]{8}$/)
    const whoami = await all.run('whoami')
    expect(whoami.stdout).toMatch(/expires +not said\n +scopes +not said\n +renewal +by the bridge/)
    const person = await all.connect(modernClient)
    expect((await person.call('listCompanies')).text).toContain(COMPANY)
    // in mid-session, without a restart
    hosts.signIn.expire()
    expect((await person.call('bills_list', { companyUuid: COMPANY })).isError).toBe(false)
    expect(hosts.signIn.grants).toEqual(['authorization_code', 'refresh_token'])
    const logout = await all.run('logout')
    const after = await all.run('call', 'listCompanies')
    expect([logout.exit, after.exit]).toEqual([0, 6])
    expect(leaks(all, login, whoami, logout, after)).toEqual([])
  })

  test('a port of its own for each sign-in', async () => {
    const all = await bench('neonpanel_analyst')
    await all.login()
    await all.login()
    expect(new Set(all.hosts.signIn.asked.map(({ redirect_uri }) => redirect_uri)).size).toBe(2)
  })

  test('a client that is configured is not registered', async () => {
    const all = await bench('neonpanel_analyst', {}, ({ auth }) => Object.assign(Object(auth), { clientId: CLIENT }))
    expect((await all.login()).exit).toBe(0)
    expect(all.hosts.signIn.asked[0]?.client_id).toBe(CLIENT)
    expect(all.hosts.api.requests.filter(({ path }) => path === '/oauth2/register')).toEqual([])
  })

  test.each<{ given: NeonHostsOptions; exit: number }>([
    { given: { state: 'of-somebody-else' }, exit: 6 },
    { given: { iss: 'https://evil.example' }, exit: 6 },
    { given: { expiresIn: '3600' }, exit: 0 },
    { given: { scope: 'openid' }, exit: 0 },
  ])('$given: exit $exit', async ({ given, exit }) => {
    const all = await bench('neonpanel_analyst', given)
    const login = await all.login()
    expect([login.exit, leaks(all, login)]).toEqual([exit, []])
    expect((await all.run('call', 'listCompanies')).exit).toBe(exit)
  })

  test('a sign-in that can not be renewed says how to go on', async () => {
    const all = await bench('neonpanel_analyst', { refreshes: false })
    await all.login()
    const person = await all.connect()
    expect((await person.call('listCompanies')).isError).toBe(false)
    all.hosts.signIn.expire()
    const { text, isError } = await person.call('listCompanies')
    expect([isError, text]).toEqual([true, expect.stringContaining('bridge login')])
  })

  test('fifty calls renew once, and so do five processes', async () => {
    const all = await bench('neonpanel_analyst', { delayMs: 100 }, (profile) => void delete profile.rateLimit)
    await all.login()
    const person = await all.connect()
    await person.call('listCompanies')
    all.hosts.signIn.expire()
    const answers = await Promise.all(Array.from({ length: 50 }, () => person.call('listCompanies')))
    expect(answers.filter(({ isError }) => isError)).toEqual([])
    expect(all.hosts.signIn.grants).toEqual(['authorization_code', 'refresh_token'])
    all.hosts.signIn.expire()
    const runs = await Promise.all(Array.from({ length: 5 }, () => all.run('call', 'listCompanies')))
    expect(runs.map(({ exit }) => exit)).toEqual([0, 0, 0, 0, 0])
    // whoever renewed first did it for all: none used a refresh token twice, which would have ended the sign-in
    expect(all.hosts.signIn.grants.filter((grant) => grant.startsWith('!'))).toEqual([])
    expect((await all.run('call', 'listCompanies')).exit).toBe(0)
  })
})

describe('the hosted server', () => {
  test.skipIf(!existsSync(LISTED))(
    'lists what the shipped profile names (skipped where its list is not here)',
    async () => {
      const listing = JSON.parse(await readFile(LISTED, 'utf8'))
      const listed = (listing.tools ?? listing.result.tools) as readonly { name: string; annotations: object }[]
      const { tools } = JSON.parse(await readFile(SHIPPED, 'utf8')).profiles.neonpanel_hosted
      const reads = listed
        .filter(({ annotations }) => Object(annotations).readOnlyHint === true)
        .map(({ name }) => name)
      expect(tools.filter((name: string) => !reads.includes(name))).toEqual([])
    },
  )

  test('is checked by anybody, and called by who is signed in', async () => {
    const all = await bench('neonpanel_hosted')
    expect((await all.run('check', '--strict')).exit).toBe(0)
    expect((await all.run('start')).exit).toBe(6)
    expect((await all.login()).exit).toBe(0)
    expect(all.hosts.signIn.asked[0]).toMatchObject({ scope: 'neonpanel.mcp', resource: all.hosts.hosted.origin })
    const person = await all.connect()
    expect((await person.tools()).map(({ name }) => name)).toContain('neonpanel_getRevenueAndCogs')
    expect((await person.call('neonpanel_listCompanies')).text).toContain(COMPANY)
    const refused = await person.call('neonpanel_listWarehouses', { companyUuid: OTHER_COMPANY })
    expect([refused.isError, refused.text]).toEqual([true, expect.stringContaining('status 403')])
    all.hosts.signIn.expire()
    expect((await person.call('neonpanel_listReports')).isError).toBe(false)
    expect(all.hosts.signIn.grants).toEqual(['authorization_code', 'refresh_token'])
    await expect(person.call('neonpanel_createDocuments', { companyUuid: COMPANY })).rejects.toThrow(/Unknown tool/)
    expect((await all.run('logout')).exit).toBe(0)
  })

  test('is checked by somebody whose sign-in is over, too', async () => {
    const all = await bench('neonpanel_hosted', { refreshes: false, expiresIn: 1, lifeMs: 500 })
    await all.login()
    await pause(1100)
    expect((await all.run('check')).exit).toBe(0)
    expect(await all.run('call', 'neonpanel_listReports')).toMatchObject({
      exit: 6,
      stderr: expect.stringContaining('bridge login --profile neonpanel_hosted'),
    })
  })

  test.each(CLIENTS)('says what its tools answer, and %s takes the answers', async (_, client) => {
    const all = await bench('neonpanel_hosted', {}, (profile) => Object.assign(profile, { outputSchema: true }))
    const check = await all.run('check')
    // the server says it of one tool only
    expect(check.stdout.match(/OUTPUT_SCHEMA_LEFT_OUT/g)).toHaveLength(8)
    await all.login()
    const person = await all.connect(client)
    const [companies] = await person.tools()
    expect(companies).toMatchObject({ outputSchema: { properties: { data: { type: 'array' } } } })
    expect((await person.call('neonpanel_listCompanies')).text).toContain(COMPANY)
    expect((await person.call('neonpanel_listReports')).isError).toBe(false)
  })
})
