import { describe, expect, test } from 'vitest'
import type { WholeOperation } from '../../src/contract/model.ts'
import { mustRead, operation } from './read.ts'

async function readOperation(get: object, root: object = {}) {
  return operation(await mustRead({ swagger: '2.0', ...root, paths: { '/a': { post: get } } }), 'POST /a')
}

async function mustOperate(post: object, root: object = {}): Promise<WholeOperation> {
  const read = await readOperation(post, root)
  if (!read.ok) throw new Error(`not readable: ${JSON.stringify(read.problems)}`)
  return read.value
}

const list = { type: 'array', items: { type: 'string' } }

describe('collection formats', () => {
  const query = (style: string, explode: boolean) => ({ in: 'query', style, explode, allowReserved: false })
  const simple = { in: 'path', style: 'simple', explode: false, allowReserved: false }
  test.each([
    ['query', { ...list }, query('form', false)],
    ['query', { ...list, collectionFormat: 'csv' }, query('form', false)],
    ['query', { ...list, collectionFormat: 'multi' }, query('form', true)],
    ['query', { ...list, collectionFormat: 'ssv' }, query('spaceDelimited', false)],
    ['query', { ...list, collectionFormat: 'tsv' }, query('tabDelimited', false)],
    ['query', { ...list, collectionFormat: 'pipes' }, query('pipeDelimited', false)],
    ['query', { type: 'string', collectionFormat: 'tsv' }, query('form', true)],
    ['path', { ...list }, simple],
    ['path', { type: 'integer' }, simple],
    ['header', { ...list }, { in: 'header', style: 'simple', explode: false }],
  ])('%s %j', async (place, given, style) => {
    const { parameters } = await mustOperate({ parameters: [{ name: 'p', in: place, ...given }] })
    const { collectionFormat: _format, ...schema } = Object(given)
    expect(parameters).toEqual([
      expect.objectContaining({ name: 'p', in: place, schema, serialization: { kind: 'style', style } }),
    ])
  })

  const lists = (outer: string, inner: string) => ({
    type: 'array',
    items: { ...list, collectionFormat: inner },
    collectionFormat: outer,
  })
  test.each([
    ['path', { ...list, collectionFormat: 'pipes' }, { in: 'path', spread: false, delimiters: ['|'] }],
    ['header', { ...list, collectionFormat: 'tsv' }, { in: 'header', spread: false, delimiters: ['\t'] }],
    ['query', lists('ssv', 'pipes'), { in: 'query', spread: false, delimiters: [' ', '|'] }],
    ['query', lists('multi', 'csv'), { in: 'query', spread: true, delimiters: [','] }],
  ])('%s %j, which no style writes', async (place, given, collection) => {
    const { parameters } = await mustOperate({ parameters: [{ name: 'p', in: place, ...given }] })
    expect(parameters.map(({ serialization }) => serialization)).toEqual([{ kind: 'collection', collection }])
  })

  test('a form with lists in lists', async () => {
    const { requestBody } = await mustOperate({ parameters: [{ name: 'p', in: 'formData', ...lists('multi', 'ssv') }] })
    expect(requestBody?.content[0]?.encoding.get('p')).toEqual({
      collection: { in: 'query', spread: true, delimiters: [' '] },
      headers: [],
    })
  })

  test.each([
    ['query', lists('csv', 'csv')],
    ['query', lists('csv', 'multi')],
    ['query', { ...list, collectionFormat: 'constructor' }],
    ['query', { ...list, collectionFormat: '__proto__' }],
    ['path', { ...list, collectionFormat: 'multi' }],
    ['header', { ...list, collectionFormat: 'multi' }],
    ['formData', { ...list, collectionFormat: 'toString' }],
    ['cookie', { type: 'string' }],
  ])('%s %j is refused', async (place, given) => {
    const read = await readOperation({ parameters: [{ name: 'p', in: place, required: true, ...given }] })
    expect(read.problems).toEqual([
      expect.objectContaining({
        code: 'PARAMETER_UNSUPPORTED',
        severity: 'error',
        args: expect.objectContaining({ parameter: 'p', in: place }),
      }),
    ])
  })

  test('an optional one is left out with a warning', async () => {
    const read = await readOperation({ parameters: [{ name: 'p', in: 'header', ...list, collectionFormat: 'multi' }] })
    expect(read.ok && read.value.parameters).toEqual([])
    expect(read.problems).toEqual([expect.objectContaining({ severity: 'warning' })])
  })
})

