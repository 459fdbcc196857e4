import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonValue } from '../../src/lib/json.ts'
import { loadValidator } from '../../src/lib/json-schema.ts'
import { parseProfiles } from '../../src/profile/parse.ts'
import { profilesSchema } from '../../src/profile/profile-schema.ts'
import { changed, GOOD, text, URI } from './files.ts'

const { compile } = await loadValidator()
const violations = compile(profilesSchema, new Map())

const T = '/profiles/technician'

// biome-ignore lint/suspicious/noTemplateCurlyInString: what people write who expect variables to be replaced
const PLACEHOLDER = '${MCP_USER_TOKEN}'

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

/** `parser` marks what a schema can't express. */
const BAD_CHANGES: readonly { pointer: string; value: JsonValue | undefined; want: string[]; parser?: true }[] = [
  { pointer: '/version', value: 2, want: ['PROFILES_INVALID /version'] },
  { pointer: '/version', value: undefined, want: ['PROFILES_INVALID '] },
  { pointer: '/profiles', value: undefined, want: ['PROFILES_INVALID ', 'DEFAULT_PROFILE_UNKNOWN /defaultProfile'] },
  { pointer: '/profiles', value: {}, want: ['DEFAULT_PROFILE_UNKNOWN /defaultProfile', 'PROFILES_INVALID /profiles'] },
  { pointer: '/profiles', value: [], want: ['DEFAULT_PROFILE_UNKNOWN /defaultProfile', 'PROFILES_INVALID /profiles'] },
  { pointer: '/defaultProfile', value: '__proto__', want: ['DEFAULT_PROFILE_UNKNOWN /defaultProfile'], parser: true },
  { pointer: '/defaultProfile', value: 'Technician', want: ['DEFAULT_PROFILE_UNKNOWN /defaultProfile'], parser: true },
  { pointer: '/extra', value: 1, want: ['PROFILES_UNKNOWN_KEY /extra'] },
  { pointer: `${T}/allowedOperatons`, value: ['x'], want: [`PROFILES_UNKNOWN_KEY ${T}/allowedOperatons`] },
  { pointer: `${T}/constructor`, value: 1, want: [`PROFILES_UNKNOWN_KEY ${T}/constructor`] },
  { pointer: `${T}/title`, value: ' ', want: [`PROFILES_INVALID ${T}/title`] },
  { pointer: `${T}/title`, value: null, want: [`PROFILES_INVALID ${T}/title`] },
  // upstream
  { pointer: `${T}/upstream`, value: undefined, want: [`PROFILES_INVALID ${T}`] },
  { pointer: `${T}/upstream/kind`, value: 'rest', want: [`PROFILES_INVALID ${T}/upstream/kind`] },
  { pointer: `${T}/upstream/contract`, value: '', want: [`PROFILES_INVALID ${T}/upstream/contract`] },
  {
    pointer: `${T}/upstream/contract`,
    value: 'http://api.example/x',
    want: [`URL_INSECURE ${T}/upstream/contract`],
    parser: true,
  },
  {
    pointer: `${T}/upstream/contract`,
    value: 'http://localhost.evil.example/',
    want: [`URL_INSECURE ${T}/upstream/contract`],
    parser: true,
  },
  {
    pointer: `${T}/upstream/contract`,
    value: 'https://u:p@api.example/x',
    want: [`URL_USER_INFO ${T}/upstream/contract`],
    parser: true,
  },
  {
    pointer: `${T}/upstream/contract`,
    value: 'ftp://api.example/x',
    want: [`PROFILES_INVALID ${T}/upstream/contract`],
    parser: true,
  },
  {
    pointer: `${T}/upstream/contract`,
    value: 'https://api.example/a b',
    want: [`PROFILES_INVALID ${T}/upstream/contract`],
    parser: true,
  },
  {
    pointer: `${T}/upstream/contract`,
    value: '\\\\host\\share\\c.json',
    want: [`PROFILES_INVALID ${T}/upstream/contract`],
    parser: true,
  },
  {
    pointer: `${T}/upstream/baseUrl`,
    value: 'http://api.example',
    want: [`URL_INSECURE ${T}/upstream/baseUrl`],
    parser: true,
  },
  {
    pointer: `${T}/upstream/baseUrl`,
    value: 'https://token@api.example',
    want: [`URL_USER_INFO ${T}/upstream/baseUrl`],
    parser: true,
  },
  {
    pointer: `${T}/upstream/baseUrl`,
    value: 'https://api.example?x=1',
    want: [`PROFILES_INVALID ${T}/upstream/baseUrl`],
  },
  { pointer: `${T}/upstream/baseUrl`, value: '/v1', want: [`PROFILES_INVALID ${T}/upstream/baseUrl`] },
  { pointer: `${T}/upstream/baseUrl`, value: PLACEHOLDER, want: [`PROFILES_INVALID ${T}/upstream/baseUrl`] },
  { pointer: `${T}/upstream/servers`, value: 'https://x.example', want: [`PROFILES_INVALID ${T}/upstream/servers`] },
  {
    pointer: `${T}/upstream/servers`,
    value: ['http://x.example'],
    want: [`URL_INSECURE ${T}/upstream/servers/0`],
    parser: true,
  },
  // auth
  { pointer: `${T}/auth`, value: 'bearer', want: [`PROFILES_INVALID ${T}/auth`] },
  { pointer: `${T}/auth`, value: {}, want: [`PROFILES_INVALID ${T}/auth/type`] },
  { pointer: `${T}/auth`, value: { type: 'toString' }, want: [`PROFILES_INVALID ${T}/auth/type`] },
  { pointer: `${T}/auth`, value: { type: 'bearer' }, want: [`PROFILES_INVALID ${T}/auth`] },
  {
    pointer: `${T}/auth`,
    value: { type: 'exchange', url: 'https://a.example/t', body: 'x', accessToken: 'accessToken' },
    want: [
      `PROFILES_INVALID ${T}/auth/body`,
      `PROFILES_SECRET_WRITTEN ${T}/auth/accessToken`,
      `PROFILES_INVALID ${T}/auth/accessToken`,
    ],
  },
  {
    pointer: `${T}/auth`,
    value: { type: 'exchange', url: 'https://a.example/t', body: {}, refresh: { url: 'https://a.example/r', sends: 'x' } },
    want: [`PROFILES_INVALID ${T}/auth/refresh/sends`],
  },
  {
    pointer: `${T}/auth`,
    value: { type: 'exchange', url: 'https://a.example/t', body: { idToken: 'written' } },
    want: [`PROFILES_SECRET_WRITTEN ${T}/auth/body/idToken`],
    parser: true,
  },
  {
    pointer: `${T}/auth`,
    value: { type: 'oauth2', grant: 'authorization_code' },
    want: [`PROFILES_INVALID ${T}/auth`, `PROFILES_INVALID ${T}/auth`],
  },
  {
    pointer: `${T}/auth`,
    value: { type: 'oauth2', grant: 'client_credentials', discovery: 'upstream', clientId: 'x' },
    want: [`PROFILES_INVALID ${T}/auth`],
  },
  {
    pointer: `${T}/auth`,
    value: {
      type: 'oauth2',
      grant: 'device_code',
      deviceUrl: 'https://id.example/d',
      tokenUrl: 'https://id.example/t',
    },
    want: [`PROFILES_INVALID ${T}/auth`],
  },
  {
    pointer: `${T}/auth`,
    value: { type: 'oauth2', grant: 'implicit', discovery: 'somewhere', scopes: ['a b'] },
    want: [`PROFILES_INVALID ${T}/auth/grant`, `PROFILES_INVALID ${T}/auth/discovery`, `PROFILES_INVALID ${T}/auth/scopes/0`],
  },
  {
    pointer: `${T}/auth`,
    value: { type: 'none', token: { env: 'X' } },
    want: [`PROFILES_UNKNOWN_KEY ${T}/auth/token`],
  },
  { pointer: `${T}/auth`, value: { schemes: {} }, want: [`PROFILES_INVALID ${T}/auth/schemes`] },
  {
    pointer: `${T}/auth`,
    value: { schemes: { a: { type: 'none' } }, type: 'none' },
    want: [`PROFILES_UNKNOWN_KEY ${T}/auth/type`],
  },
  { pointer: `${T}/auth/in`, value: 'body', want: [`PROFILES_INVALID ${T}/auth/in`] },
  { pointer: `${T}/auth/name`, value: 'X User', want: [`PROFILES_INVALID ${T}/auth/name`] },
  { pointer: `${T}/auth/name`, value: 'X:\r\nY', want: [`PROFILES_INVALID ${T}/auth/name`] },
  { pointer: `${T}/auth/name`, value: 'Content-Length', want: [`PROFILES_INVALID ${T}/auth/name`], parser: true },
  { pointer: `${T}/auth/token/env`, value: 'MY-TOKEN', want: [`PROFILES_INVALID ${T}/auth/token/env`] },
  { pointer: `${T}/auth/token/env`, value: '1X', want: [`PROFILES_INVALID ${T}/auth/token/env`] },
  { pointer: `${T}/auth/token`, value: {}, want: [`PROFILES_INVALID ${T}/auth/token`] },
  { pointer: `${T}/auth/applies`, value: 'never', want: [`PROFILES_INVALID ${T}/auth/applies`] },
  // permissions
  { pointer: '/permissions/*', value: {}, want: ['PROFILES_WILDCARD /permissions/*'] },
  { pointer: '/permissions/admin', value: {}, want: ['PERMISSION_ILLEGAL /permissions/admin'] },
  {
    pointer: '/permissions/jobs:full_access',
    value: {},
    want: ['PERMISSION_ILLEGAL /permissions/jobs:full_access'],
    parser: true,
  },
  { pointer: '/permissions/Jobs:read', value: {}, want: ['PERMISSION_ILLEGAL /permissions/Jobs:read'] },
  {
    pointer: '/permissions/jobs:write_status',
    value: { riskLevel: 'mild' },
    want: ['PROFILES_INVALID /permissions/jobs:write_status/riskLevel'],
  },
  { pointer: `${T}/grants`, value: ['jobs:write_status', 'jobs:*'], want: [`PROFILES_WILDCARD ${T}/grants/1`] },
  { pointer: `${T}/grants`, value: ['root'], want: [`PERMISSION_ILLEGAL ${T}/grants/0`] },
  { pointer: `${T}/grants`, value: ['jobs:write_statuses'], want: [`PERMISSION_UNKNOWN ${T}/grants/0`], parser: true },
  { pointer: `${T}/grants`, value: [7], want: [`PROFILES_INVALID ${T}/grants/0`] },
  {
    pointer: `${T}/tools/1/requires`,
    value: ['jobs:toString'],
    want: [`PERMISSION_ILLEGAL ${T}/tools/1/requires/0 of createJob`],
  },
  {
    pointer: `${T}/tools/1/requires`,
    value: ['jobs:delete'],
    want: [`PERMISSION_UNKNOWN ${T}/tools/1/requires/0 of createJob`],
    parser: true,
  },
  // tools
  { pointer: `${T}/tools`, value: undefined, want: [`PROFILES_INVALID ${T}`] },
  { pointer: `${T}/tools`, value: [], want: [`PROFILES_EMPTY_ALLOWLIST ${T}/tools`] },
  { pointer: `${T}/tools`, value: {}, want: [`PROFILES_INVALID ${T}/tools`] },
  { pointer: `${T}/tools`, value: '*', want: [`PROFILES_INVALID ${T}/tools`] },
  { pointer: `${T}/tools/0`, value: 7, want: [`PROFILES_INVALID ${T}/tools/0`] },
  { pointer: `${T}/tools/0`, value: '', want: [`PROFILES_INVALID ${T}/tools/0 of `] },
  { pointer: `${T}/tools/0`, value: 'get*', want: [`PROFILES_WILDCARD ${T}/tools/0 of get*`], parser: true },
  { pointer: `${T}/tools/0`, value: 'getUser?', want: [`PROFILES_WILDCARD ${T}/tools/0 of getUser?`], parser: true },
  { pointer: `${T}/tools/0`, value: 'GET /*', want: [`PROFILES_WILDCARD ${T}/tools/0 of GET /*`], parser: true },
  { pointer: `${T}/tools/0`, value: 'GET /x?', want: [`PROFILES_WILDCARD ${T}/tools/0 of GET /x?`], parser: true },
  {
    pointer: `${T}/tools/1/operation`,
    value: '*',
    want: [`PROFILES_WILDCARD ${T}/tools/1/operation of *`],
    parser: true,
  },
  { pointer: `${T}/tools/1/operation`, value: undefined, want: [`PROFILES_INVALID ${T}/tools/1`] },
  { pointer: `${T}/tools/1/access`, value: 'Write', want: [`PROFILES_INVALID ${T}/tools/1/access of createJob`] },
  { pointer: `${T}/tools/1/acess`, value: 'write', want: [`PROFILES_UNKNOWN_KEY ${T}/tools/1/acess of createJob`] },
  { pointer: `${T}/tools/1/name`, value: '1job', want: [`TOOL_NAME_ILLEGAL ${T}/tools/1/name of createJob`] },
  {
    pointer: `${T}/tools/1/name`,
    value: 'jobs.create',
    want: [`TOOL_NAME_ILLEGAL ${T}/tools/1/name of createJob`],
    parser: true,
  },
  { pointer: `${T}/tools/1/name`, value: 'a'.repeat(65), want: [`TOOL_NAME_ILLEGAL ${T}/tools/1/name of createJob`] },
  { pointer: `${T}/tools/1/internal`, value: 'yes', want: [`PROFILES_INVALID ${T}/tools/1/internal of createJob`] },
  {
    pointer: `${T}/tools/1/arguments`,
    value: { pin: [] },
    want: [`PROFILES_INVALID ${T}/tools/1/arguments/pin of createJob`],
  },
  {
    pointer: `${T}/tools/1/arguments`,
    value: { max: { a: '8' } },
    want: [`PROFILES_INVALID ${T}/tools/1/arguments/max/a of createJob`],
  },
  {
    pointer: `${T}/tools/1/arguments`,
    value: { pins: {} },
    want: [`PROFILES_UNKNOWN_KEY ${T}/tools/1/arguments/pins of createJob`],
  },
  { pointer: `${T}/toolNames`, value: 'any', want: [`PROFILES_INVALID ${T}/toolNames`] },
  { pointer: `${T}/lock`, value: 'optional', want: [`PROFILES_INVALID ${T}/lock`] },
  // limits
  { pointer: `${T}/limits/timeoutSeconds`, value: 301, want: [`PROFILES_INVALID ${T}/limits/timeoutSeconds`] },
  { pointer: `${T}/limits/timeoutSeconds`, value: 0, want: [`PROFILES_INVALID ${T}/limits/timeoutSeconds`] },
  { pointer: `${T}/limits/concurrency`, value: 1.5, want: [`PROFILES_INVALID ${T}/limits/concurrency`] },
  { pointer: `${T}/limits/responseBytes`, value: 268435457, want: [`PROFILES_INVALID ${T}/limits/responseBytes`] },
  { pointer: `${T}/limits/toolTokens`, value: 0, want: [`PROFILES_INVALID ${T}/limits/toolTokens`] },
  { pointer: `${T}/rateLimit`, value: 30, want: [`PROFILES_INVALID ${T}/rateLimit`] },
  { pointer: `${T}/rateLimit`, value: { requests: 30 }, want: [`PROFILES_INVALID ${T}/rateLimit`] },
  {
    pointer: `${T}/rateLimit`,
    value: { requests: 1.5, perSeconds: 1 },
    want: [`PROFILES_INVALID ${T}/rateLimit/requests`],
  },
  {
    pointer: `${T}/rateLimit`,
    value: { requests: 10_001, perSeconds: 1 },
    want: [`PROFILES_INVALID ${T}/rateLimit/requests`],
  },
  {
    pointer: `${T}/rateLimit`,
    value: { requests: 1, perSeconds: 0 },
    want: [`PROFILES_INVALID ${T}/rateLimit/perSeconds`],
  },
  {
    pointer: `${T}/rateLimit`,
    value: { requests: 1, perSeconds: 1, burst: 2 },
    want: [`PROFILES_UNKNOWN_KEY ${T}/rateLimit/burst`],
  },
  { pointer: `${T}/limits/retries`, value: 1, want: [`PROFILES_UNKNOWN_KEY ${T}/limits/retries`] },
]

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
