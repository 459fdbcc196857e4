import { describe, expect, test } from 'vitest'
import type { Contract, JsonSchema } from '../../src/contract/model.ts'
import { mustRead, openapi, operation, URI } from './read.ts'

/** A document whose one operation has a body of this schema. */
function withBody(schema: unknown, components: object = {}, version = '3.1.0'): object {
  const content = { 'application/json': { schema } }
  return openapi({ '/a': { post: { requestBody: { content } } } }, components, version)
}

/** The schema of the one body, its first reference followed; or the problems of the operation. */
function bodyOf(contract: Contract): unknown {
  const read = operation(contract, 'POST /a')
  if (!read.ok) return read.problems.map(({ code, args, at }) => ({ code, ...args, at: at.pointer }))
  const schema = read.value.requestBody?.content[0]?.schema ?? true
  return resolve(schema, read.value.definitions)
}

function resolve(schema: JsonSchema | undefined, definitions: ReadonlyMap<string, JsonSchema>): JsonSchema | undefined {
  if (typeof schema !== 'object' || typeof schema.$ref !== 'string') return schema
  const { $ref: reference, ...beside } = schema
  const target = resolve(definitions.get(String(reference).slice('#/$defs/'.length)), definitions)
  return typeof target === 'object' ? { ...target, ...beside } : target
}

const HERE = '/paths/~1a/post/requestBody/content/application~1json/schema'

describe('pointers', () => {
  const components = {
    schemas: {
      Plain: { type: 'string' },
      'with/slash~tilde': { type: 'integer' },
      'with space': { type: 'boolean' },
      'per%7Bcent': { type: 'null' },
      '50%': { type: 'number' },
      ü: { type: 'array' },
      '': { title: 'no name' },
      Object: { type: 'object', properties: { inner: { anyOf: [{ const: 0 }, { const: 1 }] } } },
      'a.b-c_d': { const: 'dots' },
    },
  }
  test.each([
    ['#/components/schemas/Plain', { type: 'string' }],
    ['#/components/schemas/with~1slash~0tilde', { type: 'integer' }],
    ['#/components/schemas/with%20space', { type: 'boolean' }],
    ['#/components/schemas/with space', { type: 'boolean' }],
    ['#/components/schemas/per%257Bcent', { type: 'null' }],
    ['#/components/schemas/per%7Bcent', { type: 'null' }],
    ['#/components/schemas/50%', { type: 'number' }],
    ['#/components/schemas/50%25', { type: 'number' }],
    ['#/components/schemas/%C3%BC', { type: 'array' }],
    ['#/components/schemas/ü', { type: 'array' }],
    ['#/components/schemas/', { title: 'no name' }],
    ['#/components/schemas/Object/properties/inner', { anyOf: [{ const: 0 }, { const: 1 }] }],
    ['#/components/schemas/Object/properties/inner/anyOf/1', { const: 1 }],
    ['#/components/schemas/a.b-c_d', { const: 'dots' }],
    ['openapi.json#/components/schemas/Plain', { type: 'string' }],
    [`${URI}#/components/schemas/Plain`, { type: 'string' }],
    ['./x/../openapi.json#/components/schemas/Plain', { type: 'string' }],
  ])('%s', async (reference, want) => {
    expect(bodyOf(await mustRead(withBody({ $ref: reference }, components)))).toEqual(want)
  })

  test.each([
    ['#/components/schemas/Nothing', 'there is nothing at /components/schemas/Nothing'],
    ['#/components/schemas/Object/properties/inner/anyOf/2', undefined],
    ['#/components/schemas/Object/properties/inner/anyOf/01', undefined],
    ['#/components/schemas/Object/properties/inner/anyOf/', undefined],
    ['#/components/schemas/Object/properties/inner/anyOf/length', undefined],
    ['#/components/schemas/__proto__', undefined],
    ['#/components/schemas/constructor', undefined],
    ['#/constructor/name', undefined],
    ['#/components/schemas/with~2slash', undefined],
    ['#/components/schemas/%E0%A4%A', undefined],
    ['#Plain', 'nothing is anchored as "Plain"'],
    ['http://', 'it is not a URI reference'],
  ])('%s leads nowhere', async (reference, detail) => {
    const problems = bodyOf(await mustRead(withBody({ $ref: reference }, components)))
    expect(problems).toEqual([
      { code: 'REFERENCE_UNRESOLVED', reference, detail: detail ?? expect.any(String), at: `${HERE}/$ref` },
    ])
  })

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('a schema may be called %s', async (name) => {
    const schemas = Object.fromEntries([[name, { type: 'string', title: name }]])
    const document = withBody({ $ref: `#/components/schemas/${name}` }, { schemas })
    expect(bodyOf(await mustRead(document))).toEqual({ type: 'string', title: name })
  })
})

