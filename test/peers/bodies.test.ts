/** What becomes of a body: its shape, its media type, its numbers and nulls, and what a model wrote as text. */
import { describe, expect, test } from 'vitest'
import { ExactNumber } from '../../src/lib/json.ts'
import { type Call, header, jsonBody, query, toolOf, wire } from './pipeline.ts'

interface Row {
  readonly name: string
  readonly given: Omit<Call, 'on'> & { readonly on?: string }
  readonly want: string
}

function rows(table: readonly Row[]): void {
  test.each(table)('$name', async ({ given, want }) => {
    expect(await wire({ on: 'POST /b', ...given })).toBe(want)
  })
}

const LIST = { type: 'array', items: {} }
const CAT = { type: 'object', required: ['meow'], properties: { meow: {} }, additionalProperties: false }
const DOG = { type: 'object', required: ['bark'], properties: { bark: {} }, additionalProperties: false }

describe('a body is sent in its own shape', () => {
  rows([
    { name: 'an array body is not wrapped', given: { body: LIST, args: { body: [1, 2] } }, want: 'POST /b | [1,2]' },
    { name: 'nor is a scalar', given: { body: { type: 'string' }, args: { body: 'x' } }, want: 'POST /b | "x"' },
    {
      name: 'a nullable body may be null',
      given: { body: { type: ['object', 'null'], properties: { a: {} } }, args: { body: null } },
      want: 'POST /b | null',
    },
    {
      name: 'an open object keeps what is not declared',
      given: { body: { type: 'object', additionalProperties: { type: 'string' } }, args: { body: { k: 'on' } } },
      want: 'POST /b | {"k":"on"}',
    },
    {
      name: 'a body behind references has its properties',
      given: {
        components: {
          schemas: { A: { $ref: '#/components/schemas/B' }, B: { type: 'object', properties: { a: {} } } },
        },
        body: { $ref: '#/components/schemas/A' },
        args: { a: 1 },
      },
      want: 'POST /b | {"a":1}',
    },
    {
      name: 'what allOf puts together stands side by side',
      given: {
        body: {
          allOf: [
            { type: 'object', properties: { a: {} } },
            { properties: { b: { type: 'integer' } }, required: ['b'] },
          ],
          properties: { c: {} },
        },
        args: { a: 1, b: 2, c: 3 },
      },
      want: 'POST /b | {"c":3,"a":1,"b":2}',
    },
    {
      name: 'a DELETE keeps its body',
      given: { on: 'DELETE /b', body: LIST, args: { body: [1] } },
      want: 'DELETE /b | [1]',
    },
    {
      name: 'a body that must be there is there',
      given: { body: { type: 'object', properties: { a: {} } }, args: {} },
      want: 'POST /b | {}',
    },
    {
      name: 'one that need not be is not',
      given: { operation: { requestBody: jsonBody({ type: 'object', properties: { a: {} } }, false) }, args: {} },
      want: 'POST /b',
    },
  ])
})

describe('alternatives at the root of a body', () => {
  const given = { parameters: [query('dry', { type: 'boolean' }), header('X-Trace')], body: { oneOf: [CAT, DOG] } }
  rows([
    {
      name: 'leave query and headers where they belong',
      given: { ...given, args: { dry: true, 'X-Trace': 't', body: { bark: 1 } } },
      want: 'POST /b?dry=true | X-Trace: t | {"bark":1}',
    },
    { name: 'are checked', given: { ...given, args: { body: { bark: 1, meow: 1 } } }, want: 'refused: body' },
  ])

  test('never stand at the root of what clients are shown', async () => {
    const { inputSchema } = await toolOf({ on: 'POST /b', ...given })
    expect(Object.keys(inputSchema)).toEqual(['type', 'properties', 'required', 'additionalProperties'])
  })

  test('with a discriminator are sent as they are', async () => {
    const pet = (type: string) => ({ type: 'object', required: ['kind'], properties: { kind: { const: type } } })
    const components = { schemas: { Cat: pet('cat'), Dog: pet('dog') } }
    const body = {
      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
      discriminator: { propertyName: 'kind', mapping: { cat: '#/components/schemas/Cat' } },
    }
    const args = { body: { kind: 'dog', more: 1 } }
    expect(await wire({ on: 'POST /b', components, body, args })).toBe('POST /b | {"kind":"dog","more":1}')
  })
})

describe('values survive', () => {
  const body = { type: 'object', properties: { id: { type: ['integer', 'null'], format: 'int64' }, name: {} } }
  rows([
    {
      name: '64-bit ids keep their digits',
      given: { body, args: { id: new ExactNumber('9007199254740993') } },
      want: 'POST /b | {"id":9007199254740993}',
    },
    {
      name: 'null arguments are sent',
      given: { on: 'PATCH /b', body, args: { id: null } },
      want: 'PATCH /b | {"id":null}',
    },
    {
      name: 'absent arguments are not',
      given: { on: 'PATCH /b', body, args: { name: 'n' } },
      want: 'PATCH /b | {"name":"n"}',
    },
    {
      name: 'false, 0 and "" are sent',
      given: { body, args: { id: 0, name: '' } },
      want: 'POST /b | {"id":0,"name":""}',
    },
    {
      name: 'null inside of a list and an object stays',
      given: { body: LIST, args: { body: [null, { a: null }] } },
      want: 'POST /b | [null,{"a":null}]',
    },
  ])
})

