import { afterEach, describe, expect, test } from 'vitest'
import type { OAuthFixture, OAuthOptions } from '../../fixtures/oauth/start-oauth.ts'
import { SECRET, startOAuth } from '../../fixtures/oauth/start-oauth.ts'
import { growing } from '../../src/auth/issued-secrets.ts'
import { createCredentialStore } from '../../src/node/credential-store.ts'
import { createHttpClient } from '../../src/node/http.ts'
import { createOAuthHttp } from '../../src/node/oauth/oauth-http.ts'
import { createTokenSources } from '../../src/node/token-sources.ts'
import { createTokenUpstream } from '../../src/node/token-upstream.ts'
import type { Credential } from '../../src/profile/model.ts'
import { createRedactor } from '../../src/response/redact.ts'
import type { UpstreamRequest } from '../../src/upstream/model.ts'
import { Secret } from '../../src/upstream/secret.ts'
import { profileOf, upstreamOf } from '../plan/factory.ts'
import { owned, send, told, upstreamFor } from './sending.ts'

const running: OAuthFixture[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()))
})

const POINTER = '/profiles/test/auth'
const COMMON = { applies: 'declared', pointer: POINTER, renew: 'Get another one.' } as const

type Exchange = Extract<Credential, { type: 'exchange' }>

function exchangeAt(origin: string, parts: Partial<Exchange> = {}): Exchange {
  return {
    ...COMMON,
    ...{ type: 'exchange', url: `${origin}/exchange`, body: new Map([['idToken', { env: 'FAKE_SECRET' }]]) },
    ...{ accessToken: '/accessToken', expiresIn: '/expiresIn', scopes: '/scopes' },
    ...parts,
  }
}

async function world(options: OAuthOptions, credentialAt: (origin: string) => Credential, secret = SECRET) {
  const fixture = await startOAuth(options)
  running.push(fixture)
  let clock = Date.now()
  const credentials = growing({
    byVariable: new Map([['FAKE_SECRET', new Secret(secret)]]),
    secrets: [new Secret(secret)],
  })
  const http = owned(createOAuthHttp(createHttpClient(), '0.0.0-test'))
  const store = createCredentialStore('/nowhere', undefined)
  const api = upstreamOf(profileOf({ credential: credentialAt(fixture.origin), baseUrl: fixture.origin }))
  const sources = createTokenSources({ http, store, upstream: api, credentials, now: () => clock })
  const upstream = createTokenUpstream(upstreamFor(), sources)
  const request: Partial<UpstreamRequest> = { target: '/jobs', bearerOf: POINTER }
  const later = (ms: number): void => {
    clock += ms
  }
  const call = async (more: Partial<UpstreamRequest> = {}): Promise<string> =>
    told(await send(upstream, fixture.origin, { ...request, ...more })).slice(0, 30)
  return { fixture, credentials, upstream, call, later }
}

describe('a token that is known to allow less', () => {
  test.each([
    { scopes: ['jobs'], want: '200' },
    { scopes: [], want: '200' },
    { scopes: ['jobs', 'bills'], want: 'SCOPE_NOT_GRANTED' },
  ])('$scopes: $want', async ({ scopes, want }) => {
    const { fixture, upstream } = await world({}, (origin) => exchangeAt(origin))
    const answer = await send(upstream, fixture.origin, { target: '/jobs', bearerOf: POINTER }, { scopes })
    expect(told(answer)).toMatch(new RegExp(`^${want}`))
    expect(fixture.bearers).toHaveLength(want === '200' ? 1 : 0)
  })

  test('nobody knows of one that says nothing', async () => {
    const { fixture, upstream } = await world({}, (origin) => exchangeAt(origin, { scopes: '/nothing' }))
    const answer = await send(upstream, fixture.origin, { target: '/jobs', bearerOf: POINTER }, { scopes: ['bills'] })
    expect(told(answer)).toMatch(/^200/)
  })
})

