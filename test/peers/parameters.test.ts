/** What becomes of arguments outside of the body: lists, objects, headers, cookies, odd and colliding names, null. */
import { describe, expect, test } from 'vitest'
import { ExactNumber } from '../../src/lib/json.ts'
import { type Call, cookie, header, jsonBody, path, query, sent, toolOf, wire } from './pipeline.ts'

interface Row {
  readonly name: string
  readonly given: Omit<Call, 'on'> & { readonly on?: string }
  readonly want: string
}

const LIST = { type: 'array', items: { type: 'string' } }
const OBJECT = { type: 'object', properties: { a: {}, b: {} } }

function rows(table: readonly Row[]): void {
  test.each(table)('$name', async ({ given, want }) => {
    expect(await wire({ on: 'GET /q', ...given })).toBe(want)
  })
}

describe('lists in a query', () => {
  const list = (more: object = {}, tags: readonly string[] = ['a', 'b,c']) => ({
    parameters: [query('tags', LIST, { ...more })],
    args: { tags },
  })
  rows([
    { name: 'are repeated by default, not comma-joined', given: list(), want: 'GET /q?tags=a&tags=b%2Cc' },
    { name: 'are comma-joined with explode: false', given: list({ explode: false }), want: 'GET /q?tags=a,b%2Cc' },
    {
      name: 'spaceDelimited writes %20, not +',
      given: list({ style: 'spaceDelimited', explode: false }),
      want: 'GET /q?tags=a%20b%2Cc',
    },
    {
      name: 'spaceDelimited and pipeDelimited are joined by default',
      given: list({ style: 'pipeDelimited' }),
      want: 'GET /q?tags=a%7Cb%2Cc',
    },
    { name: 'of one are no text', given: list({}, ['a']), want: 'GET /q?tags=a' },
    { name: 'that are empty leave nothing', given: list({}, []), want: 'GET /q' },
    {
      name: 'whose name has brackets keep them once',
      given: { parameters: [query('id[]', LIST)], args: { id__: ['1', '2'] } },
      want: 'GET /q?id%5B%5D=1&id%5B%5D=2',
    },
    {
      name: 'of Swagger 2.0 are comma-joined by default, and repeated as multi',
      given: {
        document: { openapi: undefined, swagger: '2.0' },
        parameters: [
          { name: 'csv', in: 'query', type: 'array', items: { type: 'string' } },
          { name: 'multi', in: 'query', type: 'array', items: { type: 'string' }, collectionFormat: 'multi' },
        ],
        args: { csv: ['a', 'b'], multi: ['c', 'd'] },
      },
      want: 'GET /q?csv=a,b&multi=c&multi=d',
    },
  ])
})

describe('objects in a query', () => {
  rows([
    {
      name: 'are spread by default, never [object Object]',
      given: { parameters: [query('o', OBJECT)], args: { o: { a: 1, b: 'x' } } },
      want: 'GET /q?a=1&b=x',
    },
    {
      name: 'with explode: false are name,value pairs',
      given: { parameters: [query('o', OBJECT, { explode: false })], args: { o: { a: 1, b: 'x' } } },
      want: 'GET /q?o=a,1,b,x',
    },
    {
      name: 'deepObject keeps its name',
      given: {
        parameters: [query('target', OBJECT, { style: 'deepObject' })],
        args: { target: { a: 1, b: 2 } },
      },
      want: 'GET /q?target%5Ba%5D=1&target%5Bb%5D=2',
    },
    {
      name: 'deepObject writes what is nested, never as a text of a program',
      given: {
        parameters: [query('f', {}, { style: 'deepObject' })],
        args: { f: { ids: [1, 2], range: { gte: 3 } } },
      },
      want: 'GET /q?f%5Bids%5D%5B%5D=1&f%5Bids%5D%5B%5D=2&f%5Brange%5D%5Bgte%5D=3',
    },
  ])
})