describe('anchors and identifiers', () => {
  const components = {
    schemas: {
      Anchored: { $anchor: 'here', type: 'string' },
      default: { $anchor: 'unlucky', type: 'boolean' },
      Named: {
        $id: 'https://schemas.example/named',
        type: 'object',
        properties: { inner: { $anchor: 'in', type: 'integer' }, own: { $ref: '#/properties/inner' } },
      },
      Relative: { $id: 'schemas/relative', properties: { next: { $ref: 'next' } } },
      Next: { $id: 'https://contract.example/schemas/next', const: 'next' },
      Data: { examples: [{ $anchor: 'data' }], default: { $id: 'https://schemas.example/data' } },
      FromRoot: { $id: 'https://schemas.example/from-root', $ref: '#/components/schemas/Anchored' },
    },
  }
  test.each([
    ['#here', { type: 'string' }],
    ['#unlucky', { type: 'boolean' }],
    ['https://schemas.example/named#in', { type: 'integer' }],
    ['https://schemas.example/named#/properties/inner', { type: 'integer' }],
    ['#/components/schemas/Named/properties/own', { type: 'integer' }],
    ['schemas/relative#/properties/next', { const: 'next' }],
    ['schemas/next', { const: 'next' }],
    ['https://schemas.example/from-root', { type: 'string' }],
  ])('%s in 3.1', async (reference, want) => {
    const found = bodyOf(await mustRead(withBody({ $ref: reference }, components)))
    expect(found).toEqual(want)
  })

  test.each(['#in', '#data', 'https://schemas.example/data', 'https://schemas.example/other'])(
    '%s is not found in 3.1',
    async (reference) => {
      expect(bodyOf(await mustRead(withBody({ $ref: reference }, components)))).toEqual([
        expect.objectContaining({ reference, code: expect.stringMatching(/^REFERENCE_/) }),
      ])
    },
  )

  test.each(['#here', 'https://schemas.example/named'])('%s means nothing before 3.1', async (reference) => {
    const contract = await mustRead(withBody({ $ref: reference }, components, '3.0.3'))
    expect(bodyOf(contract)).toEqual([expect.objectContaining({ reference })])
  })

  test('before 3.1 an identifier does not move references', async () => {
    const schemas = {
      A: { $id: 'https://elsewhere.example/a', properties: { b: { $ref: '#/components/schemas/B' } } },
      B: { type: 'string' },
    }
    const contract = await mustRead(withBody({ $ref: '#/components/schemas/A' }, { schemas }, '3.0.3'))
    expect(bodyOf(contract)).toEqual({ properties: { b: { $ref: '#/$defs/B' } } })
  })
})

test('a dynamic reference goes to the outermost anchor', async () => {
  const schemas = {
    Tree: {
      $id: 'https://trees.example/tree',
      $dynamicAnchor: 'node',
      type: 'object',
      properties: { branches: { type: 'array', items: { $dynamicRef: '#node' } } },
    },
    Fruit: {
      $id: 'https://trees.example/fruit',
      $dynamicAnchor: 'node',
      $ref: 'tree',
      properties: { fruits: { type: 'integer' } },
    },
  }
  const branchesOf = async (name: string) => {
    const contract = await mustRead(withBody({ $ref: `#/components/schemas/${name}` }, { schemas }))
    const read = operation(contract, 'POST /a')
    if (!read.ok) throw new Error('not readable')
    const { definitions } = read.value
    const tree = [...definitions.values()].find(
      (one) => typeof one === 'object' && Object.hasOwn(Object(one.properties), 'branches'),
    )
    const { branches } = Object(Object(tree).properties)
    return resolve(branches.items, definitions)
  }
  expect(await branchesOf('Fruit')).toMatchObject({ properties: { fruits: { type: 'integer' } } })
  expect(await branchesOf('Tree')).toMatchObject({ properties: { branches: { type: 'array' } } })
})

