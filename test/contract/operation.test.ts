import { describe, expect, test } from 'vitest'
import type { WholeOperation } from '../../src/contract/model.ts'
import { mustRead, openapi, operation } from './read.ts'

async function mustOperate(paths: object, key: string, root: object = {}, version = '3.1.0'): Promise<WholeOperation> {
  const read = operation(await mustRead({ ...openapi(paths, {}, version), ...root }), key)
  if (!read.ok) throw new Error(`not readable: ${JSON.stringify(read.problems)}`)
  return read.value
}

describe('the index', () => {
  test.each<{ name: string; given: object; want: readonly string[] }>([
    {
      name: 'every method, in the order of the document',
      given: {
        '/b': { post: {}, get: {} },
        '/a': { delete: {}, options: {}, head: {}, patch: {}, put: {}, trace: {} },
      },
      want: ['POST /b', 'GET /b', 'DELETE /a', 'OPTIONS /a', 'HEAD /a', 'PATCH /a', 'PUT /a', 'TRACE /a'],
    },
    {
      name: 'nothing but operations',
      given: {
        '/a': {
          summary: 'x',
          servers: [],
          parameters: [],
          'x-get': {},
          GET: {},
          constructor: {},
          get: null,
          put: 'x',
          post: [],
        },
        'no-slash': { get: {} },
        'x-extension': { get: {} },
        '/none': null,
        '/text': 'x',
      },
      want: [],
    },
    {
      name: 'the same path twice by template',
      given: { '/{a}': { get: {} }, '/{b}': { get: {} } },
      want: ['GET /{a}', 'GET /{b}'],
    },
    {
      name: 'names of the prototype',
      given: { '/__proto__': { get: {} }, '/constructor': { get: {} } },
      want: ['GET /__proto__', 'GET /constructor'],
    },
    {
      name: 'query and others are of 3.2',
      given: { '/a': { query: {}, additionalOperations: { COPY: {} } } },
      want: [],
    },
  ])('$name', async ({ given, want }) => {
    const contract = await mustRead(openapi(given))
    expect(contract.operations.map(({ key }) => key)).toEqual(want)
  })

  test('3.2 has query and additional operations', async () => {
    const paths = { '/a': { additionalOperations: { COPY: { operationId: 'copy' }, 'x-y': {} }, query: {} } }
    const contract = await mustRead(openapi(paths, {}, '3.2.0'))
    expect(contract.operations.map(({ key, method, pointer }) => ({ key, method, pointer }))).toEqual([
      { key: 'QUERY /a', method: 'QUERY', pointer: '/paths/~1a/query' },
      { key: 'COPY /a', method: 'COPY', pointer: '/paths/~1a/additionalOperations/COPY' },
      { key: 'x-y /a', method: 'x-y', pointer: '/paths/~1a/additionalOperations/x-y' },
    ])
  })

  test.each([{}, { paths: null }, { paths: [] }, { paths: 'none' }])('%j has no operations', async (given) => {
    const contract = await mustRead({ openapi: '3.1.0', info: { title: 't', version: '1' }, ...given })
    expect(contract.operations).toEqual([])
  })

  test('what an entry says', async () => {
    const get = { operationId: 'one', summary: 's', deprecated: true, tags: ['a', 1, 'b'], description: 'd' }
    const contract = await mustRead(openapi({ '/a/{b}': { summary: 'of the path', get, put: { operationId: 5 } } }))
    expect(contract.operations).toEqual([
      {
        key: 'GET /a/{b}',
        operationId: 'one',
        method: 'GET',
        path: '/a/{b}',
        summary: 's',
        deprecated: true,
        internal: false,
        tags: ['a', 'b'],
        pointer: '/paths/~1a~1{b}/get',
      },
      expect.objectContaining({ key: 'PUT /a/{b}', summary: 'of the path', deprecated: false, tags: [] }),
    ])
    expect(contract.operations[1]).not.toHaveProperty('operationId')
  })

  test('an entry of another contract is a bug', async () => {
    const [one, other] = await Promise.all([
      mustRead(openapi({ '/a': { get: {} } })),
      mustRead(openapi({ '/a': { get: {} } })),
    ])
    expect(() => other.operations.map(one.read)).toThrow('is not an entry of this contract')
  })
})

describe('x-internal', () => {
  test.each([
    [{ get: {} }, false],
    [{ get: { 'x-internal': true } }, true],
    [{ get: { 'x-internal': false } }, false],
    [{ get: { 'x-internal': null } }, false],
    [{ get: { 'x-internal': 'true' } }, true],
    [{ get: { 'x-internal': 'yes' } }, true],
    [{ 'x-internal': true, get: {} }, true],
    [{ 'x-internal': true, get: { 'x-internal': false } }, false],
    [{ get: { $ref: '#/components/x-get', 'x-internal': true } }, true],
    [{ $ref: '#/components/pathItems/item', 'x-internal': true }, true],
  ])('%j: %s', async (given, want) => {
    const components = { 'x-get': {}, pathItems: { item: { get: {} } } }
    const contract = await mustRead(openapi({ '/a': given }, components))
    expect(contract.operations.map(({ internal }) => internal)).toEqual([want])
  })
})

