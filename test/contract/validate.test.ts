import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseDocument } from '../../src/contract/document.ts'
import type { OpenApiVersion } from '../../src/contract/model.ts'
import { validateDocument } from '../../src/contract/validate.ts'
import { URI } from './read.ts'

async function validate(document: object, version: OpenApiVersion) {
  const parsed = await parseDocument(Buffer.from(JSON.stringify(document)), URI)
  if (!parsed.ok) throw new Error('not readable')
  const before = structuredClone(parsed.value.root)
  const found = await validateDocument(parsed.value, version)
  expect(parsed.value.root).toEqual(before)
  expect(found.map(({ code, severity, at }) => [code, severity, at.uri])).toEqual(
    found.map(() => ['CONTRACT_INVALID', 'warning', URI]),
  )
  return found
}

const info = { title: 't', version: '1' }
const responses = { default: { description: 'd' } }

function document(version: OpenApiVersion, post: object, components: object = {}): object {
  const paths = { '/a': { post: { responses, ...post } } }
  return version === '2.0'
    ? { swagger: '2.0', info, paths, ...components }
    : { openapi: `${version}.0`, info, paths, components }
}

describe('a valid document has no findings', () => {
  const literal = { $ref: '#/nothing/here' }
  const schema = {
    type: 'object',
    properties: { example: { $ref: '#/components/schemas/A' }, enum: { enum: [literal] } },
  }
  const content = {
    'application/json': { schema, example: literal },
    'text/json': { examples: { one: { value: literal } } },
  }
  const components = { schemas: { A: { type: 'string', default: 'x', example: 'x' }, default: { type: 'string' } } }
  const p = { name: 'p', in: 'query', schema: {} }
  const servers = [{ url: 'https://{region}.example', variables: { region: { default: 'eu', enum: ['eu'] } } }]
  test.each<[OpenApiVersion, object, object]>([
    ['2.0', { parameters: [{ name: 'p', in: 'query', type: 'string', default: 'x', enum: ['x'] }] }, {}],
    ['2.0', { 'x-ref': literal }, { definitions: { default: { type: 'object', example: literal } } }],
    ['3.0', { requestBody: { content }, servers }, components],
    ['3.1', { requestBody: { content }, servers }, components],
    ['3.0', { responses: { default: { $ref: '#/components/responses/default' } } }, { responses }],
    ['3.0', { responses: { default: { $ref: '#/components/x-more/d' } } }, { 'x-more': { d: responses.default } }],
    [
      '3.1',
      { parameters: [{ $ref: '#/components/parameters/p', summary: 's', description: 'd' }] },
      { parameters: { p } },
    ],
  ])('%s %j', async (version, post, parts) => {
    expect(await validate(document(version, post, parts), version)).toEqual([])
  })
})

test('patch versions are the same', async () => {
  expect(await validate({ ...document('3.0', {}), openapi: '3.0.99' }, '3.0')).toEqual([])
})

describe('a broken document', () => {
  test.each<[OpenApiVersion, object, string]>([
    ['2.0', { parameters: [{ name: 'p', in: 'query' }] }, '/paths/~1a/post/parameters/0'],
    ['2.0', { responses: {} }, '/paths/~1a/post/responses'],
    ['3.0', { parameters: [{ in: 'query' }] }, '/paths/~1a/post/parameters/0'],
    ['3.0', { operationId: 5 }, '/paths/~1a/post/operationId'],
    ['3.1', { tags: 'x' }, '/paths/~1a/post/tags'],
  ])('%s %j', async (version, post, pointer) => {
    const found = await validate(document(version, post), version)
    expect(found.map(({ at }) => at.pointer)).toContain(pointer)
  })

  test('repeats itself: no more than twenty findings', async () => {
    const parameters = Array.from({ length: 60 }, () => ({ in: 'nowhere' }))
    const found = await validate(document('3.0', { parameters }), '3.0')
    expect(found).toHaveLength(20)
  })

  test('that leads nowhere is one finding', async () => {
    const content = { 'application/json': { schema: { $ref: '#/components/schemas/None' } } }
    const found = await validate(document('3.0', { requestBody: { content } }), '3.0')
    expect(found).toHaveLength(1)
  })

  test('has no findings in 3.2, which the validator does not know', async () => {
    expect(await validate(document('3.2', { tags: 'x' }), '3.2')).toEqual([])
  })
})

test.each<OpenApiVersion>(['2.0', '3.0', '3.1'])('a circular document of %s comes to an end', async (version) => {
  const place = version === '2.0' ? '#/definitions' : '#/components/schemas'
  const schemas = { A: { type: 'object', properties: { a: { $ref: `${place}/A` } } } }
  const schema = { $ref: `${place}/A` }
  const post =
    version === '2.0'
      ? { parameters: [{ name: 'b', in: 'body', schema }] }
      : { requestBody: { content: { 'application/json': { schema } } } }
  expect(
    await validate(document(version, post, version === '2.0' ? { definitions: schemas } : { schemas }), version),
  ).toEqual([])
})

describe('other documents', () => {
  const requests: (string | undefined)[] = []
  const server = createServer((request, response) => {
    requests.push(request.url)
    response.end('{}')
  })
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
  afterAll(() => void server.close())

  test.each<OpenApiVersion>(['2.0', '3.0', '3.1'])('are not fetched in %s', async (version) => {
    const { port } = server.address() as AddressInfo // a listening TCP server has one
    const reference = { $ref: `http://127.0.0.1:${port}/schema.json` }
    const file = { $ref: './there-is-no-such-file.json' }
    const parts = { A: reference, B: file }
    const found = await validate(
      document(version, {}, version === '2.0' ? { definitions: parts } : { schemas: parts }),
      version,
    )
    expect(found).toEqual([])
    expect(requests).toEqual([])
  })
})
