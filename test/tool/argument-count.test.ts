import { describe, expect, test } from 'vitest'
import type { JsonSchema } from '../../src/contract/model.ts'
import type { JsonObject } from '../../src/lib/json.ts'
import { bodyOf, mediaTypeOf, parameterOf } from '../plan/factory.ts'
import { toolOf } from './compiling.ts'

const three = { a: { type: 'string' }, b: { type: 'string' }, c: { type: 'string' } }
const path = parameterOf({ name: 'id', in: 'path' })
const query = parameterOf({ name: 'q', in: 'query' })

interface Row {
  readonly given: string
  readonly schema: JsonSchema
  readonly parameters?: readonly ReturnType<typeof parameterOf>[]
  readonly isOptional?: boolean
  readonly pin?: JsonObject
  readonly want: readonly [least: number | undefined, most: number | undefined]
}

const bounded = (least?: number, most?: number, more: JsonObject = {}): JsonSchema => ({
  type: 'object',
  properties: three,
  ...(least === undefined ? {} : { minProperties: least }),
  ...(most === undefined ? {} : { maxProperties: most }),
  ...more,
})

const ROWS: readonly Row[] = [
  { given: 'a body alone', schema: bounded(1, 2), want: [1, 2] },
  { given: 'bounds that say nothing', schema: bounded(0, 3), want: [undefined, undefined] },
  {
    given: 'a least that is required anyway',
    schema: bounded(1, 3, { required: ['a'] }),
    want: [undefined, undefined],
  },
  { given: 'beside a required parameter', schema: bounded(1, 2), parameters: [path], want: [2, 3] },
  { given: 'beside an optional parameter', schema: bounded(2, 1), parameters: [query], want: [2, 2] },
  { given: 'a body that may be left out', schema: bounded(2, 2), isOptional: true, want: [undefined, 2] },
  { given: 'a pinned property', schema: bounded(2, 2), pin: { a: 'x' }, want: [1, 1] },
  { given: 'bounds of several parts', schema: { allOf: [bounded(1, 2), bounded(2, 3)] }, want: [2, 2] },
]

describe('how many arguments there may be', () => {
  test.each(ROWS)('$given', ({ schema, parameters = [], isOptional = false, pin = {}, want }) => {
    const { inputSchema } = toolOf(
      {
        method: 'POST',
        path: parameters.includes(path) ? '/jobs/{id}' : '/jobs',
        parameters,
        requestBody: bodyOf([mediaTypeOf(schema)], !isOptional),
      },
      { arguments: { pin, forbid: [], max: {} } },
    )
    expect([inputSchema.minProperties, inputSchema.maxProperties]).toEqual(want)
  })
})