describe('JSON that a model wrote as text', () => {
  const parent = { type: 'object', required: ['page_id'], properties: { page_id: { type: 'string' } } }
  const body = {
    type: 'object',
    properties: {
      parent,
      children: LIST,
      count: { type: 'integer' },
      on: { type: 'boolean' },
      code: { type: 'string' },
    },
  }
  rows([
    {
      name: 'is the object that the schema wants',
      given: { body, args: { parent: '{"page_id":"p"}', children: '[{"a":1}]' } },
      want: 'POST /b | {"parent":{"page_id":"p"},"children":[{"a":1}]}',
    },
    {
      name: 'is the number',
      given: { body, args: { count: '5', on: 'true' } },
      want: 'POST /b | {"count":5,"on":true}',
    },
    {
      name: 'keeps the digits of a 64-bit id',
      given: { body, args: { count: '9007199254740993' } },
      want: 'POST /b | {"count":9007199254740993}',
    },
    {
      name: 'stays text where the schema wants text',
      given: { body, args: { code: '{"a":1}' } },
      want: 'POST /b | {"code":"{\\"a\\":1}"}',
    },
    { name: 'is still checked', given: { body, args: { parent: '{"page":"p"}' } }, want: 'refused: parent' },
  ])
})

describe('the media type', () => {
  const content = (types: Readonly<Record<string, object>>): Row['given'] => ({
    operation: { requestBody: { required: true, content: types } },
  })
  const object = { schema: { type: 'object', properties: { a: {}, tags: LIST } } }
  const text = { schema: { type: 'string' } }
  rows([
    {
      name: 'is JSON where there is a choice, whatever comes first',
      given: { ...content({ 'application/xml': text, 'application/json': object }), args: { a: 1 } },
      want: 'POST /b | {"a":1}',
    },
    {
      name: 'of a form is not JSON',
      given: { ...content({ 'application/x-www-form-urlencoded': object }), args: { a: 'x y&z', tags: ['1', '2'] } },
      want: 'POST /b | content-type: application/x-www-form-urlencoded | a=x%20y%26z&tags=1&tags=2',
    },
    {
      name: 'of JSON with a suffix is kept',
      given: { ...content({ 'application/merge-patch+json': object }), args: { a: null } },
      want: 'POST /b | content-type: application/merge-patch+json | {"a":null}',
    },
    {
      name: 'of text is sent as text',
      given: { ...content({ 'text/csv': text }), args: { body: 'a,b' } },
      want: 'POST /b | content-type: text/csv; charset=utf-8 | a,b',
    },
    {
      name: 'of XML is sent as it is',
      given: { ...content({ 'application/xml': text }), args: { body: '<a/>' } },
      want: 'POST /b | content-type: application/xml | <a/>',
    },
    {
      name: 'of bytes sends the bytes, not an empty body',
      given: { ...content({ 'application/octet-stream': {} }), args: { body: btoa('hello') } },
      want: 'POST /b | content-type: application/octet-stream | hello',
    },
    {
      name: 'that can not be written fails the check',
      given: content({ 'multipart/mixed': { schema: { type: 'object' } } }),
      want: 'check: BODY_UNSUPPORTED',
    },
    {
      name: 'is not for a header to say twice',
      given: { parameters: [header('Content-Type')], body: LIST, args: { 'Content-Type': 'text/evil', body: [] } },
      want: 'refused: Content-Type',
    },
  ])

  const FILE = { type: 'object', properties: { file: { type: 'string', format: 'binary' }, note: { type: 'string' } } }
  const upload: Call = {
    on: 'POST /b',
    operation: { requestBody: { required: true, content: { 'multipart/form-data': { schema: FILE } } } },
  }

  test('of a file is multipart, each part by itself', async () => {
    const [first = '', contentType = '', body = ''] = (
      await wire({ ...upload, args: { file: btoa('hello'), note: 'n' } })
    ).split(' | ')
    expect([first, contentType]).toEqual(['POST /b', expect.stringMatching(/^content-type: multipart\/form-data; b/)])
    expect(body.split('\r\n')).toEqual(
      expect.arrayContaining([expect.stringContaining('name="file"'), 'hello', expect.stringContaining('name="note"')]),
    )
  })

  test.each(['/etc/passwd', 'file:///etc/passwd', '@/etc/passwd', { file: '/etc/passwd' }])(
    'a path of this machine is no file: %j',
    async (file) => {
      expect(await wire({ ...upload, args: { file } })).not.toMatch(/root:/)
    },
  )
})

test('a body that only an answer has properties of is not asked for them', async () => {
  const id = { type: 'string', readOnly: true }
  const given: Call = { on: 'POST /b', body: { type: 'object', required: ['id'], properties: { id, name: {} } } }
  expect(Object.keys(Object((await toolOf(given)).inputSchema.properties))).toEqual(['name'])
  expect(await wire({ ...given, args: { name: 'n' } })).toBe('POST /b | {"name":"n"}')
})

test('a property that is required and nowhere described can be given', async () => {
  const body = { type: 'object', required: ['ghost'], properties: { a: {} }, additionalProperties: false }
  const given: Call = { on: 'POST /b', body }
  expect((await toolOf(given)).inputSchema).toMatchObject({ required: ['ghost'], properties: { a: {}, ghost: {} } })
  expect(await wire({ ...given, args: { ghost: 1 } })).toBe('POST /b | {"ghost":1}')
})
