import { describe, expect, test } from 'vitest'
import { draftAuth } from '../../src/plan/draft/auth.ts'
import { profileIdOf, referencesOf, variableOf, writtenNames } from '../../src/plan/draft/names.ts'
import { inferBaseUrl } from '../../src/plan/draft/profile.ts'
import { select } from '../../src/plan/draft/selection.ts'
import { mustRead, openapi, operation } from '../contract/read.ts'

describe('names', () => {
  test.each([
    ['Swagger Petstore - OpenAPI 3.0', 'petstore.example', 'petstore'],
    ['GearGenius User API', 'geargenius.ai', 'gear_genius_user'],
    ['The Café API v2', 'x.example', 'cafe'],
    ['API', 'api.acme.com', 'acme'],
    ['', 'mcp.neonpanel.com', 'neonpanel'],
    ['日本', 'API', 'assistant'],
  ])('%s at %s is the profile %s', (title, host, want) => {
    expect(profileIdOf(title, host)).toBe(want)
  })

  test.each([
    [['orders', 'token'], 'ORDERS_TOKEN'],
    [['acme', 'ApiKey-Auth', 'token'], 'ACME_API_KEY_AUTH_TOKEN'],
    [['3scale', 'token'], 'API_3SCALE_TOKEN'],
  ])('%j is the variable %s', (parts, want) => {
    expect(variableOf(...parts)).toBe(want)
  })

  test('an operation is named by its id only where that means it alone', async () => {
    const { operations } = await mustRead(
      openapi({
        '/a': { get: { operationId: 'one' }, post: { operationId: 'GET /a' } },
        '/b': { get: { operationId: 'two' }, put: { operationId: 'two' }, patch: { operationId: 'a b*' } },
        '/c': { get: {} },
      }),
    )
    expect([...referencesOf(operations).values()]).toEqual(['one', 'POST /a', 'GET /b', 'PUT /b', 'PATCH /b', 'GET /c'])
  })

  test('a tool that would have a long, illegal or taken name gets one', async () => {
    const id = 'organizations_repositories_collaborators_permissions_list_everything'
    const { operations } = await mustRead(
      openapi({
        '/a': { get: { operationId: id } },
        '/b': { get: { operationId: '1st' } },
        '/c': { get: { operationId: 'list' } },
        '/d': { get: { operationId: 'List' } },
      }),
    )
    const names = writtenNames(operations)
    expect(operations.map((one) => names.get(one))).toEqual([
      expect.stringMatching(/^organizations_[a-z_]+_everything$/),
      'st',
      undefined,
      'List_2',
    ])
  })
})

describe('auth', () => {
  const schemes = {
    key: { type: 'apiKey', in: 'header', name: 'X-Key' },
    id: { type: 'apiKey', in: 'query', name: 'id' },
    bearer: { type: 'http', scheme: 'bearer' },
    basic: { type: 'http', scheme: 'basic' },
    oauth: { type: 'oauth2', flows: {} },
    tls: { type: 'mutualTLS' },
    digest: { type: 'http', scheme: 'digest' },
  }
  const env = (name: string) => ({ env: name })
  const bearer = { type: 'bearer', token: env('ACME_TOKEN') }

  test.each<{ given: readonly (readonly object[] | undefined)[]; want: unknown }>([
    { given: [[{ bearer: [] }]], want: bearer },
    { given: [[{ oauth: ['read'] }]], want: bearer },
    { given: [[{ key: [] }]], want: { type: 'apiKey', in: 'header', name: 'X-Key', token: env('ACME_TOKEN') } },
    {
      given: [[{ basic: [] }]],
      want: { type: 'basic', username: env('ACME_USERNAME'), password: env('ACME_PASSWORD') },
    },
    { given: [[{ tls: [] }, { digest: [] }, { bearer: [] }]], want: bearer },
    { given: [[{ key: [] }, { bearer: [] }], [{ bearer: [] }]], want: bearer },
    { given: [[{}, { bearer: [] }]], want: bearer },
    { given: [[], []], want: undefined },
    { given: [[{ tls: [] }]], want: undefined },
    {
      given: [[{ key: [], id: [] }]],
      want: {
        schemes: {
          key: { type: 'apiKey', in: 'header', name: 'X-Key', token: env('ACME_KEY_TOKEN') },
          id: { type: 'apiKey', in: 'query', name: 'id', token: env('ACME_ID_TOKEN') },
        },
      },
    },
    // schemes that are declared and nowhere asked for are for everything
    { given: [undefined], want: { type: 'apiKey', in: 'header', name: 'X-Key', token: env('ACME_TOKEN') } },
  ])('$given', async ({ given, want }) => {
    const paths = given.map((security, at) => [`/${at}`, { get: security === undefined ? {} : { security } }])
    const contract = await mustRead(openapi(Object.fromEntries(paths), { securitySchemes: schemes }))
    const operations = given.map((_, at) => {
      const read = operation(contract, `GET /${at}`)
      if (!read.ok) throw new Error('not read')
      return read.value
    })
    expect(draftAuth(operations, contract, 'acme')).toEqual(want)
  })
})

