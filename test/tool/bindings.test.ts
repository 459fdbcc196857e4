import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonSchema } from '../../src/contract/model.ts'
import { argumentNames } from '../../src/tool/argument-names.ts'
import type { Binding } from '../../src/tool/model.ts'
import { bodyOf, mediaTypeOf, type OperationParts, parameterOf } from '../plan/factory.ts'
import { toolOf } from './compiling.ts'

function brief(binding: Binding): string {
  switch (binding.to) {
    case 'parameter':
      return `${binding.argument} → ${binding.parameter.in} ${binding.parameter.name}`
    case 'property':
      return `${binding.argument} → property ${binding.property}`
    case 'body':
      return `${binding.argument} → body`
  }
}

const post = (schema: JsonSchema, mediaType?: string, more: OperationParts = {}): OperationParts => ({
  method: 'POST',
  requestBody: bodyOf([mediaTypeOf(schema, mediaType)]),
  ...more,
})

const object = (...names: readonly string[]): JsonSchema => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
})

const query = (name: string) => parameterOf({ name, in: 'query' })
const LONG = 'x'.repeat(70)

describe('arguments', () => {
  test.each<{ given: string; operation: OperationParts; want: readonly string[] }>([
    {
      given: 'parameters and an object body side by side',
      operation: post(object('title'), undefined, { path: '/jobs/{id}' }),
      want: ['id → path id', 'title → property title'],
    },
    {
      given: 'one name in every place',
      operation: post(object('id', 'name'), undefined, {
        path: '/jobs/{id}',
        parameters: (['path', 'query', 'header', 'cookie'] as const).map((place) =>
          parameterOf({ name: 'id', in: place }),
        ),
      }),
      want: [
        'id_path → path id',
        'id_query → query id',
        'id_header → header id',
        'id_cookie → cookie id',
        'id_body → property id',
        'name → property name',
      ],
    },
    {
      given: 'a suffix that is a name already',
      operation: {
        path: '/jobs/{id}',
        parameters: [parameterOf({ name: 'id', in: 'path' }), query('id'), query('id_path')],
      },
      want: ['id_path_2 → path id', 'id_query → query id', 'id_path → query id_path'],
    },
    {
      given: 'characters that clients refuse',
      operation: { parameters: ['filter[id]', 'StartTime<', '$filter', 'ids[]', 'repository-id', 'é😀'].map(query) },
      want: [
        'filter_id_ → query filter[id]',
        'StartTime_ → query StartTime<',
        '_filter → query $filter',
        'ids__ → query ids[]',
        'repository-id → query repository-id',
        '__ → query é😀',
      ],
    },
    {
      given: 'names that only differ in such characters',
      operation: { parameters: ['a<', 'a>', 'b'].map(query) },
      want: ['a__query → query a<', 'a__query_2 → query a>', 'b → query b'],
    },
    {
      given: 'names that are too long',
      operation: { parameters: [query(LONG), query(`${LONG}y`)] },
      want: [`${'x'.repeat(55)}_77f3c97d → query ${LONG}`, `${'x'.repeat(55)}_d8c5714c → query ${LONG}y`],
    },
    {
      given: 'names of the prototype',
      operation: post(object('__proto__', 'constructor', 'toString')),
      want: ['__proto__ → property __proto__', 'constructor → property constructor', 'toString → property toString'],
    },
    { given: 'a list as body', operation: post({ type: 'array', items: {} }), want: ['body → body'] },
    {
      given: 'a list as body beside a parameter called body',
      operation: post({ type: 'array' }, undefined, { parameters: [query('body')] }),
      want: ['body_query → query body', 'body_body → body'],
    },
    { given: 'an object or null', operation: post({ anyOf: [object('a'), { type: 'null' }] }), want: ['body → body'] },
    {
      given: 'an open object',
      operation: post({ type: 'object', additionalProperties: { type: 'string' } }),
      want: ['body → body'],
    },
    { given: 'a form', operation: post(object('a'), 'application/x-www-form-urlencoded'), want: ['a → property a'] },
    { given: 'a text', operation: post({ type: 'string' }, 'text/plain'), want: ['body → body'] },
    { given: 'bytes', operation: post(true, 'application/octet-stream'), want: ['body → body'] },
  ])('$given', ({ operation, want }) => {
    expect(toolOf(operation).bindings.map(brief)).toEqual(want)
  })

  test('a property keeps its encoding', () => {
    const encoding = { contentType: 'text/csv', headers: [] }
    const content = { ...mediaTypeOf(object('file'), 'multipart/form-data'), encoding: new Map([['file', encoding]]) }
    const { bindings } = toolOf({ method: 'POST', requestBody: bodyOf([content]) })
    expect(bindings).toEqual([{ argument: 'file', to: 'property', property: 'file', encoding }])
  })
})

test('names are legal, and each is there once', () => {
  const place = fc.constantFrom('path', 'query', 'header', 'cookie', 'body')
  // few letters, so that names meet
  const name = fc.oneof(
    fc.string(),
    fc.stringMatching(/^[a<>_]{0,3}(_path|_query)?(_2)?$/),
    fc.string({ minLength: 60 }),
  )
  const named = fc.uniqueArray(fc.record({ name, place }), { selector: (one) => `${one.place} ${one.name}` })
  fc.assert(
    fc.property(named, (given) => {
      const names = argumentNames(given)
      expect(names).toHaveLength(given.length)
      expect(new Set(names).size).toBe(given.length)
      for (const one of names) expect(one).toMatch(/^[A-Za-z0-9_.-]{1,64}$/)
    }),
  )
})