test('a resource inside of another brings its own dynamic anchor', async () => {
  const list = { $id: 'list', $dynamicAnchor: 'item', title: 'list', $ref: 'base' }
  const Base = { $id: 'base', $dynamicAnchor: 'item', items: { $dynamicRef: '#item' } }
  const contract = await mustRead(withBody({ properties: { list } }, { schemas: { Base } }))
  const read = operation(contract, 'POST /a')
  if (!read.ok) throw new Error('not readable')
  const { definitions } = read.value
  const base = [...definitions.values()].find((one) => typeof one === 'object' && Object.hasOwn(one, 'items'))
  expect(resolve(Object(base).items, definitions)).toMatchObject({ title: 'list' })
})

describe('cycles', () => {
  const leadsBack = { code: 'REFERENCE_UNRESOLVED', detail: 'it leads back to itself' }
  const endless = { code: 'SCHEMA_INVALID', detail: 'it applies itself to the same value, without end' }
  test.each([
    { given: { A: { $ref: '#/components/schemas/A' } }, want: leadsBack },
    { given: { A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/A' } }, want: leadsBack },
    { given: { A: { allOf: [{ $ref: '#/components/schemas/A' }] } }, want: endless },
    { given: { A: { anyOf: [{ type: 'null' }, { not: { $ref: '#/components/schemas/A' } }] } }, want: endless },
    { given: { A: { dependentSchemas: { x: { $ref: '#/components/schemas/A' } } } }, want: endless },
    {
      given: { A: { oneOf: [{ $ref: '#/components/schemas/B' }] }, B: { if: { $ref: '#/components/schemas/A' } } },
      want: endless,
    },
  ])('$given', async ({ given, want }) => {
    const contract = await mustRead(withBody({ $ref: '#/components/schemas/A' }, { schemas: given }))
    expect(bodyOf(contract)).toEqual([expect.objectContaining(want)])
  })

  test.each([
    { A: { properties: { a: { $ref: '#/components/schemas/A' } } } },
    { A: { items: { $ref: '#/components/schemas/A' } } },
    {
      A: { additionalProperties: { $ref: '#/components/schemas/B' } },
      B: { allOf: [{ $ref: '#/components/schemas/A' }] },
    },
    { A: { oneOf: [{ type: 'null' }, { properties: { b: { $ref: '#/components/schemas/A' } } }] } },
  ])('a value of %j ends somewhere', async (schemas) => {
    const contract = await mustRead(withBody({ $ref: '#/components/schemas/A' }, { schemas }))
    const read = operation(contract, 'POST /a')
    expect(read.problems).toEqual([])
  })

  test('a chain is as long as it likes', async () => {
    const length = 20_000
    const link = (index: number) => ({ allOf: [{ $ref: `#/components/schemas/S${index}` }] })
    const chain = Array.from({ length }, (_, index) => [
      `S${index}`,
      index === 0 ? { type: 'string' } : link(index - 1),
    ])
    const contract = await mustRead(
      withBody({ $ref: `#/components/schemas/S${length - 1}` }, { schemas: Object.fromEntries(chain) }),
    )
    const read = operation(contract, 'POST /a')
    expect(read.ok && read.value.definitions.size).toBe(length)
  })
})

describe('what is no reference', () => {
  test('a literal `$ref` in data', async () => {
    const reference = { $ref: '#/nothing/here' }
    const schema = {
      enum: [reference],
      default: reference,
      const: reference,
      example: reference,
      examples: [reference],
    }
    expect(bodyOf(await mustRead(withBody(schema)))).toEqual({
      enum: [reference],
      default: reference,
      const: reference,
    })
  })

  test('a property with that name', async () => {
    const schema = { type: 'object', properties: { $ref: { type: 'string' } }, required: ['$ref'] }
    expect(bodyOf(await mustRead(withBody(schema)))).toEqual(schema)
    const schemas = { A: schema }
    expect(bodyOf(await mustRead(withBody({ $ref: '#/components/schemas/A' }, { schemas })))).toEqual(schema)
  })
})

describe('siblings of a reference', () => {
  const components = { schemas: { A: { type: 'string', minLength: 1 } } }
  const written = { $ref: '#/components/schemas/A', description: 'mine', maxLength: 5 }
  test.each([
    ['3.0.3', { type: 'string', minLength: 1 }],
    ['3.1.0', { type: 'string', minLength: 1, description: 'mine', maxLength: 5 }],
  ])('in %s', async (version, want) => {
    expect(bodyOf(await mustRead(withBody(written, components, version)))).toEqual(want)
  })
})

describe('other documents', () => {
  test.each([
    ['https://evil.example/schema.json', 'https://evil.example/schema.json'],
    ['http://169.254.169.254/latest#/a', 'http://169.254.169.254/latest'],
    ['file:///etc/passwd', 'file:///etc/passwd'],
    ['models.yaml#/Pet', 'https://contract.example/models.yaml'],
    ['../up.json', 'https://contract.example/up.json'],
    ['//other.example/x', 'https://other.example/x'],
    ['urn:example:schema', 'urn:example:schema'],
  ])('%s is not looked up', async (reference, uri) => {
    const contract = await mustRead(withBody({ $ref: reference }))
    expect(bodyOf(contract)).toEqual([{ code: 'REFERENCE_EXTERNAL', reference, uri, at: `${HERE}/$ref` }])
  })

  const others = {
    'https://contract.example/models/pet.yaml':
      'Pet:\n  type: object\n  properties:\n    owner: {$ref: "../people.json#/Owner"}\n',
    'https://contract.example/people.json': { Owner: { type: 'string' }, Loop: { $ref: 'models/pet.yaml#/Pet' } },
  }
  test('those at hand resolve, relative to where they came from', async () => {
    const contract = await mustRead(withBody({ $ref: 'models/pet.yaml#/Pet' }, {}, '3.0.3'), others)
    const read = operation(contract, 'POST /a')
    if (!read.ok) throw new Error('not readable')
    expect(bodyOf(contract)).toMatchObject({ type: 'object' })
    expect([...read.value.definitions.values()]).toContainEqual({ type: 'string' })
    expect(contract.line('https://contract.example/models/pet.yaml', '/Pet/properties/owner')).toBe(4)
  })

  test('a problem names the document that it is in', async () => {
    const broken = { 'https://contract.example/b.json': { B: { allOf: [{ $ref: '#/C' }] } } }
    const contract = await mustRead(withBody({ $ref: 'b.json#/B' }), broken)
    const read = operation(contract, 'POST /a')
    expect(read.problems.map(({ at }) => [at.uri, at.pointer])).toEqual([
      ['https://contract.example/b.json', '/B/allOf/0/$ref'],
    ])
  })

  test('a schema of another document keeps apart from one of the same name', async () => {
    const other = { 'https://contract.example/b.json': { components: { schemas: { Pet: { const: 'other' } } } } }
    const schema = {
      properties: { a: { $ref: '#/components/schemas/Pet' }, b: { $ref: 'b.json#/components/schemas/Pet' } },
    }
    const contract = await mustRead(withBody(schema, { schemas: { Pet: { const: 'own' } } }), other)
    const read = operation(contract, 'POST /a')
    expect(read.ok && [...read.value.definitions.values()]).toEqual([{ const: 'own' }, { const: 'other' }])
  })

  test('`$self` is a name of its own since 3.2', async () => {
    const document = withBody(
      { $ref: 'https://names.example/api#/components/schemas/A' },
      { schemas: { A: { const: 1 } } },
      '3.2.0',
    )
    expect(bodyOf(await mustRead({ ...document, $self: 'https://names.example/api' }))).toEqual({ const: 1 })
    const other = { 'https://contract.example/o.json': { $self: 'https://names.example/other', A: { const: 2 } } }
    const referring = withBody({ $ref: 'https://names.example/other#/A' }, {}, '3.2.0')
    expect(bodyOf(await mustRead(referring, other))).toEqual({ const: 2 })
    expect(bodyOf(await mustRead({ ...referring, openapi: '3.1.0' }, other))).toEqual([
      expect.objectContaining({ code: 'REFERENCE_EXTERNAL', uri: 'https://names.example/other' }),
    ])
  })
})

describe('path items and operations by reference', () => {
  const get = { operationId: 'getIt', parameters: [{ $ref: 'parts.json#/limit' }] }
  const others = {
    'https://contract.example/parts.json': {
      item: { summary: 'theirs', get: { operationId: 'theirs' } },
      operation: get,
      limit: { name: 'limit', in: 'query', schema: { type: 'integer' } },
    },
  }
  test.each([
    { given: { '/a': { $ref: '#/components/pathItems/Item' } }, want: ['GET /a getIt'] },
    { given: { '/a': { $ref: '#/paths/~1b' }, '/b': { post: {} } }, want: ['POST /a', 'POST /b'] },
    { given: { '/a': { get: { $ref: '#/components/x-operations/get' } } }, want: ['GET /a getIt'] },
    { given: { '/a': { get: { $ref: 'parts.json#/operation' } } }, want: ['GET /a getIt'] },
    {
      given: { '/a': { $ref: 'parts.json#/item', post: { operationId: 'mine' } } },
      want: ['GET /a theirs', 'POST /a mine'],
    },
  ])('$given', async ({ given, want }) => {
    const components = { pathItems: { Item: { get } }, 'x-operations': { get } }
    const contract = await mustRead(openapi(given, components), others)
    expect(contract.unreadable).toEqual([])
    expect(contract.operations.map(({ key, operationId = '' }) => `${key} ${operationId}`.trim())).toEqual(want)
    expect(contract.operations.map((entry) => contract.read(entry).ok)).toEqual(want.map(() => true))
  })

  test('what stands beside a reference keeps its own place', async () => {
    const item = { $ref: 'parts.json#/item', parameters: [{ $ref: '#/components/parameters/own' }], summary: 'mine' }
    const components = { parameters: { own: { name: 'own', in: 'query', schema: {} } } }
    const contract = await mustRead(openapi({ '/a': item }, components), others)
    const read = operation(contract, 'GET /a')
    expect(read.ok && read.value.parameters.map(({ name, pointer }) => [name, pointer])).toEqual([
      ['own', '/components/parameters/own'],
    ])
    expect(read.ok && read.value.summary).toBe('theirs')
  })

  test.each([
    { given: { $ref: 'paths/a.yaml' }, want: { code: 'REFERENCE_EXTERNAL', pointer: '/paths/~1a/$ref' } },
    {
      given: { $ref: '#/components/pathItems/None' },
      want: { code: 'REFERENCE_UNRESOLVED', pointer: '/paths/~1a/$ref' },
    },
    { given: { $ref: '#/paths/~1a' }, want: { code: 'REFERENCE_UNRESOLVED', pointer: '/paths/~1a/$ref' } },
    { given: { get: { $ref: 'get.yaml' } }, want: { code: 'REFERENCE_EXTERNAL', pointer: '/paths/~1a/get/$ref' } },
  ])('$given is unreadable and stops nothing else', async ({ given, want }) => {
    const contract = await mustRead(openapi({ '/a': given, '/b': { get: {} } }))
    expect(contract.operations.map(({ key }) => key)).toEqual(['GET /b'])
    expect(contract.unreadable.map(({ code, at }) => ({ code, pointer: at.pointer }))).toEqual([want])
  })
})