describe('an exchanged token', () => {
  test('is got once, and another one when its time is over', async () => {
    const { fixture, call, later } = await world({ expiresIn: 300 }, (origin) => exchangeAt(origin))
    expect([await call(), await call()]).toEqual(['200 {"jobs":[],"echo":"fake-ac', '200 {"jobs":[],"echo":"fake-ac'])
    expect(fixture.grants).toEqual(['exchange'])
    later(280_000)
    await call()
    expect(fixture.grants).toEqual(['exchange', 'exchange'])
  })

  test('vouches for the next one where the profile says so, and else is exchanged anew', async () => {
    const refreshed = (origin: string) => exchangeAt(origin, { refresh: { url: `${origin}/renew`, sends: 'bearer' } })
    const { fixture, call, later } = await world({ expiresIn: 300 }, refreshed)
    await call()
    later(280_000)
    await call()
    expect(fixture.grants).toEqual(['exchange', 'renew'])
    later(280_000)
    fixture.expire()
    expect(await call()).toMatch(/^200/)
    expect(fixture.grants).toEqual(['exchange', 'renew', '!renew', 'exchange'])
    // one that the API has refused vouches for nothing
    fixture.expire()
    expect(await call()).toMatch(/^200/)
    expect(fixture.grants.slice(4)).toEqual(['exchange'])
  })

  test('a POST is sent again after a 401, with its body, and only once', async () => {
    const { fixture, call } = await world({}, (origin) => exchangeAt(origin))
    await call()
    fixture.expire()
    expect(await call({ method: 'POST', body: '{}', headers: [['content-type', 'application/json']] })).toMatch(/^200/)
    expect(fixture.seen.filter((one) => one === 'POST /jobs')).toHaveLength(2)
    const short = await world({ lifeMs: 0 }, (origin) => exchangeAt(origin))
    expect(await short.call()).toMatch(/^401/)
    expect([short.fixture.bearers.length, short.fixture.grants.length]).toEqual([2, 2])
    // and no storm follows
    expect(await short.call()).toMatch(/^401/)
    expect(short.fixture.grants.length).toBe(2)
  })

  test.each<{ given: string; at: (origin: string) => Partial<Exchange>; secret?: string }>([
    { given: 'a refused secret', at: () => ({}), secret: 'fake-other' },
    { given: 'no token there', at: () => ({ accessToken: '/token' }) },
    { given: 'no text there', at: () => ({ accessToken: '/scopes' }) },
    { given: 'no JSON', at: (origin) => ({ url: `${origin}/nothing` }) },
  ])('$given: the API is not called', async ({ at, secret }) => {
    const { fixture, call } = await world({}, (origin) => exchangeAt(origin, at(origin)), secret)
    expect([await call(), fixture.bearers]).toEqual(['TOKEN_REFUSED', []])
  })

  test('a server that can not be reached is a fault of the network, and nothing was sent', async () => {
    const { call } = await world({}, () => exchangeAt('http://127.0.0.1:1'))
    expect(await call()).toBe('UPSTREAM_UNREACHABLE no')
  })

  test('waiting for it counts towards the time of the call', async () => {
    const { fixture, upstream } = await world({ delayMs: 2_000 }, (origin) => exchangeAt(origin))
    const request = { target: '/jobs', bearerOf: POINTER }
    const late = await send(upstream, fixture.origin, request, { timeoutSeconds: 0.05 })
    expect([told(late), late.problems[0]?.args]).toEqual(['UPSTREAM_TIMEOUT no', { seconds: 0.05, sent: 'no' }])
    const stopped = await send(upstream, fixture.origin, request, { signal: AbortSignal.abort() })
    expect(told(stopped)).toBe('CALL_CANCELLED no')
  })
})

test.each<[unknown, number]>([
  [0, 1],
  [-1, 1],
  ['soon', 1],
  [1e12, 1],
  [undefined, 1],
  ['300', 2],
  [20, 2],
])('expires_in %j: %d tokens for two calls within five minutes', async (expiresIn, want) => {
  const client = (origin: string): Credential => ({
    ...COMMON,
    ...{ type: 'oauth2', grant: 'client_credentials', tokenUrl: `${origin}/token`, clientId: 'machine' },
    clientSecret: { env: 'FAKE_SECRET' },
  })
  const { fixture, call, later } = await world({ expiresIn }, client)
  await call()
  later(290_000)
  expect(await call()).toMatch(/^200/)
  expect(fixture.grants).toHaveLength(want)
})

test('what is issued joins what no output shows', async () => {
  const { fixture, credentials, call } = await world({}, (origin) => exchangeAt(origin))
  const redact = createRedactor(() => credentials.secrets)
  expect(redact(SECRET)).toBe('[redacted]')
  for (let round = 0; round < 2; round++) {
    fixture.expire()
    await call()
  }
  for (const token of fixture.bearers) expect(redact(`a ${token} b`)).toBe('a [redacted] b')
})

test('a request that names no credential goes as it is, and one that names an unknown one does not go', async () => {
  const { call, fixture } = await world({}, (origin) => exchangeAt(origin))
  const { upstream } = await world({}, () => ({ ...COMMON, type: 'none' }))
  expect(told(await send(upstream, fixture.origin, { target: '/jobs' }))).toMatch(/^401/)
  await expect(send(upstream, fixture.origin, { target: '/jobs', bearerOf: POINTER })).rejects.toThrow(POINTER)
  expect(await call({ headers: [['authorization', 'Bearer theirs']] })).toMatch(/^200/)
})
