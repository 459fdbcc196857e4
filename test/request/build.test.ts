import { describe, expect, test } from 'vitest'
import { ExactNumber, type JsonObject } from '../../src/lib/json.ts'
import { buildRequest } from '../../src/request/build.ts'
import type { UpstreamRequest } from '../../src/upstream/model.ts'
import {
  bind,
  bindProperties,
  createContent,
  createParameter,
  createTool,
  styled,
  type ToolParts,
  WHOLE_BODY,
} from './tool.ts'

/** As it would stand on the wire. */
function wire({ method, target, headers, body }: UpstreamRequest): string {
  const text = body === undefined || typeof body === 'string' ? body : new TextDecoder().decode(body)
  const lines = [`${method} ${target}`, ...headers.map(([name, value]) => `${name}: ${value}`)]
  return [...lines, ...(text === undefined ? [] : ['', text])].join('\n')
}

function send(parts: ToolParts, args: JsonObject) {
  const built = buildRequest(createTool(parts), args)
  return built.ok ? wire(built.value) : built.problems.map(({ code, args: facts }) => [code, facts])
}

const ACCEPT = 'accept: application/json, */*;q=0.8'
const json = createContent('application/json', { type: 'object' })

describe('whole requests', () => {
  test.each<[string, ToolParts, JsonObject, string]>([
    ['nothing but a path', { path: '/jobs' }, {}, `GET /jobs\n${ACCEPT}`],
    [
      'every place',
      {
        method: 'PUT',
        path: '/users/{id}',
        prefix: '/v1',
        bindings: [
          bind(createParameter('q', 'query')),
          bind(createParameter('id', 'path'), 'id_path'),
          bind(createParameter('X-Trace', 'header'), 'trace'),
          bind(createParameter('sess', 'cookie')),
          bind(createParameter('lang', 'cookie')),
          bind(createParameter('tags', 'query')),
          { argument: 'id_body', to: 'property', property: 'id' },
        ],
        body: { content: json },
      },
      { id_path: 'a/1', id_body: 2, q: 'x y', tags: ['a', 'b'], trace: 't 1', sess: 's;1', lang: 'en' },
      [
        'PUT /v1/users/a%2F1?q=x%20y&tags=a&tags=b',
        ACCEPT,
        'content-type: application/json',
        'X-Trace: t 1',
        'cookie: sess=s%3B1; lang=en',
        '',
        '{"id":2}',
      ].join('\n'),
    ],
    [
      'what is absent or null leaves no trace',
      {
        bindings: [bind(createParameter('a', 'query')), bind(createParameter('b', 'query')), ...bindProperties('c')],
        body: { content: json },
      },
      { b: null },
      `GET /x\n${ACCEPT}`,
    ],
    [
      'a template with a query',
      { path: '/x?action=y', bindings: [bind(createParameter('a', 'query'))] },
      { a: 1 },
      `GET /x?action=y&a=1\n${ACCEPT}`,
    ],
    [
      'a DELETE with a body',
      { method: 'DELETE', bindings: WHOLE_BODY, body: { content: createContent('application/json') } },
      { body: [1, new ExactNumber('9007199254740993'), null] },
      `DELETE /x\n${ACCEPT}\ncontent-type: application/json\n\n[1,9007199254740993,null]`,
    ],
    [
      'a required body of which nothing is given',
      { method: 'POST', bindings: bindProperties('a'), body: { content: json, required: true } },
      {},
      `POST /x\n${ACCEPT}\ncontent-type: application/json\n\n{}`,
    ],
    [
      'a body that is null',
      { method: 'POST', bindings: WHOLE_BODY, body: { content: json } },
      { body: null },
      `POST /x\n${ACCEPT}\ncontent-type: application/json\n\nnull`,
    ],
    [
      'names of the prototype',
      {
        method: 'POST',
        bindings: [...bindProperties('__proto__', 'constructor'), bind(createParameter('toString', 'query'))],
        body: { content: json },
      },
      JSON.parse('{"__proto__":{"admin":true},"constructor":"c","toString":"t"}'),
      `POST /x?toString=t\n${ACCEPT}\ncontent-type: application/json\n\n{"__proto__":{"admin":true},"constructor":"c"}`,
    ],
    [
      'arguments of the prototype are not given',
      { bindings: [bind(createParameter('toString', 'query'))] },
      {},
      `GET /x\n${ACCEPT}`,
    ],
  ])('%s', (_, parts, args, want) => {
    expect(send(parts, args)).toBe(want)
  })
})

