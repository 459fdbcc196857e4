import { describe, expect, test } from 'vitest'
import { mustRead, openapi, operation } from './read.ts'

interface Shown {
  readonly parameters: readonly unknown[]
  readonly problems: readonly unknown[]
}

async function readParameters(
  parameters: unknown,
  { version = '3.1.0', pathItem = {}, components = {} } = {},
): Promise<Shown> {
  const contract = await mustRead(openapi({ '/a': { ...pathItem, get: { parameters } } }, components, version))
  const read = operation(contract, 'GET /a')
  const problems = read.problems.map(({ code, severity, args }) => ({ code, severity, ...args }))
  return { parameters: read.ok ? read.value.parameters : [], problems }
}

describe('defaults are explicit', () => {
  const query = { in: 'query', style: 'form', explode: true, allowReserved: false }
  test.each([
    { given: { in: 'path' }, want: { in: 'path', style: 'simple', explode: false, allowReserved: false } },
    { given: { in: 'query' }, want: query },
    { given: { in: 'header' }, want: { in: 'header', style: 'simple', explode: false } },
    { given: { in: 'cookie' }, want: { ...query, in: 'cookie' } },
    {
      given: { in: 'path', style: 'label', explode: true },
      want: { in: 'path', style: 'label', explode: true, allowReserved: false },
    },
    {
      given: { in: 'path', style: 'matrix' },
      want: { in: 'path', style: 'matrix', explode: false, allowReserved: false },
    },
    {
      given: { in: 'query', explode: false, allowReserved: true },
      want: { ...query, explode: false, allowReserved: true },
    },
    { given: { in: 'query', style: 'spaceDelimited' }, want: { ...query, style: 'spaceDelimited', explode: false } },
    { given: { in: 'query', style: 'pipeDelimited', explode: true }, want: { ...query, style: 'pipeDelimited' } },
    { given: { in: 'query', style: 'deepObject' }, want: { ...query, style: 'deepObject' } },
    { given: { in: 'query', style: 'deepObject', explode: false }, want: { ...query, style: 'deepObject' } },
    { given: { in: 'header', explode: true }, want: { in: 'header', style: 'simple', explode: true } },
    { given: { in: 'cookie', style: 'cookie' }, want: { ...query, in: 'cookie', style: 'cookie' } },
  ])('$given', async ({ given, want }) => {
    const { parameters, problems } = await readParameters([{ name: 'p', schema: {}, ...given }], { version: '3.2.0' })
    expect(problems).toEqual([])
    expect(parameters).toEqual([
      {
        name: 'p',
        in: given.in,
        required: given.in === 'path',
        deprecated: false,
        allowEmptyValue: false,
        schema: {},
        serialization: { kind: 'style', style: want },
        pointer: '/paths/~1a/get/parameters/0',
      },
    ])
  })

  test('what is written is kept', async () => {
    const written = {
      name: 'p',
      in: 'query',
      required: true,
      deprecated: true,
      allowEmptyValue: true,
      description: 'd',
    }
    const { parameters } = await readParameters([{ ...written, schema: { type: 'string' } }])
    expect(parameters).toEqual([expect.objectContaining({ ...written, schema: { type: 'string' } })])
  })

  test('a path parameter is required whatever it says, and only the query has empty values', async () => {
    const { parameters } = await readParameters([{ name: 'p', in: 'path', required: false, allowEmptyValue: true }])
    expect(parameters).toEqual([expect.objectContaining({ required: true, allowEmptyValue: false, schema: true })])
  })
})

describe('styles that do not exist in a place', () => {
  const styles = ['simple', 'label', 'matrix', 'form', 'spaceDelimited', 'pipeDelimited', 'deepObject', 'cookie']
  const legal: Readonly<Record<string, readonly string[]>> = {
    path: ['simple', 'label', 'matrix'],
    query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
    header: ['simple'],
    cookie: ['form', 'cookie'],
  }
  const cells = Object.keys(legal).flatMap((place) =>
    [...styles, 'tabDelimited', 'constructor'].map((style) => [place, style, legal[place]?.includes(style)] as const),
  )
  test.each(cells)('%s %s: %s', async (place, style, exists) => {
    const { problems } = await readParameters([{ name: 'p', in: place, required: true, style }])
    const detail = `style "${style}" does not exist in ${place}`
    const refusal = { code: 'PARAMETER_UNSUPPORTED', severity: 'error', parameter: 'p', in: place, detail }
    expect(problems).toEqual(exists ? [] : [refusal])
  })

  test('an optional parameter is left out with a warning', async () => {
    const { parameters, problems } = await readParameters([
      { name: 'a', in: 'query', style: 'matrix' },
      { name: 'b', in: 'query' },
    ])
    expect(parameters).toEqual([expect.objectContaining({ name: 'b' })])
    expect(problems).toEqual([expect.objectContaining({ severity: 'warning', parameter: 'a' })])
  })
})

