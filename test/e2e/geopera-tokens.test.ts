/** Short-lived tokens of Geopera, by what its section of the README says. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type Geopera, type GeoperaOptions, startGeopera } from '../../fixtures/geopera/start-geopera.ts'
import { loginWith } from './oauth-profile.ts'
import { auditEntries, closing, legacyClient } from './person.ts'
import { writeProfiles } from './profiles-at.ts'
import { runBridge } from './run-bridge.ts'
import { withOperationsOf } from './shipped-systems.ts'

const textOf = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8')
const README = await textOf('README.md')
const SECTION = README.slice(README.indexOf('### Geopera'), README.indexOf('### NeonPanel'))
const AUTHS = [...SECTION.matchAll(/`"auth": (\{.*\})`/g)].map(([, text = '']) => text)
const [BY_KEY = '', BY_CODE = ''] = AUTHS

const homes: string[] = []
afterAll(() => Promise.all(homes.splice(0).map((home) => rm(home, { recursive: true, force: true }))))

async function bench(auth: string, options: GeoperaOptions = {}) {
  const stand: Geopera = closing(await startGeopera(options))
  const contract = await textOf('fixtures/geopera/openapi.json')
  const file = JSON.parse(withOperationsOf(contract, await textOf('profiles/geopera.json')))
  Object.assign(file.profiles.geopera_research, {
    upstream: { kind: 'openapi', contract: stand.contract, baseUrl: stand.origin },
    auth: JSON.parse(auth.replaceAll('https://api.geopera.com', stand.origin)),
    audit: { file: 'audit.jsonl' },
  })
  const profiles = await writeProfiles(JSON.stringify(file))
  const home = await mkdtemp(join(tmpdir(), 'bridge-home-'))
  homes.push(home)
  const variables = { GEOPERA_API_KEY: stand.key, HOME: home, XDG_CONFIG_HOME: join(home, 'config') }
  const args = ['--profiles', profiles, '--profile', 'geopera_research']
  return { stand, profiles, variables, args }
}

test('the README has one for each way', () => {
  expect(AUTHS.map((auth) => JSON.parse(auth).grant)).toEqual(['client_credentials', 'device_code'])
})

describe('a key that is exchanged for tokens', () => {
  test('goes to the token endpoint only, and a token that is over is replaced', async () => {
    const { stand, args, variables } = await bench(BY_KEY)
    const check = await runBridge(['check', ...args, '--strict'])
    expect([check.exit, check.stdout]).toEqual([
      0,
      expect.stringMatching(/^ {2}scopes billing:read, catalog:read, .*orders:write/m),
    ])
    const person = await legacyClient(args, variables)
    expect((await person.call('orders_list')).isError).toBe(false)
    stand.realm.expire()
    expect((await person.call('orders_list')).isError).toBe(false)
    expect(stand.realm.grants).toEqual(['client_credentials', 'client_credentials'])
    const withKey = stand.requests.filter((request) => JSON.stringify(request).includes(stand.key))
    expect(new Set(withKey.map(({ path }) => path))).toEqual(new Set(['/realms/public/protocol/openid-connect/token']))
  })

  test('whose tokens lack a scope: it is named, and nothing is sent', async () => {
    const { stand, profiles, args, variables } = await bench(BY_KEY, { scope: 'orders:read' })
    const tools = await runBridge(['tools', ...args])
    expect(tools.stdout).toMatch(/^orders_update .*(\n {2}.*)*\n {2}needs the scope orders:write$/m)
    const run = await runBridge(['call', 'orders_update', '--args', '{"order_id":"ord_0001"}', ...args], variables)
    expect([run.exit, run.stderr]).toEqual([6, expect.stringMatching(/lacks "orders:write"[\s\S]*sent: no/)])
    expect(stand.requests.filter(({ path }) => path.endsWith('orders.update'))).toEqual([])
    expect(await auditEntries(profiles)).toContainEqual(expect.objectContaining({ status: 'denied', sent: 'no' }))
    expect((await runBridge(['call', 'orders_list', ...args], variables)).exit).toBe(0)
  })
})

test('a person signs in by a code, and five processes share a refresh token that changes with each use', async () => {
  const { stand, profiles, args, variables } = await bench(BY_CODE)
  const login = await loginWith(profiles, variables, ['--profile', 'geopera_research'])
  expect([login.exit, login.stdout]).toEqual([0, expect.stringContaining('with the code QUAY-OAKS')])
  expect((await runBridge(['call', 'orders_list', ...args], variables)).exit).toBe(0)
  const people = await Promise.all(Array.from({ length: 5 }, () => legacyClient(args, variables)))
  for (const person of people) expect((await person.call('orders_list')).isError).toBe(false)
  stand.realm.expire()
  const answers = await Promise.all(people.map((person) => person.call('orders_list')))
  expect(answers.filter(({ isError }) => isError)).toEqual([])
  // whoever renewed first did it for all five
  expect(stand.realm.grants).toEqual(['device_code', 'refresh_token'])
  expect((await runBridge(['call', 'orders_list', ...args], variables)).exit).toBe(0)
})
