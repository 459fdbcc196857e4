/** Which credential goes where: what the contract asks for, all of it, and nothing that an argument could replace. */
import { describe, expect, test } from 'vitest'
import { type Call, cookie, header, path, query, surface, toolOf, toolsOf, wire } from './pipeline.ts'

const SCHEMES = {
  bearer: { type: 'http', scheme: 'bearer' },
  basic: { type: 'http', scheme: 'basic' },
  app: { type: 'apiKey', in: 'header', name: 'X-App' },
  user: { type: 'apiKey', in: 'header', name: 'X-User' },
  key: { type: 'apiKey', in: 'query', name: 'key' },
  session: { type: 'apiKey', in: 'cookie', name: 'sid' },
}

const BEARER = { type: 'bearer', token: { env: 'BEARER' } }
const apiKey = (scheme: 'app' | 'user' | 'key' | 'session') => {
  const { in: place, name } = SCHEMES[scheme]
  return { type: 'apiKey', in: place, name, token: { env: scheme.toUpperCase() } }
}
const schemes = (...names: readonly ('app' | 'user' | 'key' | 'session')[]) => ({
  schemes: Object.fromEntries(names.map((name) => [name, apiKey(name)])),
})

type Given = Omit<Call, 'on'> & { readonly security: readonly object[] }

/** One operation with this `security` in a contract that declares some for all. */
function callOf({ security, operation, ...given }: Given): Call {
  return {
    on: 'GET /c',
    ...given,
    components: { securitySchemes: SCHEMES },
    document: { security: [{ bearer: [] }] },
    operation: { security, ...operation },
  }
}

describe('what an operation asks for', () => {
  test.each<{ name: string; given: Given; want: string }>([
    { name: 'security: [] gets no credential', given: { security: [], auth: BEARER }, want: 'GET /c' },
    {
      name: 'one alternative is enough',
      given: { security: [{ app: [] }, { bearer: [] }], auth: BEARER },
      want: 'GET /c | Authorization: Bearer fake-secret-of-BEARER',
    },
    {
      name: 'all schemes of an AND are needed',
      given: { security: [{ app: [], user: [] }], auth: schemes('app') },
      want: 'check: SECURITY_UNSATISFIED',
    },
    {
      name: 'all schemes of an AND are sent, each from its own variable',
      given: { security: [{ app: [], user: [] }], auth: schemes('app', 'user') },
      want: 'GET /c | X-App: fake-secret-of-APP | X-User: fake-secret-of-USER',
    },
    {
      name: 'nothing of a half satisfied alternative is left over',
      given: { security: [{ app: [], user: [] }, { key: [] }], auth: schemes('app', 'key') },
      want: 'GET /c?key=fake-secret-of-KEY',
    },
    {
      name: 'only one alternative is sent',
      given: { security: [{ app: [] }, { user: [] }], auth: schemes('user', 'app') },
      want: 'GET /c | X-App: fake-secret-of-APP',
    },
    {
      name: 'the anonymous alternative does not win over a satisfied one',
      given: { security: [{}, { bearer: [] }], auth: BEARER },
      want: 'GET /c | Authorization: Bearer fake-secret-of-BEARER',
    },
    {
      name: 'the anonymous alternative is there where no other is satisfied',
      given: { security: [{}, { app: [] }], auth: BEARER },
      want: 'GET /c',
    },
    {
      name: 'a credential of another kind is never sent in its place',
      given: { security: [{ basic: [] }], auth: BEARER },
      want: 'check: SECURITY_UNSATISFIED',
    },
    {
      name: 'nor one of another name',
      given: { security: [{ app: [] }], auth: apiKey('user') },
      want: 'check: SECURITY_UNSATISFIED',
    },
    {
      name: 'nothing at all is not sent in silence',
      given: { security: [{ bearer: [] }], auth: { type: 'none' } },
      want: 'check: SECURITY_UNSATISFIED',
    },
    {
      name: 'a scheme that is not declared is satisfied by nothing',
      given: { security: [{ gone: [] }], auth: BEARER },
      want: 'check: SECURITY_UNSATISFIED',
    },
    {
      name: 'basic is name and password, neither of them made up',
      given: {
        security: [{ basic: [] }],
        auth: { type: 'basic', username: { env: 'NAME' }, password: { env: 'WORD' } },
      },
      want: `GET /c | Authorization: Basic ${btoa('fake-secret-of-NAME:fake-secret-of-WORD')}`,
    },
    {
      name: 'a key in a cookie stands beside other cookies',
      given: {
        security: [{ session: [] }],
        auth: apiKey('session'),
        parameters: [cookie('lang')],
        args: { lang: 'en' },
      },
      want: 'GET /c | cookie: lang=en; sid=fake-secret-of-SESSION',
    },
    {
      name: 'a key in the query stands beside other parameters',
      given: { security: [{ key: [] }], auth: apiKey('key'), parameters: [query('q')], args: { q: 'a' } },
      want: 'GET /c?q=a&key=fake-secret-of-KEY',
    },
  ])('$name', async ({ given, want }) => {
    expect(await wire(callOf(given))).toBe(want)
  })

  test('a contract without any security gets the one credential', async () => {
    expect(await wire({ on: 'GET /c', auth: BEARER })).toBe('GET /c | Authorization: Bearer fake-secret-of-BEARER')
  })
})

