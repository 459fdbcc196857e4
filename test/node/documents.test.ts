import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import type { Text } from '../../src/bridge/ports.ts'
import { createDocuments } from '../../src/node/documents.ts'
import type { Checked } from '../../src/problem/checked.ts'
import { owned } from './sending.ts'
import { closedPort, serveHttp, serveTcp } from './servers.ts'

const documents = createDocuments({ version: '0.0.0-test', timeoutSeconds: 5 })
const DOCUMENT = '{"openapi":"3.1.0"}'
const LIMIT = 24 * 1024 * 1024

function read(uri: string, source: 'profile' | 'contract' = 'contract', maxBytes = LIMIT): Promise<Checked<Text>> {
  return documents.read(uri, { maxBytes, source })
}

/** The text, or `CODE {args}`. */
function told(result: Checked<Text>): string {
  if (result.ok) return new TextDecoder().decode(result.value.bytes)
  const [{ code, args }] = result.problems
  return `${code} ${JSON.stringify(args)}`
}

describe('over HTTP', () => {
  const answers = (status: number, headers: Record<string, string>, body: string | Buffer): RequestListener => {
    return (_request, response) => {
      response.writeHead(status, headers)
      response.end(body)
    }
  }

  test.each<[string, RequestListener, string, string]>([
    ['a document', answers(200, { 'content-type': 'application/json' }, DOCUMENT), DOCUMENT, DOCUMENT],
    ['no type', answers(200, {}, DOCUMENT), DOCUMENT, DOCUMENT],
    ['a byte order mark', answers(200, {}, `\ufeff${DOCUMENT}`), DOCUMENT, DOCUMENT],
    ['gzip', answers(200, { 'content-encoding': 'gzip' }, gzipSync(DOCUMENT)), DOCUMENT, DOCUMENT],
    [
      '404',
      answers(404, {}, 'secret page'),
      'CONTRACT_HTTP_STATUS {"status":404}',
      'PROFILES_FILE_UNREADABLE {"detail":"the server answered with status 404"}',
    ],
    [
      '204',
      answers(204, {}, ''),
      'CONTRACT_HTTP_STATUS {"status":204}',
      'PROFILES_FILE_UNREADABLE {"detail":"the server answered with status 204"}',
    ],
    [
      '304',
      answers(304, {}, ''),
      'CONTRACT_HTTP_STATUS {"status":304}',
      'PROFILES_FILE_UNREADABLE {"detail":"the server answered with status 304"}',
    ],
    [
      'a sign-in page by type',
      answers(200, { 'content-type': 'text/html; charset=utf-8' }, 'x'),
      'CONTRACT_IS_HTML {}',
      'PROFILES_FILE_UNREADABLE {"detail":"it is an HTML page"}',
    ],
    [
      'a sign-in page by content',
      answers(200, { 'content-type': 'application/json' }, '\n <!DOCTYPE html><p>'),
      'CONTRACT_IS_HTML {}',
      'PROFILES_FILE_UNREADABLE {"detail":"it is an HTML page"}',
    ],
    [
      'invalid UTF-8',
      answers(200, {}, Buffer.from([0x7b, 0xff, 0x7d])),
      'CONTRACT_NOT_PARSABLE {"detail":"it is not UTF-8"}',
      'PROFILES_FILE_UNREADABLE {"detail":"it is not UTF-8"}',
    ],
    [
      'UTF-16',
      answers(200, {}, Buffer.from(`\ufeff${DOCUMENT}`, 'utf16le')),
      'CONTRACT_NOT_PARSABLE {"detail":"it is UTF-16, not UTF-8"}',
      'PROFILES_FILE_UNREADABLE {"detail":"it is UTF-16, not UTF-8"}',
    ],
    [
      'another coding',
      answers(200, { 'content-encoding': 'zstd' }, 'x'),
      'CONTRACT_UNREACHABLE {"detail":"its content-encoding is not supported"}',
      'PROFILES_FILE_UNREADABLE {"detail":"its content-encoding is not supported"}',
    ],
  ])('%s', async (_name, listener, asContract, asProfile) => {
    const server = owned(await serveHttp(listener))
    expect(told(await read(`${server.origin}/x`))).toBe(asContract)
    expect(told(await read(`${server.origin}/x`, 'profile'))).toBe(asProfile)
  })

  test('asks for the exact URL, without a credential', async () => {
    const server = owned(await serveHttp(answers(200, {}, DOCUMENT)))
    const result = await read(`${server.origin}/a%2Fb/openapi.json?v=1#part`)
    expect(result.ok && result.value.uri).toBe(`${server.origin}/a%2Fb/openapi.json?v=1#part`)
    expect(server.seen).toEqual(['GET /a%2Fb/openapi.json?v=1'])
    expect(Object.keys(server.headers[0] ?? {}).sort()).toEqual(['accept', 'connection', 'host', 'user-agent'])
  })

  test.each([
    ['30 MB', Buffer.alloc(30_000_000, ' '), undefined],
    ['a bomb', gzipSync(Buffer.alloc(200_000_000)), 'gzip'],
  ])('%s is too large', async (_name, body, coding) => {
    const server = owned(
      await serveHttp(answers(200, coding === undefined ? {} : { 'content-encoding': coding }, body)),
    )
    expect(told(await read(server.origin))).toBe(`CONTRACT_TOO_LARGE {"limit":${LIMIT}}`)
  })

  test('a limit is met exactly', async () => {
    const server = owned(await serveHttp(answers(200, {}, DOCUMENT)))
    expect(told(await read(server.origin, 'contract', DOCUMENT.length))).toBe(DOCUMENT)
    expect(told(await read(server.origin, 'contract', DOCUMENT.length - 1))).toBe('CONTRACT_TOO_LARGE {"limit":18}')
  })

  test('a drip ends at the deadline', async () => {
    const impatient = createDocuments({ version: '0.0.0-test', timeoutSeconds: 0.2 })
    const server = owned(await serveTcp((socket) => socket.write('HTTP/1.1 200 OK\r\n\r\n{')))
    const result = await impatient.read(server.origin, { maxBytes: LIMIT, source: 'contract' })
    expect(told(result)).toBe('CONTRACT_UNREACHABLE {"detail":"no complete answer within 0.2 seconds"}')
  })

  test('nobody there', async () => {
    expect(told(await read(`http://127.0.0.1:${await closedPort()}/`))).toBe(
      'CONTRACT_UNREACHABLE {"detail":"nothing listens there (ECONNREFUSED)"}',
    )
  })

  test.each([
    ['http://example.com/openapi.json', 'URL_INSECURE {"url":"http://example.com","key":"contract"}'],
    ['https://user:fake-password@example.com/', 'URL_USER_INFO {"key":"contract"}'],
    ['ftp://example.com/x', 'CONTRACT_FILE_UNREADABLE {"detail":"ftp: URLs are not read"}'],
    ['data:application/json,{}', 'CONTRACT_FILE_UNREADABLE {"detail":"data: URLs are not read"}'],
    ['no url', 'CONTRACT_FILE_UNREADABLE {"detail":"it is not a URL"}'],
  ])('%s is not asked for', async (uri, want) => {
    const result = await read(uri)
    expect(told(result)).toBe(want)
    expect(JSON.stringify(result)).not.toContain('fake-password')
  })
})

