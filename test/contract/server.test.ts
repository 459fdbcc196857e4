import { describe, expect, test } from 'vitest'
import { parseDocument } from '../../src/contract/document.ts'
import { readContract } from '../../src/contract/read-contract.ts'
import { mustRead, openapi, operation } from './read.ts'

async function serversOf(document: object, uri = 'https://contract.example/docs/openapi.json') {
  const parsed = await parseDocument(Buffer.from(JSON.stringify(document)), uri)
  const contract = parsed.ok ? readContract(parsed.value) : parsed
  if (!contract.ok) throw new Error('not readable')
  return contract.value.servers
}

const FILE = 'file:///home/someone/openapi.json'

describe('servers of 3.x', () => {
  const variables = {
    region: { default: 'eu' },
    port: { default: 8443 },
    none: {},
    list: { default: [1] },
    nothing: { default: null },
  }
  test.each([
    ['https://api.example', 'https://api.example/'],
    ['https://api.example/v1', 'https://api.example/v1'],
    ['/v1', 'https://contract.example/v1'],
    ['v1', 'https://contract.example/docs/v1'],
    ['../v1/', 'https://contract.example/v1/'],
    ['.', 'https://contract.example/docs/'],
    ['//other.example/x', 'https://other.example/x'],
    ['https://{region}.api.example:{port}/v1', 'https://eu.api.example:8443/v1'],
    ['https://{unknown}.example', undefined],
    ['https://{none}.example', undefined],
    ['https://{list}.example', undefined],
    ['https://{nothing}.example', undefined],
    ['https://{constructor}.example', undefined],
    ['ftp://api.example', undefined],
    ['http://', undefined],
  ])('%s', async (url, want) => {
    const document = { openapi: '3.1.0', servers: [{ url, variables }] }
    expect(await serversOf(document)).toEqual([{ url: want, written: url, pointer: '/servers/0' }])
  })

  test.each([
    ['/v1', undefined],
    ['https://api.example/v1', 'https://api.example/v1'],
  ])('%s in a file', async (url, want) => {
    expect(await serversOf({ openapi: '3.0.0', servers: [{ url }] }, FILE)).toEqual([
      { url: want, written: url, pointer: '/servers/0' },
    ])
  })

  test.each([
    ['https://contract.example/docs/openapi.json', 'https://contract.example/'],
    [FILE, undefined],
  ])('without any there is one, at the root of %s', async (uri, url) => {
    const want = [{ url, written: '/', pointer: '' }]
    expect(await serversOf({ openapi: '3.1.0' }, uri)).toEqual(want)
    expect(await serversOf({ openapi: '3.1.0', servers: [] }, uri)).toEqual(want)
  })

  test.each([{}, null, 'https://api.example', { url: 5 }])('%j is no server', async (server) => {
    expect(await serversOf({ openapi: '3.1.0', servers: [server] })).toEqual([
      { url: undefined, written: '', pointer: '/servers/0' },
    ])
  })

  test('`$self` does not move the API', async () => {
    const document = { openapi: '3.2.0', $self: 'https://names.example/api', servers: [{ url: '/v1' }] }
    expect(await serversOf(document)).toEqual([expect.objectContaining({ url: 'https://contract.example/v1' })])
    expect(await serversOf({ openapi: '3.2.0', $self: 'https://names.example/api' })).toEqual([
      expect.objectContaining({ url: 'https://contract.example/' }),
    ])
  })
})

describe('servers of 2.0', () => {
  const WEB = 'http://contract.example:8080/docs/swagger.json'
  test.each([
    [{ host: 'api.example', basePath: '/v1', schemes: ['https'] }, WEB, 'https://api.example/v1'],
    [
      { host: 'api.example:8443', basePath: 'v1/', schemes: ['wss', 'http', 'https'] },
      WEB,
      'https://api.example:8443/v1/',
    ],
    [{ host: 'api.example', schemes: ['http'] }, WEB, 'http://api.example/'],
    [{ host: 'api.example' }, WEB, 'http://api.example/'],
    [{ host: 'api.example', schemes: [] }, WEB, 'http://api.example/'],
    [{ host: 'api.example', schemes: ['ws'] }, WEB, 'http://api.example/'],
    [{ basePath: '/v1' }, WEB, 'http://contract.example:8080/v1'],
    [{ basePath: '/v1', schemes: ['https'] }, WEB, 'https://contract.example:8080/v1'],
    [{}, WEB, 'http://contract.example:8080/'],
    [{ host: 'api.example', basePath: '/v1' }, FILE, 'https://api.example/v1'],
    [{ host: 'api.example', basePath: '/v1', schemes: ['http'] }, FILE, 'http://api.example/v1'],
    [{ basePath: '/v1' }, FILE, undefined],
    [{}, FILE, undefined],
    [{ host: '{tenant}.example', schemes: ['https'] }, WEB, undefined],
  ])('%j in %s', async (given, uri, want) => {
    const [server, ...others] = await serversOf({ swagger: '2.0', ...given }, uri)
    expect(others).toEqual([])
    expect(server?.url).toBe(want)
  })
})

describe('levels', () => {
  const server = (host: string) => [{ url: `https://${host}.example` }]
  test.each([
    { pathItem: { get: {} }, want: ['root', 'https://api.example/', '/servers/0'] },
    { pathItem: { servers: server('path'), get: {} }, want: ['path', 'https://path.example/', '/paths/~1a/servers/0'] },
    {
      pathItem: { servers: server('path'), get: { servers: server('own') } },
      want: ['operation', 'https://own.example/', '/paths/~1a/get/servers/0'],
    },
    { pathItem: { servers: [], get: { servers: [] } }, want: ['root', 'https://api.example/', '/servers/0'] },
  ])('$want', async ({ pathItem, want }) => {
    const read = operation(await mustRead(openapi({ '/a': pathItem })), 'GET /a')
    if (!read.ok) throw new Error('not readable')
    const { servers, serversDeclaredAt } = read.value
    expect([serversDeclaredAt, servers[0]?.url, servers[0]?.pointer]).toEqual(want)
  })

  test('2.0 has the root only', async () => {
    const document = {
      swagger: '2.0',
      host: 'api.example',
      schemes: ['https'],
      paths: { '/a': { host: 'evil.example', servers: server('evil'), get: {} } },
    }
    const read = operation(await mustRead(document), 'GET /a')
    expect(read.ok && [read.value.serversDeclaredAt, read.value.servers[0]?.url]).toEqual([
      'root',
      'https://api.example/',
    ])
  })
})