describe("an argument can't replace the credential", () => {
  const given = { security: [{ user: [] }], auth: apiKey('user') }
  test.each([
    ['Authorization', header('Authorization'), 'Authorization'],
    ['its own header', header('X-User'), 'X-User'],
    ['its own header in another case', header('x-user'), 'x-user'],
    ['a header that other tokens have', header('X-Api-Key'), 'X-Api-Key'],
    ['Cookie', header('Cookie'), 'Cookie'],
    ['a session cookie', cookie('sid'), 'sid'],
    ['a token in the query', query('access_token'), 'access_token'],
    ['a key of the contract in the query', query('key'), 'key'],
    ['Host', header('Host'), 'Host'],
    ['X-Forwarded-Host', header('X-Forwarded-Host'), 'X-Forwarded-Host'],
    ['X-HTTP-Method-Override', header('X-HTTP-Method-Override'), 'X-HTTP-Method-Override'],
    ['Transfer-Encoding', header('Transfer-Encoding'), 'Transfer-Encoding'],
  ])('%s is no argument', async (_, parameter, name) => {
    const call = callOf({ ...given, parameters: [parameter] })
    expect((await toolOf(call)).inputSchema.properties).toEqual({})
    expect(await wire({ ...call, args: { [name]: 'other' } })).toBe(`refused: ${name}`)
    expect(await wire({ ...call, args: {} })).toBe('GET /c | X-User: fake-secret-of-USER')
  })

  test('nor can a value that leaves its place', async () => {
    const parameters = [cookie('lang'), query('q'), header('X-Note')]
    const session = { security: [{ session: [] }], auth: apiKey('session'), parameters }
    expect(await wire(callOf({ ...session, args: { lang: 'x; sid=other', q: 'a&key=other' } }))).toBe(
      'GET /c?q=a%26key%3Dother | cookie: lang=x%3B%20sid%3Dother; sid=fake-secret-of-SESSION',
    )
    expect(await wire(callOf({ ...session, args: { 'X-Note': 'a\nX-User: other' } }))).toBe('refused: X-Note')
  })

  test('a credential that the operation needs and nobody has is said before anybody calls', async () => {
    const paths = { '/c': { get: { security: [], parameters: [header('X-Api-Key', {}, { required: true })] } } }
    expect(await surface({ paths, auth: BEARER })).toBe('check: PARAMETER_CREDENTIAL')
  })

  test('no secret is in what clients are shown', async () => {
    const call = callOf({ ...given, parameters: [header('X-User')] })
    expect(JSON.stringify(await toolOf(call))).not.toContain('fake-secret')
  })
})

describe('a profile that is wrong about credentials is malformed', () => {
  test.each([
    ['of a type that there is not', { type: 'magic', token: { env: 'T' } }],
    ['written out', { type: 'bearer', token: 'fake-secret' }],
    ['with a name for a place that there is not', { type: 'apiKey', in: 'body', name: 'k', token: { env: 'T' } }],
  ])('%s', async (_, auth) => {
    expect(await surface({ paths: { '/c': { get: {} } }, auth })).toMatch(/^check: PROFILES_/)
  })
})

test('a pinned argument is not for a caller to give', async () => {
  const parameters = [path('account'), query('limit', { type: 'integer' })]
  const call: Call = {
    on: 'GET /a/{account}',
    parameters,
    entry: { arguments: { pin: { account: 'mine' }, max: { limit: 100 } } },
  }
  expect(await wire({ ...call, args: { limit: 100 } })).toBe('GET /a/mine?limit=100')
  expect(await wire({ ...call, args: { account: 'theirs' } })).toBe('refused: account')
  expect(await wire({ ...call, args: { limit: 101 } })).toBe('refused: limit')
})

test('the credentials of one operation are not those of another', async () => {
  const paths = { '/open': { get: { operationId: 'open', security: [] } }, '/own': { get: { operationId: 'own' } } }
  const tools = await toolsOf({
    paths,
    auth: BEARER,
    components: { securitySchemes: SCHEMES },
    document: { security: [{ bearer: [] }] },
  })
  const counts = [...tools.values()].map(({ name, planned }) => [name, planned.credentials.length])
  expect(counts).toEqual([
    ['open', 0],
    ['own', 1],
  ])
})
