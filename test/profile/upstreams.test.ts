import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/lib/json.ts'
import { parseProfiles } from '../../src/profile/parse.ts'
import { profilesSchema } from '../../src/profile/profile-schema.ts'

const schema = new Ajv2020({ strict: false }).compile(profilesSchema)
const URI = 'file:///home/ada/agent-profiles.json'

const HTTP = { kind: 'openapi', contract: 'https://api.example/openapi.json', baseUrl: 'https://api.example' }
const HOSTED = { kind: 'mcp', url: 'https://shop.example/mcp' }
const RATE = { requests: 1, perSeconds: 1 }
const GOOD: JsonObject = {
  upstreams: { api: HTTP, shop: HOSTED },
  tools: [
    { operation: 'listJobs', upstream: 'api' },
    { operation: 'list', upstream: 'shop' },
  ],
}

function parsed(profile: JsonObject) {
  return parseProfiles(JSON.stringify({ version: 1, profiles: { p: profile } }), URI)
}

function judged(profile: JsonObject) {
  const { problems } = parsed(profile)
  const found = problems.map(({ code, at }) => `${code} ${at.pointer?.replace('/profiles/p', '')}`)
  return { found, schema: schema({ version: 1, profiles: { p: profile } }) }
}

const [FIRST = null, SECOND = null] = GOOD.tools as readonly JsonObject[] // as written above

/** `parser` marks what a schema can't express. */
const CASES: readonly { says: string; given: JsonObject; want: readonly string[]; parser?: true }[] = [
  { says: 'two upstreams', given: {}, want: [] },
  { says: 'one with a name', given: { upstreams: { api: HTTP }, tools: [FIRST] }, want: [] },
  {
    says: 'each with its own credential and rate',
    given: {
      upstreams: {
        api: { ...HTTP, auth: { type: 'bearer', token: { env: 'A' } }, rateLimit: RATE },
        shop: { ...HOSTED, auth: { schemes: { one: { type: 'bearer', token: { env: 'B' } } } } },
      },
    },
    want: [],
  },
  { says: 'a resource', given: { resources: [{ uri: 's://a', upstream: 'shop' }] }, want: [] },
  {
    says: 'an upstream for resources alone',
    given: { tools: [FIRST], resources: [{ uri: 's://a', upstream: 'shop' }] },
    want: [],
  },
  { says: 'no upstream at all', given: { upstreams: {} }, want: ['PROFILES_INVALID /upstreams'] },
  { says: 'no object', given: { upstreams: [HTTP] }, want: ['PROFILES_INVALID /upstreams'] },
  { says: 'both forms', given: { upstream: HTTP }, want: ['PROFILES_INVALID /upstream'] },
  { says: 'a credential beside them', given: { auth: { type: 'none' } }, want: ['PROFILES_INVALID /auth'] },
  { says: 'a rate beside them', given: { rateLimit: RATE }, want: ['PROFILES_INVALID /rateLimit'] },
  {
    says: 'an entry that is a name',
    given: { tools: ['listJobs', SECOND, FIRST] },
    want: ['UPSTREAM_UNSAID /tools/0'],
  },
  {
    says: 'an entry without upstream',
    given: { tools: [{ operation: 'a' }, SECOND, FIRST] },
    want: ['UPSTREAM_UNSAID /tools/0'],
  },
  {
    says: 'an unknown upstream',
    given: { tools: [FIRST, SECOND, { operation: 'a', upstream: 'shpo' }] },
    want: ['UPSTREAM_UNKNOWN /tools/2/upstream'],
    parser: true,
  },
  {
    says: 'a name of every object',
    given: { tools: [FIRST, SECOND, { operation: 'a', upstream: 'constructor' }] },
    want: ['UPSTREAM_UNKNOWN /tools/2/upstream'],
    parser: true,
  },
  {
    says: 'no text',
    given: { tools: [FIRST, SECOND, { operation: 'a', upstream: 1 }] },
    want: ['PROFILES_INVALID /tools/2/upstream'],
  },
  { says: 'an unused upstream', given: { tools: [FIRST] }, want: ['UPSTREAM_UNUSED /upstreams/shop'], parser: true },
  {
    says: 'a resource without upstream',
    given: { resources: ['s://a'] },
    want: ['UPSTREAM_UNSAID /resources/0'],
  },
  {
    says: 'a resource of an HTTP API',
    given: { resources: [{ uri: 's://a', upstream: 'api' }] },
    want: ['PROFILES_INVALID /resources/0'],
    parser: true,
  },
  {
    says: 'the same URI of two',
    given: {
      upstreams: { api: HTTP, shop: HOSTED, other: HOSTED },
      resources: [
        { uri: 's://a', upstream: 'shop' },
        { uri: 's://a', upstream: 'other' },
      ],
    },
    want: ['PROFILES_INVALID /resources'],
    parser: true,
  },
  {
    says: 'what a hosted server has not',
    given: { tools: [FIRST, { operation: 'a', upstream: 'shop', internal: true }] },
    want: ['PROFILES_INVALID /tools/1/internal'],
    parser: true,
  },
  {
    says: 'a session of an HTTP API',
    given: { tools: [{ operation: 'a', upstream: 'api', session: { argument: 'id' } }, SECOND] },
    want: ['PROFILES_INVALID /tools/0/session'],
    parser: true,
  },
  {
    says: 'an upstream with a wrong key',
    given: { upstreams: { api: { ...HTTP, url: 'https://x.example' }, shop: HOSTED } },
    want: ['PROFILES_UNKNOWN_KEY /upstreams/api/url'],
  },
  {
    says: 'a written secret',
    given: {
      upstreams: { api: { ...HTTP, auth: { type: 'bearer', token: 'gpra_fake0123456789abcdef' } }, shop: HOSTED },
    },
    want: ['PROFILES_SECRET_WRITTEN /upstreams/api/auth/token'],
  },
]

