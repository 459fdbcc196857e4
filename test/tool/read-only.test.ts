import { describe, expect, test } from 'vitest'
import type { JsonSchema } from '../../src/contract/model.ts'
import { readOnlyNames } from '../../src/tool/read-only.ts'
import { bodyOf, mediaTypeOf } from '../plan/factory.ts'
import { toolOf } from './compiling.ts'

const answered = { type: 'string', readOnly: true }
const given = { type: 'string' }
const object = (properties: Record<string, JsonSchema>, required: readonly string[] = []): JsonSchema => ({
  type: 'object',
  properties,
  ...(required.length === 0 ? {} : { required }),
})

describe('names that only answers carry', () => {
  test.each<[string, JsonSchema, readonly string[]]>([
    ['its own', object({ id: answered, name: given }), ['id']],
    ['of a part', { allOf: [object({ id: answered }), object({ name: given })] }, ['id']],
    ['of a reference', { $ref: '#/$defs/Base' }, ['id']],
    ['of every alternative', { oneOf: [object({ id: answered }), object({ id: answered, b: given })] }, ['id']],
    ['of the only alternative that has it', { anyOf: [object({ id: answered }), object({ b: given })] }, ['id']],
    ['not of one that takes it', { oneOf: [object({ id: answered }), object({ id: given })] }, []],
    ['of one of two parts', { allOf: [object({ id: given }), { oneOf: [object({ id: answered })] }] }, ['id']],
    ['of alternatives in alternatives', { oneOf: [{ anyOf: [{ $ref: '#/$defs/Base' }] }] }, ['id']],
  ])('%s', (_, schema, want) => {
    const definitions = new Map([['Base', object({ id: answered, name: given })]])
    expect([...readOnlyNames(schema, definitions)]).toEqual(want)
  })
})

describe('they are neither shown nor required', () => {
  const shownFor = (schema: JsonSchema, definitions: Record<string, JsonSchema> = {}) =>
    JSON.stringify(
      toolOf({
        method: 'POST',
        requestBody: bodyOf([mediaTypeOf(schema)]),
        definitions: new Map(Object.entries(definitions)),
      }).inputSchema,
    )

  test.each<[string, JsonSchema, Record<string, JsonSchema>]>([
    ['beside alternatives', { required: ['id', 'name'], oneOf: [{ $ref: '#/$defs/A' }, { $ref: '#/$defs/A' }] }, {}],
    ['in a part of its own', { oneOf: [{ allOf: [{ $ref: '#/$defs/A' }, { required: ['id', 'name'] }] }] }, {}],
    [
      'in another definition',
      { oneOf: [{ allOf: [{ $ref: '#/$defs/A' }, { $ref: '#/$defs/Needs' }] }, { type: 'null' }] },
      { Needs: { required: ['id', 'name'], properties: { id: { maxLength: 5 } } } },
    ],
    [
      'inside of a list',
      { type: 'array', items: { required: ['id', 'name'], anyOf: [{ $ref: '#/$defs/A' }, { $ref: '#/$defs/A' }] } },
      {},
    ],
  ])('%s', (_, schema, definitions) => {
    const shown = shownFor(schema, { A: object({ id: answered, name: given }), ...definitions })
    expect(shown).not.toContain('"id"')
    expect(shown).toContain('"required":["name"]')
  })

  test('what one alternative takes is kept', () => {
    const shown = shownFor({
      required: ['id'],
      oneOf: [object({ id: answered, a: given }), object({ id: given, b: given })],
    })
    expect(shown).toContain('"required":["id"]')
  })
})
