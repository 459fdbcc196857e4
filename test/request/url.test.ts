import { Agent, createServer, get, type Server } from 'node:http'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JsonValue } from '../../src/lib/json.ts'
import { buildRequest } from '../../src/request/build.ts'
import { pathMatcher } from '../../src/request/url.ts'
import { bind, createParameter, createTool, styled } from './tool.ts'

interface Given {
  readonly path: string
  readonly values: Record<string, JsonValue>
  readonly prefix?: string
}

function build({ path, values, prefix = '' }: Given) {
  const names = [...new Set([...path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name ?? ''))]
  const tool = createTool({ path, prefix, bindings: names.map((name) => bind(createParameter(name, 'path'))) })
  return buildRequest(tool, values)
}

const target = (given: Given) => {
  const built = build(given)
  return built.ok ? built.value.target : built.problems.map(({ code, args }) => [code, args])
}

describe('templates keep their literal text', () => {
  test.each<[Given, string]>([
    [{ path: '/x/{id}:activate', values: { id: 'a' } }, '/x/a:activate'],
    [{ path: "/Users('{id}')", values: { id: "o'neill" } }, "/Users('o%27neill')"],
    [{ path: '/{t}/{t}/d', values: { t: 'a b' } }, '/a%20b/a%20b/d'],
    [{ path: '/v1/$metadata', values: {} }, '/v1/$metadata'],
    [{ path: '/users:batchGet', values: {} }, '/users:batchGet'],
    [{ path: '/_meh', values: {} }, '/_meh'],
    [{ path: '/foo/', values: {} }, '/foo/'],
    [{ path: '/', values: {}, prefix: '/v1' }, '/v1/'],
    [{ path: '//x//{a}', values: { a: '1' } }, '//x//1'],
    [{ path: '/a b/ü/{x}%2F|<>', values: { x: '1' } }, '/a%20b/%C3%BC/1%2F%7C%3C%3E'],
    [{ path: '/compare/{base}...{head}', values: { base: 'v1.0', head: 'v1.1' } }, '/compare/v1.0...v1.1'],
    [{ path: '/f.{ext}', values: { ext: 'json' }, prefix: '/api/v3' }, '/api/v3/f.json'],
    [{ path: '/x?action=y', values: {} }, '/x?action=y'],
    [{ path: '/x?action={a}', values: { a: 'p&q=r#s+t' } }, '/x?action=p%26q%3Dr%23s%2Bt'],
    [{ path: '/x#one', values: {} }, '/x'],
    [{ path: '/x/{id}', values: { id: 'a/b' } }, '/x/a%2Fb'],
    [{ path: '/x/{id}', values: { id: '//evil.example' } }, '/x/%2F%2Fevil.example'],
    [{ path: '/x/{id}', values: { id: '?x=1#f' } }, '/x/%3Fx%3D1%23f'],
    [{ path: '/x/{id}', values: { id: ';v=1' } }, '/x/%3Bv%3D1'],
    [{ path: '/x/{id}', values: { id: '...' } }, '/x/...'],
    [{ path: '/x/{id}', values: { id: 'a%2Fb' } }, '/x/a%252Fb'],
    [{ path: '/x/{id}', values: { id: 'user@example.com' } }, '/x/user%40example.com'],
    [
      {
        path: '/x/{constructor}/{__proto__}',
        values: Object.fromEntries([
          ['constructor', 1],
          ['__proto__', 2],
        ]),
      },
      '/x/1/2',
    ],
  ])('%j', (given, want) => {
    expect(target(given)).toBe(want)
  })
})

