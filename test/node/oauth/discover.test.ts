import { afterEach, describe, expect, test } from 'vitest'
import { createHttpClient } from '../../../src/node/http.ts'
import { placeFault } from '../../../src/node/oauth/authorization-server.ts'
import { discover, issuerOf } from '../../../src/node/oauth/discover.ts'
import { createOAuthHttp, type OAuthHttp } from '../../../src/node/oauth/oauth-http.ts'
import type { OAuthCredential } from '../../../src/profile/model.ts'
import { type HttpRunning, serveHttp } from '../servers.ts'

const opened: { close(): Promise<void> }[] = []

afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()))
})

function http(): OAuthHttp {
  const made = createOAuthHttp(createHttpClient(), '0.0.0-test')
  opened.push(made)
  return made
}

type Pages = (self: string) => Readonly<Record<string, object>>

/** A server with JSON at some paths; a page with `location` redirects, one with `challenge` is a 401. */
async function serve(pages: Pages): Promise<HttpRunning> {
  const server = await serveHttp((request, response) => {
    const page: object | undefined = pages(`http://${request.headers.host}`)[request.url ?? '']
    const headers = { 'content-type': 'application/json' }
    if (page === undefined) response.writeHead(404).end()
    else if ('location' in page) response.writeHead(302, { location: String(page.location) }).end()
    else if ('challenge' in page) response.writeHead(401, { 'www-authenticate': String(page.challenge) }).end()
    else response.writeHead(200, headers).end(JSON.stringify(page))
  })
  opened.push(server)
  return server
}

const SERVER = '/.well-known/oauth-authorization-server'
const RESOURCE = '/.well-known/oauth-protected-resource'

function metadata(issuer: string, on = issuer): object {
  return {
    issuer,
    authorization_endpoint: `${on}/authorize`,
    token_endpoint: `${on}/token`,
    code_challenge_methods_supported: ['S256'],
  }
}

const CODE: OAuthCredential = { type: 'oauth2', grant: 'authorization_code', discovery: 'upstream', clientId: 'cli' }

async function found(api: string, credential: OAuthCredential = CODE): Promise<unknown> {
  const result = await discover(http(), credential, new URL(api))
  if (result.ok) return result.value
  const [{ code, args }] = result.problems
  return `${code} ${'detail' in args ? args.detail : ''}`
}

describe('what an API says of who issues its tokens', () => {
  test('at the place that its challenge names, or where it has to be', async () => {
    const api = await serve((self) => ({
      '/mcp': { challenge: `Bearer realm="x", resource_metadata="${self}/somewhere", error="invalid_token"` },
      '/somewhere': { resource: `${self}/mcp`, authorization_servers: [self], scopes_supported: ['jobs'] },
      [SERVER]: metadata(self),
    }))
    const { origin } = api
    const server = {
      issuer: origin,
      authorizationUrl: `${origin}/authorize`,
      tokenUrl: `${origin}/token`,
      namesIssuer: false,
    }
    expect(await found(`${origin}/mcp`)).toEqual({ server, resource: `${origin}/mcp`, scopes: ['jobs'] })
    const own = { ...CODE, scopes: ['mine'], resource: 'https://else.example' }
    expect(await found(`${origin}/mcp`, own)).toMatchObject({ scopes: ['mine'], resource: 'https://else.example' })
    const bare = await serve((self) => ({
      [RESOURCE]: { resource: self, authorization_servers: [self] },
      [SERVER]: metadata(self),
    }))
    expect(await found(`${bare.origin}/mcp`)).toMatchObject({ resource: bare.origin })
    expect(bare.seen).toEqual(['GET /mcp', `GET ${RESOURCE}/mcp`, `GET ${RESOURCE}`, `GET ${SERVER}`])
  })

  test('a challenge that leads elsewhere is not followed', async () => {
    const elsewhere = await serve(() => ({ '/x': {} }))
    const api = await serve(() => ({ '/mcp': { challenge: `Bearer resource_metadata="${elsewhere.origin}/x"` } }))
    expect(await found(`${api.origin}/mcp`)).toMatch(/^AUTHORIZATION_SERVER_UNFIT/)
    expect(elsewhere.seen).toEqual([])
  })

  test('nor is a redirect', async () => {
    const elsewhere = await serve((self) => ({ '/x': metadata(self) }))
    const api = await serve((self) => ({
      [RESOURCE]: { resource: self, authorization_servers: [self] },
      [SERVER]: { location: `${elsewhere.origin}/x` },
    }))
    expect(await found(api.origin)).toMatch(/no metadata/)
    expect(elsewhere.seen).toEqual([])
  })
})