describe('required scopes', () => {
  const security = [{ oauth: ['read', 'write'] }, { other: ['admin:all'], oauth: ['read'] }]
  test.each([
    [{}, []],
    [{ 'x-required-scope': 'jobs:read' }, ['jobs:read']],
    [{ 'x-required-scope': ['jobs:read', 'admin:jobs', 5] }, ['jobs:read', 'admin:jobs']],
    [{ 'x-required-scope': { a: 1 } }, []],
    [{ security }, ['read', 'write', 'admin:all']],
    [{ security, 'x-required-scope': 'read' }, ['read', 'write', 'admin:all']],
  ])('%j', async (given, want) => {
    expect((await mustOperate({ '/a': { get: given } }, 'GET /a')).requiredScopes).toEqual(want)
  })

  test('those of the root count where the operation has none of its own', async () => {
    const root = { security: [{ oauth: ['root'] }] }
    expect((await mustOperate({ '/a': { get: {} } }, 'GET /a', root)).requiredScopes).toEqual(['root'])
    expect((await mustOperate({ '/a': { get: { security: [] } } }, 'GET /a', root)).requiredScopes).toEqual([])
  })
})

describe('bodies', () => {
  const json = { 'application/json': { schema: { type: 'object' } } }
  test.each([
    [{}, undefined],
    [{ requestBody: { content: json } }, { required: false, types: ['application/json'] }],
    [
      { requestBody: { required: true, content: { 'text/plain': {}, ...json } } },
      { required: true, types: ['text/plain', 'application/json'] },
    ],
    [{ requestBody: { $ref: '#/components/requestBodies/one' } }, { required: true, types: ['application/json'] }],
    [{ requestBody: {} }, { required: false, types: [] }],
    [{ requestBody: 'text' }, { required: false, types: [] }],
  ])('%j', async (given, want) => {
    const components = { requestBodies: { one: { required: true, content: json } } }
    const read = operation(await mustRead(openapi({ '/a': { post: given } }, components)), 'POST /a')
    const body = read.ok ? read.value.requestBody : 'not readable'
    expect(
      typeof body === 'object' ? { required: body.required, types: body.content.map((one) => one.mediaType) } : body,
    ).toEqual(want)
  })

  test('encodings', async () => {
    const encoding = {
      plain: { contentType: 'text/csv' },
      styled: { style: 'pipeDelimited' },
      exploded: {
        explode: false,
        headers: { 'X-Part': { schema: { type: 'integer' } }, 'Content-Type': { required: true } },
      },
    }
    const content = { 'multipart/form-data': { encoding } }
    const { requestBody } = await mustOperate({ '/a': { post: { requestBody: { content } } } }, 'POST /a')
    const query = { in: 'query', allowReserved: false, explode: false }
    expect(Object.fromEntries(requestBody?.content[0]?.encoding ?? [])).toEqual({
      plain: { contentType: 'text/csv', headers: [] },
      styled: { style: { ...query, style: 'pipeDelimited' }, headers: [] },
      exploded: {
        style: { ...query, style: 'form' },
        headers: [expect.objectContaining({ name: 'X-Part', in: 'header', schema: { type: 'integer' } })],
      },
    })
  })

  test.each([
    ['3.0.4', 'multipart/form-data', undefined],
    ['3.0.4', 'application/x-www-form-urlencoded', 'deepObject'],
    ['3.1.1', 'multipart/form-data', 'deepObject'],
  ])('style in %s %s', async (version, mediaType, want) => {
    const content = { [mediaType]: { encoding: { a: { style: 'deepObject' } } } }
    const document = { ...openapi({ '/a': { post: { requestBody: { content } } } }), openapi: version }
    const read = operation(await mustRead(document), 'POST /a')
    expect(read.ok && read.value.requestBody?.content[0]?.encoding.get('a')?.style?.style).toBe(want)
  })

  test('a style that does not exist in a form', async () => {
    const content = { 'application/x-www-form-urlencoded': { encoding: { a: { style: 'matrix' } } } }
    const read = operation(await mustRead(openapi({ '/a': { post: { requestBody: { content } } } })), 'POST /a')
    expect(read.problems).toEqual([
      expect.objectContaining({
        code: 'BODY_UNSUPPORTED',
        args: { mediaTypes: ['application/x-www-form-urlencoded'], detail: 'style "matrix" does not exist in a form' },
      }),
    ])
  })
})

describe('answers are read on demand', () => {
  const responses = {
    200: { description: 'fine', content: { 'application/json': { schema: { $ref: '#/components/schemas/A' } } } },
    '2xx': { description: 'also' },
    default: { $ref: '#/components/responses/other' },
    'x-note': { content: 5 },
  }
  const components = { schemas: { A: { type: 'string' } }, responses: { other: { description: 'else' } } }

  test('with the definitions that they reach', async () => {
    const read = operation(await mustRead(openapi({ '/a': { get: { responses } } }, components)), 'GET /a')
    if (!read.ok) throw new Error('not readable')
    expect(read.value.definitions.size).toBe(0)
    const answers = read.value.responses()
    expect(answers.ok && answers.value.responses.map(({ status, description }) => [status, description])).toEqual([
      ['200', 'fine'],
      ['2XX', 'also'],
      ['default', 'else'],
    ])
    expect(answers.ok && [...answers.value.definitions]).toEqual([['A', { type: 'string' }]])
  })

  test('a broken one does not stop a call', async () => {
    const broken = { 200: { content: { 'application/json': { schema: { $ref: '#/nowhere' } } } } }
    const read = operation(await mustRead(openapi({ '/a': { get: { responses: broken } } })), 'GET /a')
    expect(read.problems).toEqual([])
    const answers = read.ok ? read.value.responses() : read
    expect(answers.problems.map(({ code }) => code)).toEqual(['REFERENCE_UNRESOLVED'])
  })
})
