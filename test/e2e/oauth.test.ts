import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { OAuthOptions } from '../../fixtures/oauth/start-oauth.ts'
import { bench, leaks, type SignInBench } from './oauth-profile.ts'
import { openLegacySession } from './session.ts'

const CALL = ['call', 'listJobs']

async function recordOf({ home }: SignInBench): Promise<{ path: string; text: string }> {
  const folder = join(home, 'config', 'drawbridge', 'credentials')
  const [name = 'none'] = (await readdir(folder)).filter((one) => one.endsWith('.json'))
  const path = join(folder, name)
  return { path, text: await readFile(path, 'utf8') }
}

describe('signing in with a browser', () => {
  test('login, whoami, call, logout', async () => {
    const all = await bench('browser', { expiresIn: 3600, scope: 'jobs' })
    const start = await all.bridge(['start'])
    expect([start.exit, start.stdout, start.stderr]).toEqual([6, '', expect.stringContaining('--profile jobs')])
    expect(all.fixture.seen).toEqual([])
    const before = await all.bridge(CALL)
    expect([before.exit, before.stderr]).toEqual([6, expect.stringContaining('bridge login --profile jobs')])
    const login = await all.login()
    expect(login).toMatchObject({ exit: 0, stderr: '' })
    expect(login.stdout).toContain(`signed in at ${all.fixture.origin}, kept in ${all.home}`)
    const whoami = await all.bridge(['whoami'])
    expect(whoami).toMatchObject({ exit: 0, stderr: '' })
    expect(whoami.stdout).toMatch(/expires +\d{4}-.*\n +scopes +jobs\n +renewal +by the bridge\n +stored +in /)
    expect(whoami.stdout).toMatch(/fingerprint [0-9a-f]{16}/)
    const call = await all.bridge(CALL)
    expect([call.exit, call.stdout]).toEqual([0, expect.stringContaining('[redacted]')])
    const logout = await all.bridge(['logout'])
    expect(logout).toMatchObject({ exit: 0, stdout: 'jobs: signed out\n' })
    const after = await all.bridge(['whoami'])
    expect(after).toMatchObject({ exit: 6, stdout: '' })
    expect(leaks(all, before, login, whoami, call, logout, after)).toEqual([])
    expect(all.fixture.grants).toEqual(['authorization_code'])
    expect(all.fixture.forms[0]).toMatchObject({ client_id: 'registered-client', resource: all.fixture.origin })
  })

  test('the record is readable by its owner alone', async () => {
    const all = await bench('browser')
    await all.login()
    const { path } = await recordOf(all)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await stat(join(path, '..'))).mode & 0o777).toBe(0o700)
  })

  test.each<{ given: OAuthOptions; args?: readonly string[]; want: RegExp }>([
    { given: { answer: 'denied' }, want: /SIGN_IN_FAILED.*access_denied/ },
    { given: { answer: 'wrong-state' }, want: /SIGN_IN_FAILED/ },
    { given: { answer: 'wrong-issuer' }, want: /SIGN_IN_FAILED/ },
    { given: { answer: 'no-issuer' }, want: /SIGN_IN_FAILED/ },
    { given: { answer: 'silence' }, args: ['--timeout', '1'], want: /SIGN_IN_FAILED.*within 1 seconds?/ },
    { given: { tokenType: 'MAC' }, want: /SIGN_IN_FAILED/ },
    { given: { metadata: { issuer: 'http://127.0.0.1:1' } }, want: /AUTHORIZATION_SERVER_UNFIT/ },
    { given: { metadata: { code_challenge_methods_supported: ['plain'] } }, want: /UNFIT.*PKCE/ },
    { given: { metadata: { code_challenge_methods_supported: undefined } }, want: /UNFIT.*PKCE/ },
    { given: { metadata: { token_endpoint: 'https://evil.example/token' } }, want: /UNFIT.*another host/ },
    { given: { metadata: { authorization_endpoint: 'javascript:alert(1)' } }, want: /UNFIT/ },
    { given: { metadata: { registration_endpoint: undefined } }, want: /UNFIT.*clientId/ },
    { given: { metadata: { issuer: 'no URL' } }, want: /UNFIT/ },
    { given: { metadata: { code_challenge_methods_supported: 5 } }, want: /UNFIT.*PKCE/ },
    { given: { metadata: { token_endpoint: ['https://evil.example/token'] } }, want: /UNFIT.*tokenUrl/ },
    { given: { resource: { resource: 'https://evil.example' } }, want: /UNFIT.*another API/ },
    { given: { resource: { authorization_servers: [] } }, want: /UNFIT.*trusts/ },
    { given: { resource: { authorization_servers: ['http://evil.example'] } }, want: /UNFIT.*https/ },
  ])('nothing is stored: $given', async ({ given, args, want }) => {
    const all = await bench('browser', given)
    const login = await all.login(args)
    expect([login.exit, login.stderr.replaceAll('\n', ' ')]).toEqual([6, expect.stringMatching(want)])
    expect(leaks(all, login)).toEqual([])
    expect(await all.bridge(['whoami'])).toMatchObject({ exit: 6 })
  })

  test('without a keychain, only where it is accepted', async () => {
    const all = await bench('browser')
    const login = await all.bridge(['login', '--no-browser'])
    expect([login.exit, login.stderr]).toEqual([6, expect.stringContaining('KEYCHAIN_MISSING')])
    expect(all.fixture.seen).toEqual([])
  })

  test('another authorization server than the last time is not trusted', async () => {
    const all = await bench('browser')
    await all.login()
    const { path, text } = await recordOf(all)
    const record = JSON.parse(text)
    await writeFile(path, JSON.stringify({ ...record, server: { ...record.server, issuer: 'https://id.example' } }))
    const login = await all.login()
    expect([login.exit, login.stderr]).toEqual([
      6,
      expect.stringContaining('the last sign-in was at https://id.example'),
    ])
    await all.bridge(['logout'])
    expect(await all.login()).toMatchObject({ exit: 0 })
  })

  test('scopes that differ are said', async () => {
    const all = await bench('browser', { scope: 'jobs admin' })
    const login = await all.login()
    expect([login.exit, login.stderr]).toEqual([0, expect.stringMatching(/SCOPES_DIFFER.*"admin"/)])
  })

  test('what nobody signs in for', async () => {
    const all = await bench('exchange')
    expect(await all.bridge(['login'])).toMatchObject({ exit: 2 })
    expect(await all.bridge(['logout'])).toMatchObject({ exit: 2 })
  })

  test('a damaged record is not used', async () => {
    const all = await bench('browser')
    await all.login()
    const { path, text } = await recordOf(all)
    await writeFile(path, text.slice(0, 40))
    const call = await all.bridge(CALL)
    expect([call.exit, call.stderr]).toEqual([6, expect.stringContaining('CREDENTIAL_STORE_UNUSABLE')])
  })

  test('another place for the code or the token is another sign-in', async () => {
    const all = await bench('browser')
    await all.login()
    expect(await all.bridge([...CALL, '--base-url', 'http://127.0.0.1:9'])).toMatchObject({ exit: 6 })
  })
})