describe('several upstreams: the parser and the published schema agree on', () => {
  test.each(CASES)('$says', ({ given, want, parser }) => {
    expect(judged({ ...GOOD, ...given })).toEqual({ found: want, schema: want.length === 0 || parser === true })
  })

  test.each(['Shop', 'my_shop', '9', '', '-a', 'a'.repeat(21), 'shop ', 'läden', '__proto__'])(
    'the name %j',
    (name) => {
      const tools = [{ operation: 'a', upstream: name || 'x' }]
      const { found, schema } = judged(
        JSON.parse(JSON.stringify({ tools, upstreams: Object.fromEntries([[name, HTTP]]) })),
      )
      expect(schema).toBe(false)
      expect(found).toContain(`UPSTREAM_NAME_ILLEGAL /upstreams/${name}`)
    },
  )
})

describe('one upstream', () => {
  test.each<{ given: JsonObject; want: string }>([
    { given: { tools: [{ operation: 'a', upstream: 'api' }] }, want: 'PROFILES_INVALID /tools/0/upstream' },
    {
      given: { upstream: HOSTED, resources: [{ uri: 's://a', upstream: 'x' }] },
      want: 'PROFILES_INVALID /resources/0/upstream',
    },
    { given: { upstream: { ...HTTP, auth: { type: 'none' } } }, want: 'PROFILES_UNKNOWN_KEY /upstream/auth' },
  ])('$want', ({ given, want }) => {
    expect(judged({ upstream: HTTP, tools: ['a'], ...given })).toEqual({ found: [want], schema: false })
  })

  test('has the empty name, and its rate', () => {
    const file = parsed({ upstream: HTTP, tools: ['a'], rateLimit: RATE })
    const upstreams = file.ok ? file.value.profiles.get('p')?.upstreams : undefined
    expect([...(upstreams?.keys() ?? [])]).toEqual([''])
    expect(upstreams?.get('')).toMatchObject({ profile: 'p', rateLimit: RATE, pointer: '/profiles/p/upstream' })
  })
})

test('what is unknown comes with the nearest names', () => {
  const { problems } = parsed({ ...GOOD, tools: [FIRST, SECOND, { operation: 'a', upstream: 'shpo' }] })
  expect(problems[0]?.args).toEqual({ upstream: 'shpo', choices: ['api', 'shop'], nearest: ['shop'] })
})

test('the example of the tests is a profiles file', () => {
  const text = readFileSync(new URL('../fixtures/profiles/several-upstreams.json', import.meta.url), 'utf8')
  expect(parseProfiles(text, URI).problems).toEqual([])
  expect(schema(JSON.parse(text))).toBe(true)
})