describe('parameters with a media type', () => {
  const content = (name: string, place: 'path' | 'query' | 'header' | 'cookie', mediaType = 'application/json') =>
    bind(createParameter(name, place, { serialization: { kind: 'content', mediaType } }))
  const querystring = (mediaType: string) =>
    bind(createParameter('all', 'query', { in: 'querystring', serialization: { kind: 'content', mediaType } }))

  test.each<[ToolParts, JsonObject, string]>([
    [
      { bindings: [content('f', 'query')] },
      { f: { id: new ExactNumber('12345678901234567890'), n: null } },
      'GET /x?f=%7B%22id%22%3A12345678901234567890%2C%22n%22%3Anull%7D',
    ],
    [{ path: '/x/{f}', bindings: [content('f', 'path')] }, { f: ['a/b'] }, 'GET /x/%5B%22a%2Fb%22%5D'],
    [{ bindings: [content('f', 'query', 'text/plain')] }, { f: 'a&b' }, 'GET /x?f=a%26b'],
    [
      { bindings: [querystring('application/json')] },
      { all: { a: [1, 'b c'] } },
      'GET /x?%7B%22a%22%3A%5B1%2C%22b%20c%22%5D%7D',
    ],
    [
      { bindings: [querystring('application/x-www-form-urlencoded')] },
      { all: { a: [1, 2], 'b&': 'c=d e', o: { x: 1 } } },
      'GET /x?a=1&a=2&b%26=c%3Dd%20e&o=%7B%22x%22%3A1%7D',
    ],
    [{ bindings: [querystring('application/x-www-form-urlencoded')] }, { all: {} }, 'GET /x'],
  ])('%j %j', (parts, args, want) => {
    expect(String(send(parts, args)).split('\n')[0]).toBe(want)
  })

  test.each<[ToolParts, JsonObject, string]>([
    [{ bindings: [content('X-F', 'header')] }, { 'X-F': { a: 'é😀' } }, 'X-F: {"a":"\\u00e9\\ud83d\\ude00"}'],
    [{ bindings: [content('f', 'cookie')] }, { f: { a: 1 } }, 'cookie: f=%7B%22a%22%3A1%7D'],
  ])('%j %j', (parts, args, want) => {
    expect(String(send(parts, args)).split('\n')[2]).toBe(want)
  })
})

describe('allowEmptyValue', () => {
  test.each([
    ['', 'GET /x?a='],
    [null, 'GET /x?a='],
    [[], 'GET /x?a='],
    [{}, 'GET /x?a='],
    ['b', 'GET /x?a=b'],
  ])('%j', (a, want) => {
    const bindings = [bind(createParameter('a', 'query', { allowEmptyValue: true }))]
    expect(String(send({ bindings }, { a })).split('\n')[0]).toBe(want)
  })
})

describe('accept follows the answers of the operation', () => {
  const answer = (status: string, ...mediaTypes: readonly string[]) => ({ status, mediaTypes })
  test.each([
    [[], ACCEPT],
    [[answer('200', 'application/json')], ACCEPT],
    [
      [answer('200', 'text/csv', 'application/json; charset=utf-8')],
      'accept: application/json, text/csv;q=0.9, */*;q=0.8',
    ],
    [
      [answer('2XX', 'application/pdf'), answer('404', 'application/problem+json')],
      'accept: application/pdf, */*;q=0.8',
    ],
    [[answer('default', 'application/hal+json', '*/*')], 'accept: application/hal+json, */*;q=0.8'],
    [[answer('200', 'text/plain\r\nx-evil: 1')], ACCEPT],
  ])('%j', (answers, want) => {
    expect(String(send({ answers }, {})).split('\n')[1]).toBe(want)
  })
})

describe('what can not be written is refused, all of it at once', () => {
  test.each<[ToolParts, JsonObject, readonly unknown[]]>([
    [
      {
        path: '/x/{id}',
        bindings: [
          bind(createParameter('id', 'path')),
          bind(createParameter('q', 'query', { required: true })),
          bind(styled('p', { in: 'query', style: 'pipeDelimited', explode: false, allowReserved: false }), 'pipes'),
          bind(createParameter('X-H', 'header'), 'h'),
        ],
      },
      { id: '..', q: [], pipes: ['a|b'], h: 'a\r\nb' },
      [/^id: may not/, /^q: is required and may not be null or empty/, /^pipes: has "\|"/, /^h: may have only/],
    ],
    [
      { bindings: [bind(createParameter('X-A', 'header'), 'a'), bind(createParameter('x-a', 'header'), 'b')] },
      { a: '1', b: '2' },
      [/header x-a would be sent twice/],
    ],
    [
      {
        method: 'POST',
        bindings: [bind(createParameter('Content-Type', 'header'), 'a'), ...WHOLE_BODY],
        body: { content: json },
      },
      { a: 'text/evil', body: 1 },
      [/header content-type would be sent twice/],
    ],
    [
      { bindings: WHOLE_BODY, body: { content: createContent('application/pdf') } },
      { body: '@/etc/passwd' },
      [/the body must be the content itself as base64/],
    ],
  ])('%j %j', (parts, args, wants) => {
    expect(send(parts, args)).toEqual([
      ['ARGUMENTS_INVALID', { faults: wants.map((want) => expect.stringMatching(want as RegExp)) }],
    ])
  })
})

test.each([
  [{ a: 'text/csv' }, 'GET /x\nAccept: text/csv'],
  [{}, 'GET /x'],
])('where Accept is an argument, %j is all that is accepted', (args, want) => {
  expect(send({ bindings: [bind(createParameter('Accept', 'header'), 'a')] }, args)).toBe(want)
})

test('a polluted prototype changes nothing', () => {
  const parts: ToolParts = { method: 'POST', bindings: WHOLE_BODY, body: { content: json } }
  const before = send(parts, { body: { a: 1 } })
  const pollution = { headers: [['authorization', 'x']], origin: 'https://evil.example', body: 'x', style: 'form' }
  try {
    for (const [name, value] of Object.entries(pollution))
      Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true })
    expect(send(parts, { body: { a: 1 } })).toBe(before)
  } finally {
    for (const name of Object.keys(pollution)) Reflect.deleteProperty(Object.prototype, name)
  }
})
