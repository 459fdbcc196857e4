import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { owned, send, told, upstreamFor } from './sending.ts'
import { serveTcp } from './servers.ts'

const TOKEN = ['x-user-token', 'fake-user-token'] as const

/** A fresh key and self-signed certificate, or undefined where there is no openssl. */
function selfSigned(): { readonly key: Buffer; readonly cert: Buffer } | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'drawbridge-tls-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  try {
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-days', '2']
    const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
    execFileSync('openssl', [...made, '-keyout', key, '-out', cert, ...subject], { stdio: 'ignore' })
    return { key: readFileSync(key), cert: readFileSync(cert) }
  } catch {
    return undefined
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const identity = selfSigned()

describe('certificates', () => {
  test('without TLS on the other side nothing is sent', async () => {
    const server = owned(await serveTcp((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')))
    const result = await send(upstreamFor(), server.origin.replace('http:', 'https:'), { headers: [TOKEN] })
    expect(told(result)).toBe('UPSTREAM_UNREACHABLE no')
    expect(server.received.join('')).not.toContain('fake-user-token')
  })

  // skipped without openssl: a key in the repository would be worse
  test.skipIf(identity === undefined)('one that nobody signed is refused, once, with nothing sent', async () => {
    let requests = 0
    let connections = 0
    const server = createServer({ ...identity }, (_request, response) => {
      requests++
      response.end()
    })
    server.on('connection', () => {
      connections++
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo // a TCP server that listens has one
    owned({ close: () => new Promise<void>((resolve) => server.close(() => resolve())) })
    const result = await send(upstreamFor(), `https://localhost:${port}`, { headers: [TOKEN] })
    expect(told(result)).toBe('UPSTREAM_UNREACHABLE no')
    expect(JSON.stringify(result)).toContain('DEPTH_ZERO_SELF_SIGNED_CERT')
    expect([requests, connections]).toEqual([0, 1])
  })
})

describe('proxies', () => {
  beforeEach(() => {
    for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']) {
      vi.stubEnv(name, undefined)
      vi.stubEnv(name.toLowerCase(), undefined)
    }
  })
  afterEach(() => vi.unstubAllEnvs())

  const refusing = async (): Promise<Awaited<ReturnType<typeof serveTcp>>> =>
    owned(
      await serveTcp((socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n')),
    )

  test('https goes through HTTPS_PROXY by CONNECT, which shows it no header of ours', async () => {
    const proxy = await refusing()
    vi.stubEnv('HTTPS_PROXY', `http://proxy-user:fake-word@127.0.0.1:${proxy.port}`)
    const result = await send(upstreamFor(), 'https://api.example.com', { method: 'POST', headers: [TOKEN] })
    expect(told(result)).toBe('UPSTREAM_UNREACHABLE no')
    expect(JSON.stringify(result)).not.toContain('fake-word')
    expect(proxy.received.length).toBe(1)
    expect(proxy.received[0]).toMatch(/^CONNECT api\.example\.com:443 HTTP\/1\.1\r\n/)
    expect(proxy.received[0]).not.toContain('fake-user-token')
  })

  test.each([
    ['HTTP_PROXY has no say', 'HTTP_PROXY', 'https://nothing.invalid', ''],
    ['NO_PROXY goes past it', 'HTTPS_PROXY', 'https://api.nothing.invalid', 'nothing.invalid'],
  ])('%s', async (_name, variable, origin, noProxy) => {
    const proxy = await refusing()
    vi.stubEnv(variable, proxy.origin)
    vi.stubEnv('NO_PROXY', noProxy)
    expect(told(await send(upstreamFor(), origin, { method: 'POST' }))).toBe('UPSTREAM_UNREACHABLE no')
    expect(proxy.received).toEqual([])
  })

  test('loopback is reached directly', async () => {
    const proxy = await refusing()
    vi.stubEnv('HTTPS_PROXY', proxy.origin)
    vi.stubEnv('HTTP_PROXY', proxy.origin)
    const server = owned(await serveTcp((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')))
    expect(told(await send(upstreamFor(), server.origin))).toBe('200 ok')
    await send(upstreamFor(), server.origin.replace('http:', 'https:'), { method: 'POST' })
    expect(proxy.received).toEqual([])
  })

  test('a proxy that is no URL is told apart, and not printed', async () => {
    vi.stubEnv('HTTPS_PROXY', 'fake-proxy-word')
    const result = await send(upstreamFor(), 'https://api.example.com', { method: 'POST' })
    expect(told(result)).toBe('UPSTREAM_UNREACHABLE no')
    expect(JSON.stringify(result)).toContain('HTTPS_PROXY is not a URL')
    expect(JSON.stringify(result)).not.toContain('fake-proxy-word')
  })
})