describe('scalars', () => {
  const one = (value: Call['args']): Row['given'] => ({ parameters: [query('v')], args: value ?? {} })
  rows([
    { name: '+ & = # % are escaped', given: one({ v: '+&=#%' }), want: 'GET /q?v=%2B%26%3D%23%25' },
    {
      name: 'allowReserved keeps what is legal',
      given: { parameters: [query('v', {}, { allowReserved: true })], args: { v: 'a/b:c?d&e#f' } },
      want: 'GET /q?v=a/b:c?d%26e%23f',
    },
    { name: '12345678 is not 1.2345678e+07', given: one({ v: 12345678 }), want: 'GET /q?v=12345678' },
    {
      name: 'a 64-bit id keeps its digits',
      given: one({ v: new ExactNumber('9007199254740993') }),
      want: 'GET /q?v=9007199254740993',
    },
    { name: 'false is sent', given: one({ v: false }), want: 'GET /q?v=false' },
    { name: '0 is sent', given: one({ v: 0 }), want: 'GET /q?v=0' },
    { name: 'an empty text is sent', given: one({ v: '' }), want: 'GET /q?v=' },
    { name: 'null leaves nothing', given: one({ v: null }), want: 'GET /q' },
  ])
})

describe('headers and cookies', () => {
  const typed = [header('X-Int', { type: 'integer' }), header('X-On', { type: 'boolean' }), header('X-Ids', LIST)]
  rows([
    {
      name: 'a header may be a number, a boolean, a list',
      given: { parameters: typed, args: { 'X-Int': 5, 'X-On': true, 'X-Ids': ['a', 'b'] } },
      want: 'GET /q | X-Int: 5 | X-On: true | X-Ids: a,b',
    },
    {
      name: 'a header never ends its line',
      given: { parameters: typed, args: { 'X-Ids': ['a\r\nX-Evil: 1'] } },
      want: 'refused: X-Ids',
    },
    {
      name: 'a header stays out of the body',
      given: {
        on: 'POST /q',
        parameters: [header('X-Trace')],
        body: OBJECT,
        args: { 'X-Trace': 't', a: 1 },
      },
      want: 'POST /q | X-Trace: t | {"a":1}',
    },
    {
      name: 'a cookie stays out of the query',
      given: { parameters: [cookie('theme'), query('a')], args: { theme: 'dark', a: 1 } },
      want: 'GET /q?a=1 | cookie: theme=dark',
    },
    {
      name: 'a cookie stays out of the body',
      given: { on: 'POST /q', parameters: [cookie('theme')], body: OBJECT, args: { theme: 'dark', a: 1 } },
      want: 'POST /q | cookie: theme=dark | {"a":1}',
    },
    {
      name: 'a cookie never begins another one',
      given: { parameters: [cookie('theme')], args: { theme: 'a; admin=1' } },
      want: 'GET /q | cookie: theme=a%3B%20admin%3D1',
    },
  ])
})

describe('parameters are found wherever the contract has them', () => {
  const PAGE = { parameters: { Page: query('page', { type: 'integer' }) } }
  rows([
    {
      name: 'behind a reference, and not in the body',
      given: {
        on: 'POST /q',
        components: PAGE,
        parameters: [{ $ref: '#/components/parameters/Page' }],
        body: OBJECT,
        args: { page: 2, a: 1 },
      },
      want: 'POST /q?page=2 | {"a":1}',
    },
    {
      name: 'with a media type instead of a schema',
      given: {
        parameters: [{ name: 'f', in: 'query', content: { 'application/json': { schema: { type: 'object' } } } }],
        args: { f: { a: [1] } },
      },
      want: 'GET /q?f=%7B%22a%22%3A%5B1%5D%7D',
    },
    {
      name: 'with a media type in the path',
      given: {
        on: 'GET /x/{f}',
        parameters: [{ name: 'f', in: 'path', required: true, content: { 'application/json': { schema: {} } } }],
        args: { f: { a: 1 } },
      },
      want: 'GET /x/%7B%22a%22%3A1%7D',
    },
  ])

  test("on the path, and the operation's own goes before them", async () => {
    const own = { operationId: 'get', parameters: [query('limit', { type: 'integer', maximum: 5 })] }
    const item = { parameters: [path('id'), query('limit', { type: 'integer' })], get: own }
    const api = { paths: { '/x/{id}': item } }
    expect(await sent(api, { id: 'a', limit: 5 })).toBe('GET /x/a?limit=5')
    expect(await sent(api, { id: 'a', limit: 6 })).toBe('refused: limit')
  })
})

