import { describe, expect, test } from 'vitest'
import { parseJson } from '../../../src/lib/parse-json.ts'
import type { CredentialStore } from '../../../src/node/credential-store.ts'
import type { OAuthHttp } from '../../../src/node/oauth/oauth-http.ts'
import { createStoredTokens } from '../../../src/node/oauth/stored-token.ts'
import type { SignInRecord } from '../../../src/node/sign-in-record.ts'
import { type Checked, pass, refuse } from '../../../src/problem/checked.ts'
import { problem } from '../../../src/problem/problem.ts'

const NOW = 1_000_000
const RECORD: SignInRecord = {
  version: 1,
  profile: 'jobs',
  server: { issuer: 'https://id.example', tokenUrl: 'https://id.example/token' },
  clientId: 'cli',
  accessToken: 'access-1',
  refreshToken: 'refresh-1',
  renewAt: NOW - 1,
  expiresAt: NOW + 29_000,
  signedInAt: 1,
}
const NEWER: SignInRecord = {
  ...RECORD,
  accessToken: 'access-9',
  refreshToken: 'refresh-9',
  renewAt: NOW + 1,
  signedInAt: 2,
}

interface World {
  /** What the store has. */
  record: SignInRecord | undefined
  readonly asked: string[]
  /** Faults to come. */
  full?: boolean
  /** What happens while the server is asked. */
  meanwhile?: () => void
  answer: { readonly status: number; readonly body: object }
}

function world(parts: Partial<World> = {}): World {
  const body = { access_token: 'access-2', token_type: 'bearer', expires_in: 300, refresh_token: 'refresh-2' }
  return { record: RECORD, asked: [], answer: { status: 200, body }, ...parts }
}

function tokensIn(state: World) {
  const store: CredentialStore = {
    ready: () => pass(undefined),
    read: async () => pass(state.record && { record: state.record, where: 'file', place: '/store' }),
    write: async (_key, record) => {
      if (state.full === true)
        return refuse(problem('CREDENTIAL_STORE_UNUSABLE', { source: 'environment' }, { detail: 'the disk is full' }))
      state.record = record
      return pass({ record, where: 'file', place: '/store' })
    },
    remove: async () => pass(true),
    alone: (_key, work) => work(),
  }
  const http: OAuthHttp = {
    send: async (_url, { body = '' }) => {
      state.asked.push(new URLSearchParams(body).get('refresh_token') ?? 'none')
      state.meanwhile?.()
      const { status, body: answer } = state.answer
      const headers = [['content-type', 'application/json']] as const
      return pass({ status, headers, body: new TextEncoder().encode(JSON.stringify(answer)) })
    },
    close: async () => {},
  }
  const credential = { type: 'oauth2', grant: 'authorization_code', applies: 'declared', pointer: '/auth' } as const
  const issue = createStoredTokens({
    ...{
      http,
      store,
      credential,
      key: 'key',
      upstream: { profile: 'jobs', name: '' },
      now: () => NOW,
      secret: () => {},
    },
    credentials: { byVariable: new Map(), secrets: [] },
  })
  return async (refused = false): Promise<string> => told(await issue(refused))
}

function told(token: Checked<{ readonly secret: { reveal(): string } }>): string {
  if (token.ok) return token.value.secret.reveal()
  const [{ code, args }] = token.problems
  return 'because' in args ? `${code} ${args.because}` : code
}

const REFUSED = { status: 400, body: { error: 'invalid_grant' } }

describe('a token that is due', () => {
  test.each<{ given: string; state: World; want: string; stored?: string; asked?: readonly string[] }>([
    { given: 'is renewed, both tokens at once', state: world(), want: 'access-2', stored: 'refresh-2' },
    {
      given: 'keeps its refresh token where that is not replaced',
      state: world({ answer: { status: 200, body: { access_token: 'access-2', token_type: 'bearer' } } }),
      want: 'access-2',
      stored: 'refresh-1',
    },
    {
      given: 'is not valid any more',
      state: world({ answer: REFUSED }),
      want: 'SIGNED_OUT expired',
      stored: 'refresh-1',
    },
    {
      given: 'can not be renewed, but is still good',
      state: world({ record: without('refreshToken') }),
      want: 'access-1',
      asked: [],
    },
    {
      given: 'is of a server that fails',
      state: world({ answer: { status: 503, body: {} } }),
      want: 'TOKEN_REFUSED',
      stored: 'refresh-1',
    },
    { given: 'is of nobody', state: world({ record: undefined }), want: 'SIGNED_OUT never', asked: [] },
  ])('$given', async ({ state, want, stored, asked = ['refresh-1'] }) => {
    expect(await tokensIn(state)()).toBe(want)
    expect([state.record?.refreshToken, state.asked]).toEqual([stored, asked])
  })
})

test('a refused token is renewed although its time is not over, and not given again', async () => {
  const state = world({ record: { ...RECORD, renewAt: NOW + 1 } })
  const token = tokensIn(state)
  expect(await token()).toBe('access-1')
  expect(await token(true)).toBe('access-2')
  expect(state.asked).toEqual(['refresh-1'])
})

test('what another process has renewed is used, and nobody is asked', async () => {
  const state = world({ record: { ...RECORD, renewAt: NOW + 1 } })
  const token = tokensIn(state)
  await token()
  state.record = { ...NEWER, signedInAt: 1 }
  expect([await token(true), state.asked]).toEqual(['access-9', []])
})

test('invalid_grant: another look at the store before giving up', async () => {
  const state = world({ answer: REFUSED })
  state.meanwhile = () => {
    state.record = NEWER
  }
  expect([await tokensIn(state)(), state.record?.refreshToken]).toEqual(['access-9', 'refresh-9'])
})

test('a newer record is never replaced by ours, and a sign-out is respected', async () => {
  const state = world()
  state.meanwhile = () => {
    state.record = NEWER
  }
  expect([await tokensIn(state)(), state.record?.refreshToken]).toEqual(['access-2', 'refresh-9'])
  const left = world()
  left.meanwhile = () => {
    left.record = undefined
  }
  expect([await tokensIn(left)(), left.record]).toEqual(['SIGNED_OUT never', undefined])
})

test('what can not be written is not lost', async () => {
  const state = world({ full: true })
  const token = tokensIn(state)
  expect([await token(), state.record?.refreshToken]).toEqual(['access-2', 'refresh-1'])
  state.full = false
  expect(await token(true)).toBe('access-2')
  expect([state.asked, state.record?.refreshToken]).toEqual([['refresh-1', 'refresh-2'], 'refresh-2'])
})

function without(name: 'refreshToken'): SignInRecord {
  const { [name]: _gone, ...rest } = RECORD
  const copied = parseJson(JSON.stringify(rest))
  return copied.ok ? (copied.value as unknown as SignInRecord) : RECORD // a record without one optional member is one
}
