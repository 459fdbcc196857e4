import type { LookupAddress } from 'node:dns'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createDocuments } from '../../src/node/documents.ts'
import { createGuardedLookup } from '../../src/node/guarded-lookup.ts'
import { createHttpClient } from '../../src/node/http.ts'
import { createOAuthHttp } from '../../src/node/oauth/oauth-http.ts'
import { isPublicAddress } from '../../src/node/public-address.ts'
import { writtenHosts } from '../../src/profile/written-hosts.ts'
import { BEARER, profileOf } from '../plan/factory.ts'
import { owned } from './sending.ts'
import { serveTcp } from './servers.ts'

describe('public addresses', () => {
  test.each([
    '1.1.1.1',
    '93.184.215.14',
    '172.15.255.255',
    '172.32.0.1',
    '100.63.0.1',
    '2606:4700::1111',
    '2a00:1450:4001::200e',
    // an IPv6-only network reaches 93.184.215.14 so
    '64:ff9b::5db8:d70e',
    '::ffff:1.1.1.1',
  ])('%s is one', (address) => expect(isPublicAddress(address)).toBe(true))

  test.each([
    ...['127.0.0.1', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.0.1', '169.254.169.254'],
    ...['100.64.0.1', '192.0.0.170', '198.18.0.1', '192.0.2.1', '203.0.113.9', '224.0.0.1', '255.255.255.255'],
    ...['::', '::1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd00:ec2::254', 'ff02::1', '2001:db8::1'],
    // IPv4 inside of IPv6: mapped, NAT64, 6to4, Teredo, ISATAP, compatible
    ...['::ffff:169.254.169.254', '::ffff:7f00:1', '64:ff9b::a9fe:a9fe', '64:ff9b:1::a00:1', '2002:7f00:1::1'],
    ...['2001:0:4136:e378::1', '2a00:1450::5efe:a00:1', '2a00:1450:1:1:0:5efe:a00:1', '::127.0.0.1'],
    ...['', 'localhost', '1.2.3', '300.1.1.1'],
  ])('%j is none', (address) => expect(isPublicAddress(address)).toBe(false))
})

/** What each name leads to, look-up by look-up; the last one stays. */
type Names = Readonly<Record<string, readonly string[]>>

function resolver(names: Names) {
  const asked: string[] = []
  const resolve = async (hostname: string): Promise<readonly LookupAddress[]> => {
    asked.push(hostname)
    const times = asked.filter((one) => one === hostname).length
    const addresses = names[hostname] ?? []
    const now = addresses[Math.min(times, addresses.length) - 1]
    if (now === undefined) throw Object.assign(new Error('unknown'), { code: 'ENOTFOUND' })
    return now.split(' ').map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  }
  return { resolve, asked }
}

describe('a name that only a server said', () => {
  const WRITTEN = new Set(['api.example'])
  const guard = (names: Names) =>
    createGuardedLookup({ ...resolver(names), written: WRITTEN, isWritten: (host) => WRITTEN.has(host) })
  const ask = (lookup: ReturnType<typeof guard>, hostname: string, all = true) =>
    new Promise<string>((resolve) =>
      lookup(hostname, { all }, (error, found) =>
        resolve(error?.code ?? (typeof found === 'string' ? found : found.map(({ address }) => address).join(' '))),
      ),
    )

  test.each<[string, Names, string, string]>([
    ['is public', { 'sso.example': ['1.1.1.1 2606:4700::1'] }, 'sso.example', '1.1.1.1 2606:4700::1'],
    [
      'is in this network',
      { 'sso.example': ['10.0.0.1'], 'api.example': ['1.1.1.1'] },
      'sso.example',
      'ADDRESS_REFUSED',
    ],
    [
      'is in this network, too',
      { 'sso.example': ['1.1.1.1 ::1'], 'api.example': ['1.1.1.1'] },
      'sso.example',
      'ADDRESS_REFUSED',
    ],
    [
      'is the cloud',
      { 'sso.example': ['169.254.169.254'], 'api.example': ['1.1.1.1'] },
      'sso.example',
      'ADDRESS_REFUSED',
    ],
    [
      'is in the network of the API',
      { 'sso.example': ['10.0.0.1'], 'api.example': ['10.0.0.2'] },
      'sso.example',
      '10.0.0.1',
    ],
    ['is written, and in this network', { 'api.example': ['192.168.1.9'] }, 'api.example', '192.168.1.9'],
    ['is unknown', {}, 'sso.example', 'ENOTFOUND'],
    ['is near an API that is unknown', { 'sso.example': ['10.0.0.1'] }, 'sso.example', 'ADDRESS_REFUSED'],
  ])('%s', async (_, names, hostname, want) => {
    expect(await ask(guard(names), hostname)).toBe(want)
  })

  test('and that was public stays public, even if it is written', async () => {
    const lookup = guard({ 'api.example': ['1.1.1.1', '127.0.0.1', '1.1.1.2'] })
    expect(await ask(lookup, 'api.example', false)).toBe('1.1.1.1')
    expect(await ask(lookup, 'api.example', false)).toBe('ADDRESS_REFUSED')
    expect(await ask(lookup, 'api.example', false)).toBe('1.1.1.2')
  })
})

describe('what is checked is what is connected to', () => {
  beforeEach(() => {
    for (const name of ['HTTPS_PROXY', 'https_proxy']) vi.stubEnv(name, undefined)
  })
  afterEach(() => vi.unstubAllEnvs())

  /** Counts connections: the name and its port are all that leads there. */
  async function canary() {
    return owned(await serveTcp((socket) => socket.end()))
  }

  test("a contract in the owner's own network is asked for at the address that was looked up, once", async () => {
    const server = await canary()
    const { resolve, asked } = resolver({ 'intranet.example': ['127.0.0.1', '1.1.1.1'] })
    const documents = createDocuments({ version: '0.0.0', timeoutSeconds: 5, resolve })
    const uri = `https://intranet.example:${server.port}/openapi.json`
    expect(await documents.read(uri, { maxBytes: 1000, source: 'contract' })).toMatchObject({ ok: false })
    expect([server.received.length, asked]).toEqual([1, ['intranet.example']])
  })

  test('a host that was public and is in this network later gets no connection', async () => {
    const server = await canary()
    const { resolve } = resolver({ 'rebinding.example': ['1.1.1.1', '127.0.0.1'] })
    const lookup = createGuardedLookup({ isWritten: () => true, resolve })
    await new Promise<void>((done) => lookup('rebinding.example', { all: true }, () => done()))
    const http = owned(createOAuthHttp(createHttpClient(lookup), '0.0.0'))
    const answer = await http.send(`https://rebinding.example:${server.port}/`, { method: 'GET', headers: [] })
    expect(JSON.stringify(answer)).toContain('its name leads to an address of this machine or network')
    expect(server.received).toEqual([])
  })

  test('a proxy looks names up itself, and its own name is nobody else to judge', async () => {
    const proxy = await canary()
    vi.stubEnv('HTTPS_PROXY', `http://localhost:${proxy.port}`)
    const { resolve, asked } = resolver({})
    const documents = createDocuments({ version: '0.0.0', timeoutSeconds: 5, resolve })
    await documents.read('https://contract.example/openapi.json', { maxBytes: 1000, source: 'contract' })
    expect([proxy.received.length, asked]).toEqual([1, []])
    expect(proxy.received[0]).toMatch(/^CONNECT contract\.example:443 /)
  })
})

test('the hosts of a profile are those of every URL in it', () => {
  const profile = profileOf({ baseUrl: 'https://API.example/v1', servers: ['https://eu.example'], credential: BEARER })
  expect([...writtenHosts(profile)]).toEqual(expect.arrayContaining(['api.example', 'eu.example']))
  expect([...writtenHosts({ ...profile, title: 'See https://not.example', files: 'file:///etc' })]).not.toContain(
    'not.example',
  )
  expect([...writtenHosts(new Map([['a', ['http://127.0.0.1:1/x', 'https://[fd00::1]/']]]))]).toEqual([
    '127.0.0.1',
    'fd00::1',
  ])
})