describe('redirects of a document', () => {
  const to = (location: string): RequestListener => {
    return (request, response) => {
      if (request.url === '/from') {
        response.writeHead(302, { location })
        response.end()
      } else response.end(DOCUMENT)
    }
  }

  test('on the origin are followed, and the text says where it came from', async () => {
    const server = owned(await serveHttp(to('/v2/openapi.json')))
    const result = await read(`${server.origin}/from`)
    expect(result).toMatchObject({ ok: true, value: { uri: `${server.origin}/v2/openapi.json` } })
    expect(told(result)).toBe(DOCUMENT)
  })

  test('in a circle end', async () => {
    const server = owned(await serveHttp(to('/from')))
    expect(told(await read(`${server.origin}/from`))).toBe('CONTRACT_UNREACHABLE {"detail":"more than 3 redirects"}')
    expect(server.seen.length).toBe(4)
  })

  test('to another origin are named and not followed', async () => {
    const canary = owned(await serveHttp((_request, response) => response.end(DOCUMENT)))
    const server = owned(await serveHttp(to(`${canary.origin}/x?token=fake-secret`)))
    expect(await read(`${server.origin}/from`)).toMatchObject({
      problems: [{ code: 'CONTRACT_REDIRECTED', args: { to: canary.origin }, at: { uri: `${server.origin}/from` } }],
    })
    expect(canary.seen).toEqual([])
  })

  test.each([
    ['file:///etc/passwd', 'file:'],
    ['data:application/json,{}', 'data:'],
    ['ftp://127.0.0.1/x', 'ftp://127.0.0.1'],
  ])('to %s are not followed', async (location, named) => {
    const server = owned(await serveHttp(to(location)))
    expect(told(await read(`${server.origin}/from`))).toBe(`CONTRACT_REDIRECTED {"to":"${named}"}`)
  })
})