describe('parameters that are none', () => {
  test.each([
    [{ in: 'query' }, { parameter: '', in: 'query', detail: 'it has no name' }],
    [
      { name: '', in: 'query' },
      { parameter: '', detail: 'it has no name' },
    ],
    [{ name: 'p' }, { parameter: 'p', in: '' }],
    [
      { name: 'p', in: 'body' },
      { parameter: 'p', in: 'body' },
    ],
    [
      { name: 'p', in: 'constructor' },
      { parameter: 'p', in: 'constructor' },
    ],
    [null, { detail: 'it has no name' }],
    ['text', { detail: 'it has no name' }],
  ])('%j', async (given, want) => {
    const { problems } = await readParameters([given])
    expect(problems).toEqual([expect.objectContaining({ code: 'PARAMETER_UNSUPPORTED', severity: 'error', ...want })])
  })

  test.each([[{ $ref: '#/x' }], ['text'], [true]])('a list that is %j hides no parameter', async (given) => {
    const invalid = {
      code: 'OPERATION_INVALID',
      severity: 'error',
      operation: 'GET /a',
      detail: '"parameters" is no list',
    }
    expect((await readParameters(given)).problems).toEqual([invalid])
    expect((await readParameters([], { pathItem: { parameters: given } })).problems).toEqual([invalid])
  })

  test('nothing is written there', async () => {
    expect(await readParameters(null)).toEqual({ parameters: [], problems: [] })
  })

  test('every problem is told at once', async () => {
    const broken = { name: 'q', in: 'query', schema: { $ref: '#/nothing' } }
    const { problems } = await readParameters([{ in: 'query' }, { $ref: '#/none' }, { name: 'p', in: 'x' }, broken])
    expect(problems.map((one) => Object(one).detail)).toEqual([
      'there is nothing at /none',
      'it has no name',
      expect.stringContaining('"in" is not one of'),
      'there is nothing at /nothing',
    ])
  })
})

describe('content', () => {
  test.each([
    ['application/json', { kind: 'content', mediaType: 'application/json' }, 'query'],
    [
      'application/x-www-form-urlencoded',
      { kind: 'content', mediaType: 'application/x-www-form-urlencoded' },
      'querystring',
    ],
  ])('%s', async (mediaType, serialization, place) => {
    const content = { [mediaType]: { schema: { type: 'object' } } }
    const { parameters, problems } = await readParameters([{ name: 'p', in: place, content }], { version: '3.2.0' })
    expect(problems).toEqual([])
    expect(parameters).toEqual([expect.objectContaining({ in: place, serialization, schema: { type: 'object' } })])
  })

  test('a media type by reference', async () => {
    const components = { mediaTypes: { filter: { schema: { const: 1 } } } }
    const content = { 'application/json': { $ref: '#/components/mediaTypes/filter' } }
    const { parameters } = await readParameters([{ name: 'p', in: 'query', content }], { version: '3.2.0', components })
    expect(parameters).toEqual([expect.objectContaining({ schema: { const: 1 } })])
  })

  test.each([
    [{ in: 'query', content: { 'application/json': {}, 'text/plain': {} } }, 'it has more than one media type'],
    [{ in: 'querystring', schema: {} }, 'a querystring parameter needs a media type'],
  ])('%j', async (given, detail) => {
    const { problems } = await readParameters([{ name: 'p', required: true, ...given }], { version: '3.2.0' })
    expect(problems).toEqual([expect.objectContaining({ code: 'PARAMETER_UNSUPPORTED', detail })])
  })
})

describe('merging', () => {
  const parameter = (name: string, place: string, description: string) => ({ name, in: place, description })
  test.each([
    {
      name: 'those of the operation come after those of the path',
      path: [parameter('a', 'query', 'path')],
      own: [parameter('b', 'query', 'own')],
      want: ['a path', 'b own'],
    },
    {
      name: 'the same name and place is overridden where it stood',
      path: [parameter('a', 'query', 'path'), parameter('b', 'query', 'path')],
      own: [parameter('a', 'query', 'own')],
      want: ['a own', 'b path'],
    },
    {
      name: 'the same name elsewhere is another parameter',
      path: [parameter('a', 'query', 'path')],
      own: [parameter('a', 'cookie', 'own')],
      want: ['a path', 'a own'],
    },
    {
      name: 'names have case, those of headers have none',
      path: [parameter('id', 'query', 'path'), parameter('X-Id', 'header', 'path')],
      own: [parameter('ID', 'query', 'own'), parameter('x-id', 'header', 'own')],
      want: ['id path', 'x-id own', 'ID own'],
    },
    {
      name: 'references are followed before',
      path: [{ $ref: '#/components/parameters/a' }],
      own: [parameter('a', 'query', 'own')],
      want: ['a own'],
    },
    {
      name: 'reserved headers are left out',
      path: [parameter('Accept', 'header', 'path'), parameter('AUTHORIZATION', 'header', 'path')],
      own: [parameter('content-type', 'header', 'own'), parameter('Accept', 'query', 'own')],
      want: ['Accept own'],
    },
  ])('$name', async ({ path, own, want }) => {
    const components = { parameters: { a: parameter('a', 'query', 'component') } }
    const { parameters } = await readParameters(own, { pathItem: { parameters: path }, components })
    expect(parameters.map((one) => `${Object(one).name} ${Object(one).description}`)).toEqual(want)
  })
})