describe('base URL', () => {
  test.each<[given: readonly string[], want: string]>([
    [['https://api.example/v1/'], 'https://api.example/v1'],
    [['http://api.example', 'https://api.example'], 'https://api.example'],
    [['http://127.0.0.1:8080/x'], 'http://127.0.0.1:8080/x'],
    [['/v1'], 'https://contract.example/v1'],
    [['http://api.example'], 'BASE_URL_UNKNOWN'],
    [['https://{region}.example'], 'BASE_URL_UNKNOWN'],
  ])('%j gives %s', async (urls, want) => {
    const contract = await mustRead({ ...openapi({}), servers: urls.map((url) => ({ url })) })
    const found = inferBaseUrl(contract)
    expect(found.ok ? found.value : found.problems[0].code).toBe(want)
  })
})

describe('selection', () => {
  const paths = {
    '/orders': {
      get: { operationId: 'listOrders', tags: ['Orders'] },
      post: { operationId: 'createOrder', tags: ['Orders'] },
    },
    '/users': { get: { operationId: 'listUsers', tags: ['Users'], summary: 'Everybody' } },
    '/old': { get: { operationId: 'old', deprecated: true, tags: ['Users'] } },
    '/inside': { get: { operationId: 'inside', 'x-internal': true } },
  }
  const nothing = { tags: [], searches: [], picks: [] }

  test.each<{ given: Partial<Parameters<typeof select>[1]>; want: readonly string[] }>([
    { given: {}, want: ['listOrders', 'listUsers'] },
    { given: { tags: ['orders'] }, want: ['listOrders'] },
    { given: { searches: ['every users'] }, want: ['listUsers'] },
    { given: { searches: ['orders', 'everybody'] }, want: ['listOrders', 'listUsers'] },
    { given: { tags: ['Users'], picks: ['createOrder'] }, want: ['createOrder', 'listUsers'] },
    { given: { picks: ['POST /orders'] }, want: ['createOrder'] },
    { given: { picks: ['old'] }, want: ['old'] },
    { given: { picks: ['createOrders'] }, want: ['PICK_UNKNOWN'] },
    { given: { tags: ['Nope'] }, want: ['NOTHING_CHOSEN'] },
  ])('$given', async ({ given, want }) => {
    const selected = select(await mustRead(openapi(paths)), { ...nothing, ...given })
    expect(
      selected.ok
        ? selected.value.map(({ operation: one }) => one.operationId)
        : selected.problems.map(({ code }) => code),
    ).toEqual(want)
  })

  test('of many reads, somebody has to choose', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 1500 }, (_, at) => [`/${at}`, { get: { tags: [`t${at % 20}`] } }]),
    )
    const contract = await mustRead(openapi(many))
    const refused = select(contract, nothing)
    expect(refused.problems).toMatchObject([{ code: 'CHOICE_NEEDED', args: { operations: 1500, reads: 1500 } }])
    const chosen = select(contract, { ...nothing, tags: ['t3'] })
    expect(chosen.ok && chosen.value.length).toBe(75)
  })
})
