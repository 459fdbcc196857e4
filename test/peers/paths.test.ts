/** Where a call goes: path values, templates, base paths, servers. */
import { describe, expect, test } from 'vitest'
import { type Call, path, query, sent, surface, wire } from './pipeline.ts'

const KEYS: Call = {
  on: 'GET /users/{id}/keys',
  parameters: [path('id', { type: 'string' })],
  baseUrl: 'https://api.example/v1',
}
const LONG = 'x'.repeat(3000)

describe('a path value never reaches another path', () => {
  test.each([
    ['..', 'refused: id'],
    ['.', 'refused: id'],
    ['%2e%2e', 'refused: id'],
    ['%252e%252E', 'refused: id'],
    ['../../admin', 'refused: id'],
    ['..\\..\\admin', 'refused: id'],
    ['..;x=1', 'refused: id'],
    ['a/../b', 'refused: id'],
    ['', 'refused: id'],
    ['a\r\nX-Evil: 1', 'refused: id'],
    ['a/b', 'GET /v1/users/a%2Fb/keys'],
    ['//evil.example', 'GET /v1/users/%2F%2Fevil.example/keys'],
    ['https://evil.example/', 'GET /v1/users/https%3A%2F%2Fevil.example%2F/keys'],
    ['a?b#c', 'GET /v1/users/a%3Fb%23c/keys'],
    ['a;b', 'GET /v1/users/a%3Bb/keys'],
    ['a b+c', 'GET /v1/users/a%20b%2Bc/keys'],
    ['{id}', 'GET /v1/users/%7Bid%7D/keys'],
    ['...', 'GET /v1/users/.../keys'],
  ])('%j', async (id, want) => {
    expect(await wire({ ...KEYS, args: { id } })).toBe(want)
  })

  test('a very long one', async () => {
    expect(await wire({ ...KEYS, args: { id: LONG } })).toBe(`GET /v1/users/${LONG}/keys`)
  })

  test('two placeholders in a row', async () => {
    const parameters = [path('o'), path('i')]
    expect(await wire({ on: 'GET /orgs/{o}/x/{i}', parameters, args: { o: '..', i: '.' } })).toBe('refused: o,i')
  })
})

describe('the template is sent as it is written', () => {
  test.each<{ name: string; given: Call; want: string }>([
    {
      name: '/x/{id}:activate keeps its colon',
      given: { on: 'POST /api/widgets/{id}:activate', parameters: [path('id')], args: { id: 'w:1' } },
      want: 'POST /api/widgets/w%3A1:activate',
    },
    { name: '/users:batchGet is no scheme', given: { on: 'GET /users:batchGet' }, want: 'GET /users:batchGet' },
    { name: '/_meh keeps its underscore', given: { on: 'GET /_meh' }, want: 'GET /_meh' },
    { name: '/foo/ keeps its slash', given: { on: 'GET /foo/' }, want: 'GET /foo/' },
    { name: '/v1/$metadata keeps its dollar', given: { on: 'GET /v1/$metadata' }, want: 'GET /v1/$metadata' },
    { name: '/say"hi" can not end a string', given: { on: 'GET /say"`$x' }, want: 'GET /say%22%60$x' },
    {
      name: "/Users('{id}') keeps its quotes",
      given: { on: "GET /Users('{id}')", parameters: [path('id')], args: { id: "o'neil" } },
      want: "GET /Users('o%27neil')",
    },
    {
      name: '/{t}/{t}/d fills both',
      given: { on: 'GET /{t}/{t}/d', parameters: [path('t')], args: { t: 'a' } },
      want: 'GET /a/a/d',
    },
    {
      name: 'a JSON value with braces is no template',
      given: {
        on: 'GET /x/{id}',
        parameters: [path('id'), query('filter', { type: 'string' })],
        args: { id: '7', filter: '{"a":"{id}+1"}' },
      },
      want: 'GET /x/7?filter=%7B%22a%22%3A%22%7Bid%7D%2B1%22%7D',
    },
    {
      name: 'a placeholder that nothing declares fails the check',
      given: { on: 'GET /x/{id}' },
      want: 'check: PATH_PARAMETER_UNDECLARED',
    },
  ])('$name', async ({ given, want }) => {
    expect(await wire(given)).toBe(want)
  })
})

