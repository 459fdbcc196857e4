import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonValue } from '../../src/lib/json.ts'
import { loadValidator } from '../../src/lib/json-schema.ts'
import { parseProfiles } from '../../src/profile/parse.ts'
import { profilesSchema } from '../../src/profile/profile-schema.ts'
import { BAD_CHANGES } from './bad-changes.ts'
import { changed, GOOD, text, URI } from './files.ts'

const { compile } = await loadValidator()
const violations = compile(profilesSchema, new Map())

const T = '/profiles/technician'

function problemsOf(source: string, uri = URI): string[] {
  const parsed = parseProfiles(source, uri)
  return parsed.problems.map(
    ({ code, at, operation }) => `${code} ${at.pointer}${operation === undefined ? '' : ` of ${operation}`}`,
  )
}

const GOOD_CHANGES: readonly [name: string, pointer: string, value: JsonValue | undefined][] = [
  ['as it is', '/version', 1],
  ['no default', '/defaultProfile', undefined],
  ['no permissions needed', `${T}/tools`, ['a']],
  ['no auth', `${T}/auth`, undefined],
  ['auth none', `${T}/auth`, { type: 'none', applies: 'always' }],
  ['auth bearer', `${T}/auth`, { type: 'bearer', token: { env: '_a1' }, prefix: 'oshp_mcp_mtk_' }],
  ['auth basic', `${T}/auth`, { type: 'basic', username: { env: 'U' }, password: { env: 'P' } }],
  ['auth in query', `${T}/auth`, { type: 'apiKey', in: 'query', name: 'api key', token: { env: 'K' } }],
  ['auth in a cookie', `${T}/auth`, { type: 'apiKey', in: 'cookie', name: 'sid', token: { env: 'K' } }],
  [
    'auth by scheme',
    `${T}/auth`,
    { schemes: { token: { type: 'none' }, __proto__x: { type: 'bearer', token: { env: 'B' } } } },
  ],
  [
    'auth by exchange',
    `${T}/auth`,
    {
      type: 'exchange',
      url: 'https://api.example/token',
      body: { idToken: { env: 'T' }, kind: 'x', more: [1, { deep: { env: 'U' } }, null] },
      accessToken: '/data/access~1token',
      refresh: { url: 'https://api.example/refresh', sends: 'bearer' },
    },
  ],
  [
    'auth by exchange, renewed with a body',
    `${T}/auth`,
    {
      type: 'exchange',
      url: 'http://127.0.0.1:1/token',
      body: {},
      expiresIn: '/ttl',
      scopes: '/s',
      refresh: { url: 'https://api.example/refresh', sends: { key: { env: 'T' } } },
    },
  ],
  ['auth by OAuth, discovered', `${T}/auth`, { type: 'oauth2', grant: 'authorization_code', discovery: 'upstream' }],
  [
    'auth by OAuth, written out',
    `${T}/auth`,
    {
      type: 'oauth2',
      grant: 'device_code',
      deviceUrl: 'https://id.example/device',
      tokenUrl: 'https://id.example/token',
      clientId: 'cli',
      scopes: ['jobs:read', 'offline_access'],
      resource: 'https://api.example',
    },
  ],
  [
    'auth by OAuth, with a secret',
    `${T}/auth`,
    {
      type: 'oauth2',
      grant: 'client_credentials',
      discovery: 'https://id.example/realms/public',
      clientId: 'cli',
      clientSecret: { env: 'S' },
    },
  ],
  [
    'auth by OAuth, registered',
    `${T}/auth`,
    {
      type: 'oauth2',
      grant: 'authorization_code',
      authorizationUrl: 'https://id.example/authorize',
      tokenUrl: 'https://id.example/token',
      registrationUrl: 'https://id.example/register',
    },
  ],
  ['dotted tool names', `${T}/toolNames`, 'exact'],
  ['a lock', `${T}/lock`, 'required'],
  ['a fixed query in a path', `${T}/tools`, ['GET /x?action=y&b=c', 'GET /files/{path*}', 'GET /v1/{name=projects/*}']],
  ['other servers', `${T}/upstream/servers`, ['https://eu.api.example/v1', 'http://127.0.0.1:8080']],
  ['no base URL', `${T}/upstream/baseUrl`, undefined],
  [
    'all limits',
    `${T}/limits`,
    {
      timeoutSeconds: 300,
      responseBytes: 1,
      resultCharacters: 1,
      concurrency: 1,
      contractBytes: 268435456,
      toolTokens: 10_000_000,
    },
  ],
  ['a rate limit', `${T}/rateLimit`, { requests: 30, perSeconds: 0.5 }],
  [
    'an argument called token',
    `${T}/tools/1/arguments`,
    { pin: { pageToken: 'first', token: 'x', deep: { password: 'data' } } },
  ],
  [
    'prefix words in prose',
    `${T}/instructions`,
    'Tokens start with gpra_; send Bearer tokens in Authorization. See sk-…',
  ],
  [
    'names of the prototype',
    '/profiles/constructor',
    { upstream: { kind: 'openapi', contract: './c.yaml' }, tools: ['toString'] },
  ],
]