describe('values that could lead elsewhere are refused', () => {
  test.each([
    ...[
      '',
      '.',
      '..',
      '%2e%2e',
      '.%2E',
      '%2e',
      '..%2F..%2Fadmin',
      '../admin',
      'a/../../b',
      './a',
      '..\\..\\x',
      'a\\..',
    ],
    ...[
      '%252e%252e',
      '%25252e%25252e',
      '%2525252e%2525252e',
      '..;x',
      '.;',
      '..%3Bx',
      '%c0%ae%c0%ae',
      '.%c0%ae%c0%afadmin',
      '%2e%2e%3b/a',
      '.. ',
      ' ..',
    ],
    ...['.\t.', '\0', 'a\nb', '\x7f', '%00', '%0d%0a', '%2500', 'a\ud800', '\udc00'],
  ])('%j', (id) => {
    expect(target({ path: '/x/{id}/keys', values: { id } })).toEqual([
      ['ARGUMENTS_INVALID', { faults: [expect.stringMatching(/^id: (may not|is not well-formed)/)] }],
    ])
  })

  test('lists and objects are looked into', () => {
    for (const id of [['a', '..'], ['a', ''], { '..': 'a' }, { a: '../x' }])
      expect(target({ path: '/x/{id}', values: { id } })).toEqual([['ARGUMENTS_INVALID', expect.anything()]])
  })

  test('a value is judged together with what stands beside it', () => {
    expect(target({ path: '/x/.{a}/y', values: { a: ';b' } })).toEqual([['REQUEST_ESCAPED', expect.anything()]])
  })

  test('every fault is reported', () => {
    expect(target({ path: '/{a}/{b}/{c}', values: { a: '..', c: null } })).toEqual([
      [
        'ARGUMENTS_INVALID',
        {
          faults: [
            expect.stringMatching(/^a: /),
            'b: is required but missing',
            expect.stringMatching(/^c: is required/),
          ],
        },
      ],
    ])
  })
})

describe('what a template itself does is proven too', () => {
  test.each<Given>([
    { path: '/a/../b', values: {} },
    { path: '/a/%2e%2E/b', values: {} },
    { path: 'x', values: {} },
    { path: '@evil.example/', values: {} },
    { path: '/a/{undeclared', values: {}, prefix: '/x/..' },
  ])('%j', (given) => {
    expect(target(given)).toEqual([['REQUEST_ESCAPED', expect.anything()]])
  })

  test('a placeholder without a parameter', () => {
    expect(buildRequest(createTool({ path: '/x/{id}' }), {})).toMatchObject({
      ok: false,
      problems: [{ code: 'REQUEST_ESCAPED', at: { source: 'call' }, operation: 'x' }],
    })
  })
})

describe('one segment for one value', () => {
  // as URL parsers, servers and proxies would see it: decoded once more, and after the dot segments are gone
  function check(request: { origin: string; target: string }): void {
    const url = new URL(request.origin + request.target)
    expect(url.origin).toBe('https://api.example')
    expect(url.pathname).toBe(request.target)
    const segments = request.target.split('/')
    expect(segments).toHaveLength(5)
    expect([segments[1], segments[2], segments[4]]).toEqual(['v1', 'users', 'keys'])
    expect(
      decodeURIComponent(segments[3] ?? '')
        .split('/')
        .some((one) => one === '..' || one === '.'),
    ).toBe(false)
  }
  const make = (id: JsonValue, allowReserved: boolean) => {
    const style = { in: 'path', style: 'simple', explode: false, allowReserved } as const
    return buildRequest(
      createTool({ path: '/users/{id}/keys', prefix: '/v1', bindings: [bind(styled('id', style))] }),
      { id },
    )
  }

  test('100,000 hostile values', () => {
    const pieces = [
      '.',
      '..',
      '/',
      '\\',
      '%2e',
      '%2E',
      '%2f',
      '%5c',
      '%25',
      ';',
      '?',
      '#',
      '@',
      ':',
      '//',
      ' ',
      '\t',
      '\n',
    ]
    const all = [
      ...pieces,
      '%00',
      '\0',
      'a',
      'é',
      '\ud800',
      '😀',
      '%',
      '%zz',
      '&',
      '=',
      '+',
      '[',
      ']',
      '|',
      '%252e',
      '%c0%ae',
    ]
    let seed = 42
    const random = (limit: number) => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0
      return (seed >>> 8) % limit
    }
    let accepted = 0
    for (let count = 0; count < 100_000; count++) {
      const id = Array.from({ length: 1 + random(7) }, () => all[random(all.length)]).join('')
      const built = make(id, count % 2 === 0)
      if (!built.ok) continue
      accepted++
      const { origin, target: line } = built.value
      // the cheap half of `check`, so that all of them are looked at
      if (line.split('/').length !== 5 || new URL(origin + line).pathname !== line) check(built.value)
      if (count % 50 === 0) check(built.value)
    }
    expect(accepted).toBeGreaterThan(10_000)
  })

  test('any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), fc.boolean(), (id, allowReserved) => {
        const built = make(id, allowReserved)
        if (built.ok) check(built.value)
      }),
      { numRuns: 2000 },
    )
  })
})