describe('a path value is written by its style', () => {
  const style = (name: string, explode: boolean, args: Call['args']): Call => ({
    on: 'GET /x/{v}',
    parameters: [path('v', {}, { style: name, explode })],
    args: args ?? {},
  })
  test.each<[string, Call, string]>([
    ['a list is no text of a program', style('simple', false, { v: ['a', 'b,c'] }), 'GET /x/a,b%2Cc'],
    ['true is not True', style('simple', false, { v: true }), 'GET /x/true'],
    ['12345678 is not 1.2345678e+07', style('simple', false, { v: 12345678 }), 'GET /x/12345678'],
    ['label', style('label', true, { v: ['a', 'b'] }), 'GET /x/.a.b'],
    ['matrix', style('matrix', false, { v: ['a', 'b'] }), 'GET /x/;v=a,b'],
    ['an object', style('simple', true, { v: { a: 1, b: 2 } }), 'GET /x/a=1,b=2'],
  ])('%s', async (_, given, want) => {
    expect(await wire(given)).toBe(want)
  })
})

describe('the base', () => {
  const PING: Call = { on: 'GET /ping' }
  const servers = (...urls: readonly (string | object)[]) => ({
    document: { servers: urls.map((url) => (typeof url === 'string' ? { url } : url)) },
    baseUrl: null,
  })
  const operationServers = (url: string, more: object = {}): Call => ({
    ...{ ...PING, ...more },
    operation: { servers: [{ url }] },
  })
  test.each<{ name: string; given: Call; want: string }>([
    { name: 'keeps its path', given: { ...PING, baseUrl: 'https://api.example/myapp' }, want: 'GET /myapp/ping' },
    { name: 'may end with a slash', given: { ...PING, baseUrl: 'https://api.example/v1/' }, want: 'GET /v1/ping' },
    {
      name: 'of the contract keeps its path',
      given: { ...PING, ...servers('https://api.example/api/v3') },
      want: 'GET /api/v3/ping',
    },
    {
      name: 'is never a relative server alone',
      given: { ...PING, ...servers('/api/v3') },
      want: 'check: SERVER_MISSING',
    },
    { name: 'is never made up', given: { ...PING, baseUrl: null }, want: 'check: SERVER_MISSING' },
    {
      name: 'is never one of several by chance',
      given: { ...PING, ...servers('https://api.example/a', 'https://api.example/b') },
      want: 'check: SERVER_MISSING',
    },
    {
      name: 'has its variables at their defaults',
      given: { ...PING, ...servers({ url: 'https://api.example/{v}', variables: { v: { default: 'v2' } } }) },
      want: 'GET /v2/ping',
    },
    {
      name: 'with a variable without a default is none',
      given: { ...PING, ...servers({ url: 'https://api.example/{v}', variables: { v: {} } }) },
      want: 'check: SERVER_MISSING',
    },
    {
      name: 'is never moved elsewhere by the contract',
      given: { ...PING, ...servers('https://evil.example') },
      want: 'check: SERVER_NOT_PERMITTED',
    },
    {
      name: "is an operation's own where the profile permits it",
      given: operationServers('https://upload.example/v2', {
        profile: {
          upstream: {
            kind: 'openapi',
            contract: 'https://api.example/openapi.json',
            baseUrl: 'https://api.example',
            servers: ['https://upload.example'],
          },
        },
      }),
      want: 'GET https://upload.example/v2/ping',
    },
    {
      name: "is not silently another than the operation's own",
      given: operationServers('https://upload.example/v2'),
      want: 'check: SERVER_NOT_PERMITTED',
    },
    {
      name: "is an operation's own path on the same origin",
      given: operationServers('https://api.example/v9'),
      want: 'GET /v9/ping',
    },
  ])('$name', async ({ given, want }) => {
    expect(await wire(given)).toBe(want)
  })

  test("is a path's own for its operations", async () => {
    const paths = { '/ping': { servers: [{ url: '/v7' }], get: { operationId: 'ping' } } }
    expect(await sent({ paths }, {})).toBe('GET /v7/ping')
  })
})

describe('paths that differ little are two tools', () => {
  const both = (a: string, b: string, method: string) => ({
    paths: { [a]: { [method]: { operationId: 'one' } }, [b]: { [method]: { operationId: 'two' } } },
  })
  test.each([
    ['/foo', '/foo/', 'post'],
    ['/v1/$metadata', '/v1/metadata', 'get'],
    ['/a-b', '/a_b', 'get'],
  ])('%s and %s', async (a, b, method) => {
    const api = both(a, b, method)
    expect(await surface(api)).toBe('one two')
    expect([await sent(api, {}, 'one'), await sent(api, {}, 'two')]).toEqual(
      [a, b].map((target) => `${method.toUpperCase()} ${target}`),
    )
  })

  test('without names of their own, neither is lost in silence', async () => {
    expect(await surface({ paths: { '/foo': { post: {} }, '/foo/': { post: {} } } })).toBe('check: TOOL_NAME_COLLISION')
  })
})