test('the schema is one', () => {
  // strict: a misspelt keyword would assert nothing
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false })
  expect(ajv.validateSchema(profilesSchema)).toBe(true)
  expect(() => ajv.compile(profilesSchema)).not.toThrow()
})

test.each(GOOD_CHANGES)('takes a file with %s', (_, pointer, value) => {
  const file = changed(pointer, value)
  expect(problemsOf(text(file))).toEqual([])
  expect(violations(file)).toEqual([])
})

test.each(BAD_CHANGES)('refuses $pointer = $value', ({ pointer, value, want, parser }) => {
  const file = changed(pointer, value)
  expect(problemsOf(text(file))).toEqual(want)
  expect(violations(file).length > 0).toBe(parser !== true)
})

describe('problems', () => {
  test.each([
    ['', 'PROFILES_NOT_JSON', 1],
    ['{\n  "version": 1,\n}', 'PROFILES_NOT_JSON', 3],
    ['{\n  "version": 1,\n  "version": 1\n}', 'PROFILES_DUPLICATE_KEY', 3],
    [`${'['.repeat(600)}${']'.repeat(600)}`, 'PROFILES_NOT_JSON', undefined],
    ['[]', 'PROFILES_INVALID', 1],
    ['null', 'PROFILES_INVALID', 1],
  ])('%j', (source, code, line) => {
    const { problems } = parseProfiles(source, URI)
    expect(problems.map((found) => [found.code, found.at.line])).toEqual([[code, line]])
  })

  test('are all reported at once, each with its line, in order', () => {
    const source =
      '{\n"version": 1,\n"profiles": {\n"p": {\n"upstream": {"kind": "openapi"},\n"tols": [],\n"tools": ["*",\n7]\n}}}'
    expect(parseProfiles(source, URI).problems.map(({ code, at }) => [code, at.line])).toEqual([
      ['PROFILES_INVALID', 5],
      ['PROFILES_UNKNOWN_KEY', 6],
      ['PROFILES_WILDCARD', 7],
      ['PROFILES_INVALID', 8],
    ])
  })

  test('name what was meant', () => {
    const { problems } = parseProfiles(text(changed(`${T}/tols`, [])), URI)
    expect(problems[0]?.args).toMatchObject({
      key: 'tols',
      nearest: ['tools'],
      allowed: expect.arrayContaining(['tools', 'auth']),
    })
  })

  test('never pollute the prototype', () => {
    const source = text(GOOD).replace('"version"', '"__proto__": {"polluted": true}, "version"')
    expect(problemsOf(source)).toEqual(['PROFILES_UNKNOWN_KEY /__proto__'])
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })
})

test('no file makes it throw', () => {
  const keys = fc.constantFrom(
    'version',
    'profiles',
    'p',
    'tools',
    'auth',
    'upstream',
    'schemes',
    'type',
    'token',
    'limits',
    '__proto__',
    'permissions',
  )
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom(1, null, 'bearer', 'x', '*', [], {}, true, 1e300),
      fc.dictionary(keys, tie('value')),
      fc.array(tie('value'), { maxLength: 3 }),
    ),
  }))
  fc.assert(
    fc.property(value, (file) => {
      expect(parseProfiles(JSON.stringify(file), URI).ok).toBe(false)
    }),
    { numRuns: 500 },
  )
})

test.each(['Ça va, 漢字 👍🏽 ❤️‍🔥 👩‍🔧', 'می‌خواهم', 'two\nlines\tand a tab'])(
  'takes the instructions %j as they are',
  (instructions) => {
    const text = JSON.stringify({
      version: 1,
      profiles: {
        p: { instructions, upstream: { kind: 'openapi', contract: 'https://api.example/openapi.json' }, tools: ['a'] },
      },
    })
    const parsed = parseProfiles(text, 'file:///agent-profiles.json')
    expect(parsed.ok && parsed.value.profiles.get('p')?.instructions).toBe(instructions)
  },
)