describe('names that clients refuse are legal and reversible', () => {
  test.each([
    ['filter[id]', 'filter_id_', 'filter%5Bid%5D'],
    ['StartTime<', 'StartTime_', 'StartTime%3C'],
    ['$filter', '_filter', '$filter'],
    ['repository-id', 'repository-id', 'repository-id'],
    ['class', 'class', 'class'],
    ['a.b', 'a.b', 'a.b'],
    ['größe', 'gr__e', 'gr%C3%B6%C3%9Fe'],
    ['__proto__', '__proto__', '__proto__'],
    ['header:X', 'header_X', 'header:X'],
    ['n'.repeat(80), expect.stringMatching(/^n+_\w+$/), 'n'.repeat(80)],
  ])('%s', async (name, argument, onTheWire) => {
    const given: Call = { on: 'GET /q', parameters: [query(name)] }
    const tool = await toolOf(given)
    const [shown = ''] = Object.keys(Object(tool.inputSchema.properties))
    expect(shown).toEqual(argument)
    expect(shown).toMatch(/^[a-zA-Z0-9_.-]{1,64}$/)
    expect(await wire({ ...given, args: Object.fromEntries([[shown, '1']]) })).toBe(`GET /q?${onTheWire}=1`)
  })

  test('two that become one are told apart', async () => {
    const parameters = [query('a[b]'), query('a<b>')]
    expect(await wire({ on: 'GET /q', parameters, args: { a_b__query: '1', a_b__query_2: '2' } })).toBe(
      'GET /q?a%5Bb%5D=1&a%3Cb%3E=2',
    )
  })

  test('of a body too', async () => {
    const body = { type: 'object', properties: { '@type': {}, 'a b': {} } }
    expect(await wire({ on: 'POST /q', body, args: { _type: 't', a_b: 1 } })).toBe('POST /q | {"@type":"t","a b":1}')
  })
})

describe('one name in several places is several arguments', () => {
  const body = { type: 'object', properties: { id: {}, name: {} } }
  rows([
    {
      name: 'path, query and body',
      given: {
        on: 'PUT /users/{id}',
        parameters: [path('id'), query('id')],
        body,
        args: { id_path: '1', id_query: '2', id_body: '3', name: 'n' },
      },
      want: 'PUT /users/1?id=2 | {"id":"3","name":"n"}',
    },
    {
      name: 'the body has its own name on the wire, not id_body',
      given: { on: 'PUT /users/{id}', parameters: [path('id')], body, args: { id_path: '1', id_body: '2' } },
      want: 'PUT /users/1 | {"id":"2"}',
    },
    {
      name: 'a query parameter named body beside a whole body',
      given: {
        on: 'POST /q',
        parameters: [query('body')],
        body: LIST,
        args: { body_query: 'x', body_body: ['a'] },
      },
      want: 'POST /q?body=x | ["a"]',
    },
    {
      name: 'a parameter named requestBody is nobody else',
      given: { on: 'POST /q', parameters: [query('requestBody')], body: LIST, args: { requestBody: 'x', body: ['a'] } },
      want: 'POST /q?requestBody=x | ["a"]',
    },
    {
      name: 'a property named body',
      given: { on: 'POST /q', body: { type: 'object', properties: { body: {} } }, args: { body: 'x' } },
      want: 'POST /q | {"body":"x"}',
    },
  ])
})

describe('arguments are checked before anything is sent', () => {
  const parameters = [query('limit', { type: 'integer', minimum: 1, maximum: 100 }), query('state', { enum: ['on'] })]
  rows([
    {
      name: 'an undeclared one is refused, not dropped',
      given: { parameters, args: { evil: 1 } },
      want: 'refused: evil',
    },
    { name: 'bounds hold', given: { parameters, args: { limit: 101 } }, want: 'refused: limit' },
    { name: 'an enumeration holds', given: { parameters, args: { state: 'off' } }, want: 'refused: state' },
    { name: 'an integer is no fraction', given: { parameters, args: { limit: 1.5 } }, want: 'refused: limit' },
    { name: 'optional ones stay optional', given: { parameters, args: {} }, want: 'GET /q' },
    {
      name: 'a required one is missed',
      given: { parameters: [query('q', {}, { required: true })], args: {} },
      want: 'refused: q',
    },
  ])

  test('one that is dropped from a dotted or long name is never uncallable', async () => {
    const operation = { requestBody: jsonBody({ type: 'object', required: ['a.b'], properties: { 'a.b': {} } }) }
    expect(await wire({ on: 'POST /q', operation, args: { 'a.b': 1 } })).toBe('POST /q | {"a.b":1}')
  })
})