describe('signing in with a code', () => {
  test.each<{ given: OAuthOptions; exit: number; says: RegExp }>([
    { given: { pending: 1 }, exit: 0, says: /with the code ABCD-EFGH\n.*signed in/s },
    { given: { deviceEnd: 'access_denied' }, exit: 6, says: /SIGN_IN_FAILED.*denied/ },
    { given: { deviceEnd: 'expired_token' }, exit: 6, says: /SIGN_IN_FAILED.*in time/ },
  ])('$given', async ({ given, exit, says }) => {
    const all = await bench('device', given)
    const login = await all.login()
    expect([login.exit, login.stdout + login.stderr]).toEqual([exit, expect.stringMatching(says)])
    expect(await all.bridge(CALL)).toMatchObject({ exit })
    expect(leaks(all, login)).toEqual([])
  })
})

describe.each(['client', 'exchange'] as const)('a token for a secret: %s', (kind) => {
  test('is got when it is needed, and shown by whoami', async () => {
    const all = await bench(kind, { expiresIn: 300 })
    const call = await all.bridge(CALL)
    expect([call.exit, call.stdout]).toEqual([0, expect.stringContaining('[redacted]')])
    const whoami = await all.bridge(['whoami'])
    expect([whoami.exit, whoami.stdout]).toEqual([0, expect.stringMatching(/expires +\d{4}-/)])
    const dry = await all.bridge([...CALL, '--dry-run'])
    expect([dry.exit, dry.stdout]).toEqual([
      0,
      expect.stringContaining('authorization: Bearer [redacted: FAKE_SECRET]'),
    ])
    expect(leaks(all, call, whoami, dry)).toEqual([])
  })

  test('a refused secret says so, and the API is not called', async () => {
    const all = await bench(kind)
    const call = await all.bridge(CALL, { FAKE_SECRET: 'fake-wrong-secret' })
    expect([call.exit, call.stderr]).toEqual([6, expect.stringContaining('gave no access token')])
    expect(call.stderr).toContain('sent: no')
    expect(all.fixture.bearers).toEqual([])
    expect(await all.bridge(CALL, { FAKE_SECRET: '' })).toMatchObject({ exit: 6 })
  })
})

