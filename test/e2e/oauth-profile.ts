/** Profiles with tokens that a fixture issues, homes for their sign-ins, and people who sign in. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach } from 'vitest'
import { type OAuthFixture, type OAuthOptions, SECRET, startOAuth } from '../../fixtures/oauth/start-oauth.ts'
import { writeProfiles } from './profiles-at.ts'
import { finished, type Run, runBridge, spawnBridge } from './run-bridge.ts'

const running: OAuthFixture[] = []
const homes: string[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()))
})

afterAll(async () => {
  await Promise.all(homes.splice(0).map((home) => rm(home, { recursive: true, force: true })))
})

/** Where a token can come from, as the profile says it. */
export const AUTHS = {
  browser: () => ({ type: 'oauth2', grant: 'authorization_code', discovery: 'upstream' }),
  device: () => ({ type: 'oauth2', grant: 'device_code', discovery: 'upstream', clientId: 'cli', scopes: ['jobs'] }),
  client: (origin: string) => ({
    ...{ type: 'oauth2', grant: 'client_credentials', tokenUrl: `${origin}/token`, clientId: 'machine' },
    clientSecret: { env: 'FAKE_SECRET' },
  }),
  exchange: (origin: string) => ({
    ...{ type: 'exchange', url: `${origin}/exchange`, body: { idToken: { env: 'FAKE_SECRET' } } },
    renew: 'Get a new one at https://example.com',
  }),
} as const

export interface SignInBench {
  readonly fixture: OAuthFixture
  readonly profiles: string
  readonly home: string
  bridge(args: readonly string[], variables?: Readonly<Record<string, string>>): Promise<Run>
  /** `bridge login`, with somebody who goes where it says. */
  login(args?: readonly string[]): Promise<Run>
  readonly variables: Readonly<Record<string, string>>
}

export async function bench(
  auth: keyof typeof AUTHS,
  options: OAuthOptions = {},
  more: object = {},
): Promise<SignInBench> {
  const fixture = await startOAuth(options)
  running.push(fixture)
  const { origin } = fixture
  const profiles = await writeProfiles(
    JSON.stringify({
      version: 1,
      profiles: {
        jobs: {
          upstream: { kind: 'openapi', contract: `${origin}/openapi.json`, baseUrl: origin },
          auth: { ...AUTHS[auth](origin), ...more },
          tools: ['listJobs', { operation: 'createJob', access: 'write' }],
        },
      },
    }),
  )
  const home = await mkdtemp(join(tmpdir(), 'bridge-home-'))
  homes.push(home)
  const variables = {
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_STATE_HOME: join(home, 'state'),
    FAKE_SECRET: SECRET,
  }
  const bridge: SignInBench['bridge'] = (args, others = {}) =>
    runBridge(['--profiles', profiles, ...args], { ...variables, ...others })
  return { fixture, profiles, home, bridge, login: (args = []) => loginWith(profiles, variables, args), variables }
}

/** `bridge login`, with somebody who goes where it says. */
export async function loginWith(
  profiles: string,
  variables: Readonly<Record<string, string>>,
  args: readonly string[],
): Promise<Run> {
  const child = spawnBridge(['--profiles', profiles, 'login', '--no-browser', '--insecure-storage', ...args], variables)
  child.stdin.end()
  visitWhatItSays(child)
  return finished(child)
}

/** Somebody who goes once to the page that a sign-in names. */
export function visitWhatItSays(child: ChildProcessWithoutNullStreams): void {
  let printed = ''
  let visited = false
  child.stdout.on('data', (chunk: Uint8Array) => {
    printed += String(chunk)
    const [, url] = /\n {2}(http:\S+)\n/.exec(printed) ?? []
    if (url === undefined || visited) return
    visited = true
    // whatever comes of it, the bridge says
    void fetch(url).then(
      (answer) => answer.text(),
      () => undefined,
    )
  })
}

/** Nothing that was ever issued, and no secret of the environment, is in what was printed. */
export function leaks({ fixture }: SignInBench, ...runs: readonly Run[]): readonly string[] {
  const all = runs.map(({ stdout, stderr }) => stdout + stderr).join('\n')
  return [...fixture.secrets, SECRET].filter((secret) => all.includes(secret))
}