test('a path of plain steps, which is not read as a URL, would be the same if it were', () => {
  const plain = fc.string({ unit: fc.constantFrom('a', 'Z', '0', '.', '-', '_', '~', '..'), maxLength: 6 })
  fc.assert(
    fc.property(plain, plain, (id, prefix) => {
      const built = build({ path: '/x/{id}/y', values: { id }, prefix: `/${prefix}` })
      if (built.ok) expect(new URL(built.value.origin + built.value.target).pathname).toBe(built.value.target)
      else expect(['', '.', '..'].some((step) => [id, prefix].includes(step))).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

describe('on the wire', () => {
  let server: Server
  let port = 0
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  beforeAll(async () => {
    server = createServer((request, response) => response.end(request.url))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    port = typeof address === 'object' && address !== null ? address.port : 0
  })
  afterAll(() => {
    agent.destroy()
    server.close()
  })

  const seen = (path: string) =>
    new Promise<string>((resolve, reject) => {
      get({ port, host: '127.0.0.1', path, agent }, async (response) => {
        let text = ''
        for await (const chunk of response) text += chunk
        resolve(text)
      }).on('error', reject)
    })

  test('the request line is the target, byte for byte', async () => {
    const bindings = [bind(createParameter('id', 'path')), bind(createParameter('q', 'query'))]
    const tool = createTool({ path: '/users/{id}/keys', bindings })
    const text = fc.string({ unit: 'binary', maxLength: 15 })
    await fc.assert(
      fc.asyncProperty(text, text, async (id, q) => {
        const built = buildRequest(tool, { id, q })
        fc.pre(built.ok)
        if (!built.ok) return
        expect(await seen(built.value.target)).toBe(built.value.target)
        const url = new URL(built.value.origin + built.value.target)
        expect(decodeURIComponent(url.pathname.split('/')[2] ?? '')).toBe(id)
        expect(url.searchParams.get('q')).toBe(q)
      }),
      { numRuns: 300 },
    )
  })
})

describe('pathMatcher', () => {
  test.each([
    ['/users/{id}/keys', '/v1/users/1/keys', true],
    ['/users/{id}/keys', '/v1/users/1/keys?page=2', true],
    ['/users/{id}/keys', '/v1/users//keys', false],
    ['/users/{id}/keys', '/v1/users/1/2/keys', false],
    ['/users/{id}/keys', '/users/1/keys', false],
    ['/users/{id}/keys', '/v1/users/1/keys/', false],
    ['/users/{id}/keys', '/v1/users/1/keys#x', false],
    ['/x/{id}:activate', '/v1/x/a:activate', true],
    ['/x/{id}:activate', '/v1/x/:activate', false],
    ['/x/{id}:activate', '/v1/x/a:activate:activate', true],
    ['/x/{id}:activate', '/v1/x/a', false],
    ['/{a}-{b}', '/v1/a-', false],
    ['/{a}-{b}', '/v1/--b', true],
    ['/{a}{b}', '/v1/a', false],
    ['/{a}{b}', '/v1/ab', true],
    ['/pre{a}', '/v1/pre', false],
    ['/pre{a}.x', '/v1/prefix.x', true],
    ['/a.b', '/v1/acb', false],
  ])('%s and %s: %s', (path, given, want) => {
    expect(pathMatcher({ base: { origin: 'https://api.example', path: '/v1' }, operation: { path } })(given)).toBe(want)
  })

  test('takes linear time', () => {
    const matches = pathMatcher({
      base: { origin: 'https://api.example', path: '' },
      operation: { path: '/{a}-{b}-{c}-{d}-{e}-{f}x' },
    })
    expect(matches(`/${'-'.repeat(200_000)}`)).toBe(false)
  })
})