describe('a session', () => {
  const callTool = { name: 'createJob', arguments: {} }

  test.each(['browser', 'client', 'exchange'] as const)('goes on when its token is refused: %s', async (kind) => {
    const all = await bench(kind)
    if (kind === 'browser') await all.login()
    const session = await openLegacySession(['--profiles', all.profiles], all.variables)
    expect(await session.request('tools/call', callTool)).toMatchObject({ result: { isError: false } })
    all.fixture.expire()
    expect(await session.request('tools/call', callTool)).toMatchObject({ result: { isError: false } })
    expect(new Set(all.fixture.bearers).size).toBe(2)
    // the second token is refused at once: the answer says what to do, and no other is asked for
    all.fixture.expire()
    const refused = await session.request('tools/call', callTool)
    expect(JSON.stringify(refused)).toMatch(/isError":true/)
    expect(JSON.stringify(refused)).toContain('401 Unauthorized')
    expect(JSON.stringify(refused)).toContain(
      { browser: 'bridge login', client: 'FAKE_SECRET', exchange: 'https://example.com' }[kind],
    )
    expect(all.fixture.grants).toHaveLength(2)
    const run = await session.end()
    expect(run.exit).toBe(0)
    expect(leaks(all, run)).toEqual([])
  })

  test('asks for one token, however many calls wait for it', async () => {
    const all = await bench('client', { delayMs: 100 })
    const session = await openLegacySession(['--profiles', all.profiles], all.variables)
    const calls = Array.from({ length: 50 }, () => session.request('tools/call', { name: 'listJobs', arguments: {} }))
    for (const call of await Promise.all(calls)) expect(call).toMatchObject({ result: { isError: false } })
    expect(all.fixture.grants).toEqual(['client_credentials'])
    await session.end()
  })

  test('five processes share one sign-in that is renewed once', async () => {
    const all = await bench('browser', { delayMs: 100, expiresIn: 3600 })
    await all.login()
    const { path, text } = await recordOf(all)
    await writeFile(path, JSON.stringify({ ...JSON.parse(text), renewAt: 1, expiresAt: 1 }))
    const calls = await Promise.all(Array.from({ length: 5 }, () => all.bridge(CALL)))
    expect(calls.map(({ exit }) => exit)).toEqual([0, 0, 0, 0, 0])
    expect(all.fixture.grants).toEqual(['authorization_code', 'refresh_token'])
    expect(await all.bridge(CALL)).toMatchObject({ exit: 0 })
    expect(leaks(all, ...calls)).toEqual([])
  })

  test('a sign-in that is not renewed any more asks for another', async () => {
    const all = await bench('browser')
    await all.login()
    const { path, text } = await recordOf(all)
    await writeFile(path, JSON.stringify({ ...JSON.parse(text), renewAt: 1, refreshToken: 'fake-unknown' }))
    const call = await all.bridge(CALL)
    expect([call.exit, call.stderr]).toEqual([6, expect.stringContaining('bridge login --profile jobs')])
    expect((await recordOf(all)).text).toContain('fake-unknown')
  })
})