describe('bodies', () => {
  const body = { name: 'b', in: 'body', schema: { type: 'object' } }
  const field = { name: 'f', in: 'formData', type: 'string' }
  const file = { name: 'f', in: 'formData', type: 'file' }
  const FORM = 'application/x-www-form-urlencoded'
  test.each([
    [{ parameters: [body] }, {}, ['application/json']],
    [{ parameters: [body] }, { consumes: ['application/xml'] }, ['application/xml']],
    [{ parameters: [body], consumes: ['text/csv'] }, { consumes: ['application/xml'] }, ['text/csv']],
    [{ parameters: [body], consumes: [] }, { consumes: ['application/xml'] }, ['application/json']],
    [{ parameters: [field] }, { consumes: ['application/json'] }, [FORM]],
    [{ parameters: [field], consumes: ['multipart/form-data', FORM] }, {}, ['multipart/form-data', FORM]],
    [{ parameters: [file], consumes: [FORM] }, {}, ['multipart/form-data']],
    [{ parameters: [] }, { consumes: ['application/json'] }, undefined],
  ])('%j in %j', async (given, root, want) => {
    const { requestBody } = await mustOperate(given, root)
    expect(requestBody?.content.map(({ mediaType }) => mediaType)).toEqual(want)
  })

  test('fields of a form are its properties', async () => {
    const parameters = [
      { ...field, description: 'words', required: true, minLength: 1 },
      { ...file, name: 'upload', 'x-nullable': true },
      { name: 'tags', in: 'formData', ...list, collectionFormat: 'multi' },
      { name: '__proto__', in: 'formData', type: 'integer' },
    ]
    const read = await readOperation({ parameters })
    expect(read.problems).toEqual([])
    const content = read.ok ? read.value.requestBody?.content[0] : undefined
    expect(JSON.parse(JSON.stringify(content?.schema))).toEqual({
      type: 'object',
      properties: JSON.parse(`{
        "f": { "type": "string", "minLength": 1, "description": "words" },
        "upload": { "type": ["string", "null"], "format": "binary" },
        "tags": { "type": "array", "items": { "type": "string" } },
        "__proto__": { "type": "integer" }
      }`),
      required: ['f'],
    })
    expect([...(content?.encoding ?? [])]).toEqual([
      ['tags', { style: { in: 'query', style: 'form', explode: true, allowReserved: false }, headers: [] }],
    ])
    expect(read.ok && read.value.requestBody?.required).toBe(true)
  })
})

test('header parameters that later versions ignore', async () => {
  const header = (name: string) => ({ name, in: 'header', type: 'string' })
  const { parameters } = await mustOperate({ parameters: ['Accept', 'Content-Type', 'Authorization'].map(header) })
  expect(parameters.map(({ name }) => name)).toEqual(['Accept', 'Content-Type', 'Authorization'])
})

test('answers have the media types that are produced', async () => {
  const responses = { 200: { description: 'd', schema: { $ref: '#/definitions/A' } }, 204: { description: 'none' } }
  const root = { produces: ['application/json'], definitions: { A: { type: 'file' } } }
  const { responses: read } = await mustOperate({ responses }, root)
  const answers = read()
  expect(answers.problems).toEqual([])
  expect(
    answers.ok && answers.value.responses.map(({ status, content }) => [status, content.map((one) => one.mediaType)]),
  ).toEqual([
    ['200', ['application/json']],
    ['204', []],
  ])
  expect(answers.ok && [...answers.value.definitions]).toEqual([['A', { type: 'string', format: 'binary' }]])
})
