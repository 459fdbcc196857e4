import { expect, test } from 'vitest'
import { authorise, withBearer } from '../../src/auth/apply.ts'
import { growing } from '../../src/auth/issued-secrets.ts'
import type { SecurityScheme } from '../../src/contract/model.ts'
import type { Credential } from '../../src/profile/model.ts'
import { pinAuth } from '../../src/tool/lock/pin-auth.ts'
import { Secret } from '../../src/upstream/secret.ts'
import { codesOf, planOf, requirement } from './factory.ts'

const COMMON = { applies: 'declared', pointer: '/profiles/test/auth' } as const
const POINTERS = { accessToken: '/accessToken', expiresIn: '/expiresIn', scopes: '/scopes' }
const EXCHANGE: Credential = {
  ...{ ...COMMON, ...POINTERS, type: 'exchange', url: 'https://api.example/token', body: new Map() },
  refresh: { url: 'https://api.example/refresh', sends: 'bearer' },
}
const OAUTH: Credential = { ...COMMON, type: 'oauth2', grant: 'device_code', discovery: 'upstream', scopes: ['jobs'] }

const SCHEMES: readonly (readonly [given: string, scheme: SecurityScheme, want: readonly string[]])[] = [
  ['http bearer', { type: 'http', scheme: 'Bearer' }, []],
  ['oauth2', { type: 'oauth2' }, []],
  ['openIdConnect', { type: 'openIdConnect' }, []],
  ['http basic', { type: 'http', scheme: 'basic' }, ['SECURITY_UNSATISFIED']],
  ['an API key', { type: 'apiKey', in: 'header', name: 'Authorization' }, ['SECURITY_UNSATISFIED']],
]

test.each(SCHEMES)('what a server issues serves as a bearer does: %s', (_, scheme, want) => {
  for (const credential of [EXCHANGE, OAUTH]) {
    const security = [[requirement('one', scheme)]]
    const checked = planOf({ credential }, { operations: [{ security }] })
    expect(codesOf(checked)).toEqual(want)
    const uses = checked.ok ? checked.value.tools[0]?.credentials : []
    expect(uses).toEqual(want.length > 0 ? [] : [{ credential, in: 'header', name: 'Authorization' }])
  }
})

test('a request says whose token it needs, and carries it when it leaves', () => {
  const request = {
    method: 'GET',
    origin: 'https://api.example',
    target: '/',
    headers: [['authorization', 'x']] as const,
  }
  const use = { credential: OAUTH, in: 'header', name: 'Authorization' } as const
  const named = authorise(request, [use], { byVariable: new Map(), secrets: [] })
  expect(named).toEqual({ ...request, headers: [], bearerOf: '/profiles/test/auth' })
  expect(withBearer(named, new Secret('fake-token'))).toEqual({
    ...request,
    headers: [['Authorization', 'Bearer fake-token']],
  })
})

test('the lock pins where credentials go, what is sent there and which variables hold them', () => {
  expect(pinAuth({ kind: 'single', credential: EXCHANGE })).toEqual({
    ...{ type: 'exchange', applies: 'declared', url: 'https://api.example/token', body: {} },
    ...{ refreshUrl: 'https://api.example/refresh', refreshSends: 'bearer' },
  })
  expect(pinAuth({ kind: 'single', credential: { ...OAUTH, clientSecret: { env: 'FAKE_SECRET' } } })).toEqual({
    ...{ type: 'oauth2', applies: 'declared', grant: 'device_code', discovery: 'upstream', scopes: ['jobs'] },
    secrets: ['FAKE_SECRET'],
  })
})

test('of tokens that follow each other the last ones are remembered, in a new list each time', () => {
  const credentials = growing({ byVariable: new Map(), secrets: [new Secret('always')] })
  const before = credentials.secrets
  const tokens = Array.from({ length: 40 }, (_, index) => new Secret(`token-${index}`))
  for (const token of tokens) credentials.add(token)
  expect(credentials.secrets).not.toBe(before)
  expect(credentials.secrets.map((secret) => secret.reveal())).toEqual([
    'always',
    ...tokens.slice(-24).map((secret) => secret.reveal()),
  ])
  const after = credentials.secrets
  credentials.add(tokens[39] ?? new Secret('none'))
  expect(credentials.secrets).toBe(after)
})