describe('an issuer without metadata of its own', () => {
  async function both(
    issuerSays: (issuer: string, api: string) => object,
    pages: Pages = () => ({}),
  ): Promise<unknown> {
    const issuer = await serve(pages)
    const api = await serve((self) => ({
      [RESOURCE]: { resource: self, authorization_servers: [issuer.origin] },
      [SERVER]: issuerSays(issuer.origin, self),
    }))
    return found(api.origin)
  }

  test.each<{ says: (issuer: string, api: string) => object; pages?: Pages; want: unknown }>([
    { says: (issuer) => metadata(issuer), want: { server: { namesIssuer: false } } },
    { says: (issuer, api) => metadata(issuer, api), want: { server: { namesIssuer: false } } },
    { says: (_, api) => metadata(api), want: /UNFIT it says that it is another server/ },
    {
      says: (issuer) => metadata(issuer, 'https://evil.example'),
      want: /UNFIT its authorizationUrl is on another host/,
    },
    // its own word goes before that of the API
    {
      says: (issuer) => metadata(issuer),
      pages: () => ({ [SERVER]: metadata('https://else.example') }),
      want: /another server/,
    },
    {
      says: () => ({}),
      pages: (self) => ({ '/.well-known/openid-configuration': metadata(self) }),
      want: { server: {} },
    },
  ])('%#', async ({ says, pages, want }) => {
    const result = await both(says, pages)
    if (want instanceof RegExp) expect(result).toMatch(want)
    else expect(result).toMatchObject(Object(want))
  })
})

test.each([
  ['/.well-known/oauth-protected-resource', '/'],
  ['/.well-known/oauth-protected-resource/mcp', '/mcp'],
])('the metadata of another API, by its URL: %s', async (place, path) => {
  const issuer = await serve(() => ({}))
  const other = await serve((self) => ({
    [place]: { resource: self + path, authorization_servers: [issuer.origin], scopes_supported: ['mcp'] },
    [SERVER]: metadata(issuer.origin),
  }))
  const api = await serve(() => ({}))
  const credential = { ...CODE, discovery: other.origin + place, scopes: ['openid'] }
  expect(await found(api.origin, credential)).toMatchObject({
    server: { issuer: issuer.origin },
    resource: other.origin + path,
    scopes: ['openid'],
  })
  expect(api.seen).toEqual([])
})

test('what the profile writes goes before what is discovered', async () => {
  const server = await serve((self) => ({ [`${SERVER}/realm`]: metadata(`${self}/realm`, 'https://evil.example') }))
  const urls = { authorizationUrl: 'https://id.example/a', tokenUrl: 'https://id.example/t' }
  const discovery = `${server.origin}/realm`
  expect(await found(server.origin, { ...CODE, ...urls, discovery })).toMatchObject({
    server: { ...urls, issuer: discovery },
  })
  const { discovery: _none, ...written } = { ...CODE, ...urls }
  expect(await found('https://api.example', written)).toEqual({ server: { ...urls, issuer: 'https://id.example' } })
})

test.each([
  ['https://id.example/.well-known/oauth-authorization-server/realm', 'https://id.example/realm'],
  ['https://id.example/realm/.well-known/openid-configuration', 'https://id.example/realm'],
  ['https://id.example/.well-known/openid-configuration', 'https://id.example/'],
  ['https://id.example/realm', 'https://id.example/realm'],
])('the issuer at %s is %s', (given, want) => {
  expect(issuerOf(new URL(given)).href).toBe(want)
})

test.each([
  ['https://id.example', 'https://api.example', false],
  ['http://id.example', 'https://api.example', true],
  ['http://127.0.0.1:1', 'https://api.example', true],
  ['https://localhost', 'https://api.example', true],
  ['https://169.254.169.254', 'https://api.example', true],
  ['https://[fd00::1]', 'https://api.example', true],
  ['https://u@id.example', 'https://api.example', true],
  ['http://127.0.0.1:1', 'http://localhost:2', false],
])('%s named by %s is refused: %s', (url, upstream, want) => {
  expect(placeFault(new URL(url), new URL(upstream)) !== undefined).toBe(want)
})
