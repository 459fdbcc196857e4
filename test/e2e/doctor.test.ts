/** From the URL of a contract to a call, as a person goes: `init`, `config`, `doctor`, each as the built program. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type GearGenius, startGearGenius } from '../../fixtures/geargenius/start-gear-genius.ts'
import { type Run, runBridge, type Variables } from './run-bridge.ts'

let api: GearGenius
let home: string
let profiles: string
let token: Variables
beforeAll(async () => {
  api = await startGearGenius()
})
afterAll(() => api.close())
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'bridge-doctor-'))
  profiles = join(home, 'agent-profiles.json')
  const made = await runBridge(['init', api.technicianContract, '--out', profiles, '--profile', 'shop', '--yes'])
  expect({ exit: made.exit, stderr: made.stderr }).toEqual({ exit: 0, stderr: '' })
  token = { SHOP_TOKEN: api.technicianToken }
})
afterEach(() => rm(home, { recursive: true, force: true }))

const doctor = (variables: Variables, ...args: readonly string[]): Promise<Run> =>
  runBridge(['doctor', '--profiles', profiles, ...args], { HOME: home, USERPROFILE: home, ...variables })

/** The marks of a run: `✓ check`. */
const marks = ({ stdout }: Run) => stdout.match(/^[✓✗–] \w+/gmu)
const RIGHT = ['profiles', 'contract', 'check', 'credential', 'upstream', 'start', 'tools', 'read']
const upTo = (wrong: string) => [...RIGHT.slice(0, RIGHT.indexOf(wrong)).map((step) => `✓ ${step}`), `✗ ${wrong}`]

test('every step is right, and one call was made', async () => {
  const before = api.requests.length
  const run = await doctor(token)
  expect({ exit: run.exit, marks: marks(run) }).toEqual({ exit: 0, marks: RIGHT.map((step) => `✓ ${step}`) })
  const sent = api.requests.slice(before).filter(({ target }) => target.startsWith('/api/'))
  expect(sent).toMatchObject([{ method: 'GET', status: 200 }])
})

describe('the first step that is wrong', () => {
  test.each<
    [
      given: string,
      variables: () => Variables,
      change: (text: string) => string,
      step: string,
      exit: number,
      said: string,
    ]
  >([
    ['no token', () => ({}), (text) => text, 'credential', 6, 'SHOP_TOKEN'],
    [
      'a token that was revoked',
      () => ({ SHOP_TOKEN: 'frp_fake_revoked_token_0009' }),
      (text) => text,
      'read',
      6,
      '401',
    ],
    [
      'a placeholder',
      () => ({ SHOP_TOKEN: `\${SHOP_TOKEN}` }),
      (text) => text,
      'credential',
      6,
      'CREDENTIAL_MALFORMED',
    ],
    ['no JSON', () => token, (text) => text.slice(0, -3), 'profiles', 4, 'PROFILES_NOT_JSON'],
    [
      'an operation that is gone',
      () => token,
      (text) => text.replace('"getHealth"', '"getHealthy"'),
      'check',
      5,
      'getHealth',
    ],
    [
      'no contract',
      () => token,
      (text) => text.replace(/"contract": "[^"]*"/, '"contract": "./gone.json"'),
      'contract',
      3,
      'no such file',
    ],
    [
      'nobody listens',
      () => token,
      (text) => text.replace(/"baseUrl": "[^"]*"/, '"baseUrl": "http://127.0.0.1:9"'),
      'upstream',
      7,
      '127.0.0.1:9',
    ],
  ])('%s', async (_, variables, change, step, exit, said) => {
    await writeFile(profiles, change(await readFile(profiles, 'utf8')))
    const run = await doctor(variables())
    expect({ exit: run.exit, marks: marks(run) }).toEqual({ exit, marks: upTo(step) })
    expect(run.stdout).toContain(said)
  })
})

describe('by the entry of a client', () => {
  const config = (client: string) =>
    runBridge(['config', client, '--write', '--profiles', profiles], { HOME: home, USERPROFILE: home })

  test.each([['cursor'], ['codex'], ['gemini'], ['vscode'], ['windsurf'], ['claude-code']])('%s', async (client) => {
    await config(client)
    const run = await doctor(token, '--client', client)
    expect({ exit: run.exit, marks: marks(run) }).toEqual({
      exit: 0,
      marks: ['entry', ...RIGHT].map((step) => `✓ ${step}`),
    })
  })

  test('claude-desktop: the token has to be put in', async () => {
    await config('claude-desktop')
    const run = await doctor(token, '--client', 'claude-desktop')
    expect([run.exit, marks(run)]).toEqual([6, ['✓ entry', ...upTo('credential')]])
    expect(run.stdout).toContain('CREDENTIAL_MALFORMED')
  })

  test('codex hands on what is listed only', async () => {
    await config('codex')
    const path = join(home, '.codex', 'config.toml')
    await writeFile(path, (await readFile(path, 'utf8')).replace('"SHOP_TOKEN"', '"SHOP_TOKENS"'))
    const run = await doctor(token, '--client', 'codex')
    expect([run.exit, run.stdout]).toEqual([6, expect.stringContaining('SHOP_TOKEN')])
  })

  test('a Node.js that is gone', async () => {
    await config('cursor')
    const path = join(home, '.cursor', 'mcp.json')
    await writeFile(path, (await readFile(path, 'utf8')).replace(JSON.stringify(process.execPath), '"/gone/node"'))
    const run = await doctor(token, '--client', 'cursor')
    expect([run.exit, marks(run), run.stdout]).toEqual([2, ['✗ entry'], expect.stringContaining('bridge config')])
    expect(run.stdout).toContain(pathToFileURL(path).href)
  })

  test('a home that is none', async () => {
    const run = await doctor({ ...token, HOME: profiles, USERPROFILE: profiles }, '--client', 'cursor')
    expect([run.exit, run.stdout]).toEqual([2, expect.stringContaining('CLIENT_FILE_UNREADABLE')])
  })

  test('no entry', async () => {
    const run = await doctor(token, '--client', 'cursor')
    expect([run.exit, marks(run), run.stdout]).toEqual([2, ['✗ entry'], expect.stringContaining('--write')])
  })
})