describe('from files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'drawbridge-documents-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const at = (name: string): string => pathToFileURL(join(folder, name)).href
  writeFileSync(join(folder, 'a b%c.json'), DOCUMENT)
  writeFileSync(join(folder, 'empty.json'), '')
  writeFileSync(join(folder, 'large.json'), Buffer.alloc(2000, ' '))
  writeFileSync(join(folder, 'page.json'), '<html>')
  mkdirSync(join(folder, 'folder.json'))
  symlinkSync(join(folder, 'a b%c.json'), join(folder, 'link.json'))
  symlinkSync(join(folder, 'circle.json'), join(folder, 'circle.json'))

  test.each([
    ['a b%c.json', DOCUMENT, DOCUMENT],
    ['link.json', DOCUMENT, DOCUMENT],
    ['empty.json', '', ''],
    ['page.json', 'CONTRACT_IS_HTML {}', 'PROFILES_FILE_UNREADABLE {"detail":"it is an HTML page"}'],
    [
      'large.json',
      'CONTRACT_TOO_LARGE {"limit":1000}',
      'PROFILES_FILE_UNREADABLE {"detail":"it has more than 1000 bytes"}',
    ],
    [
      'none.json',
      'CONTRACT_FILE_UNREADABLE {"detail":"there is no such file"}',
      `PROFILES_FILE_MISSING {"tried":["${at('none.json')}"]}`,
    ],
    [
      'large.json/x',
      'CONTRACT_FILE_UNREADABLE {"detail":"there is no such file"}',
      `PROFILES_FILE_MISSING {"tried":["${at('large.json/x')}"]}`,
    ],
    [
      'folder.json',
      'CONTRACT_FILE_UNREADABLE {"detail":"it is a directory"}',
      'PROFILES_FILE_UNREADABLE {"detail":"it is a directory"}',
    ],
    [
      'circle.json',
      'CONTRACT_FILE_UNREADABLE {"detail":"its symbolic links lead in a circle (ELOOP)"}',
      'PROFILES_FILE_UNREADABLE {"detail":"its symbolic links lead in a circle (ELOOP)"}',
    ],
  ])('%s', async (name, asContract, asProfile) => {
    expect(told(await read(at(name), 'contract', 1000))).toBe(asContract)
    expect(told(await read(at(name), 'profile', 1000))).toBe(asProfile)
  })

  const REFUSED = 'CONTRACT_FILE_UNREADABLE {"detail":"it is not a regular file"}'

  test.skipIf(process.platform === 'win32')('a FIFO without a writer is refused, not waited for', async () => {
    execFileSync('mkfifo', [join(folder, 'fifo.json')])
    expect(told(await read(at('fifo.json')))).toBe(REFUSED)
  })

  test.skipIf(process.platform === 'win32')('a device is refused, not read', async () => {
    expect(told(await read('file:///dev/zero'))).toBe(REFUSED)
  })

  // root may read everything
  test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('a file without permission', async () => {
    writeFileSync(join(folder, 'locked.json'), DOCUMENT)
    chmodSync(join(folder, 'locked.json'), 0)
    expect(told(await read(at('locked.json')))).toBe('CONTRACT_FILE_UNREADABLE {"detail":"permission denied (EACCES)"}')
  })

  // its size is reported as 0, so only counting while reading bounds it
  test.skipIf(process.platform !== 'linux')('a file that reports no size', async () => {
    expect(told(await read('file:///proc/self/maps', 'contract', 100))).toBe('CONTRACT_TOO_LARGE {"limit":100}')
  })

  test.each(['file://server/share/x.json', 'file:////server/share/x.json', 'file:///a%2Fb', 'file:///a%00b'])(
    '%s is no path on this machine',
    async (uri) => {
      expect(told(await read(uri))).toBe('CONTRACT_FILE_UNREADABLE {"detail":"it is not a path on this machine"}')
    },
  )
})
