import { describe, expect, test } from 'vitest'
import { schemaRows } from '../../src/cli/review/schema-rows.ts'
import type { JsonObject } from '../../src/lib/json.ts'

/** `name type required?: bounds` */
function rows(properties: JsonObject, $defs: JsonObject = {}, required: readonly string[] = []): readonly string[] {
  return schemaRows({ type: 'object', properties, required, $defs }).map(
    ({ name, type, bounds, ...row }) => `${name} ${type}${row.required ? '!' : ''}: ${bounds.join(' · ')}`,
  )
}

describe('a row for each value', () => {
  test.each<{ given: JsonObject; want: readonly string[] }>([
    { given: { a: { type: 'string', format: 'date' } }, want: ['a string (date): '] },
    { given: { a: { type: ['string', 'null'] } }, want: ['a string or null: '] },
    { given: { a: {} }, want: ['a anything: '] },
    { given: { a: { enum: ['x', 1, null] } }, want: ['a value: one of "x", 1, null'] },
    { given: { a: { const: 3 } }, want: ['a value: only 3'] },
    { given: { a: { type: 'integer', minimum: 1, maximum: 9 } }, want: ['a integer: at least 1 · at most 9'] },
    {
      given: { a: { type: 'string', minLength: 1, default: 'x' } },
      want: ['a string: at least 1 character · "x" unless given'],
    },
    { given: { a: { type: 'array', items: { type: 'string' } } }, want: ['a list of string: '] },
    { given: { a: { anyOf: [{ type: 'string' }, { type: 'null' }] } }, want: ['a string or null: '] },
    {
      given: { a: { type: 'object', required: ['b'], properties: { b: { type: 'boolean' } } } },
      want: ['a object: ', 'a.b boolean!: '],
    },
    {
      given: { a: { type: 'array', items: { type: 'object', properties: { b: { type: 'number' } } } } },
      want: ['a list of object: ', 'a[].b number: '],
    },
    {
      given: {
        a: { oneOf: [{ properties: { b: { type: 'string' } } }, { properties: { b: { type: 'string' }, c: {} } }] },
      },
      want: ['a object: ', 'a.b string: ', 'a.c anything: '],
    },
    {
      given: { __proto__x: { type: 'string' }, constructor: { type: 'string' } },
      want: ['__proto__x string: ', 'constructor string: '],
    },
  ])('$given', ({ given, want }) => {
    expect(rows(given)).toEqual(want)
  })
})

test('many values are counted', () => {
  const [row] = rows({ a: { enum: Array.from({ length: 40 }, (_, index) => index) } })
  expect(row).toMatch(/^a value: one of 0, 1, .*, 29 and 10 more$/)
})

describe('references', () => {
  test('what is in itself is named', () => {
    const node = {
      type: 'object',
      properties: { next: { $ref: '#/$defs/Node' }, all: { type: 'array', items: { $ref: '#/$defs/Node' } } },
    }
    expect(rows({ a: { $ref: '#/$defs/Node' } }, { Node: node })).toEqual([
      'a object: ',
      'a.next Node, as above: ',
      'a.all list of Node: ',
    ])
  })

  test('one that only refers to itself ends', () => {
    const loop = { anyOf: [{ $ref: '#/$defs/Loop' }, { type: 'string' }] }
    expect(rows({ a: { $ref: '#/$defs/Loop' } }, { Loop: loop })).toEqual(['a Loop or string: '])
  })

  test('a tree of forms ends, too', () => {
    const names = Array.from({ length: 40 }, (_, index) => `T${index}`)
    const $defs = Object.fromEntries(
      names.map((name, index) => [
        name,
        { anyOf: [{ $ref: `#/$defs/T${index + 1}` }, { $ref: `#/$defs/T${index + 1}` }] },
      ]),
    )
    expect(rows({ a: { $ref: '#/$defs/T0' } }, { ...$defs, T40: { type: 'string' } })).toHaveLength(1)
  })
})
