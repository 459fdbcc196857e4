import { describe, expect, test } from 'vitest'
import type { JsonSchema } from '../../src/contract/model.ts'
import { ExactNumber, type JsonObject } from '../../src/lib/json.ts'
import { checkArguments } from '../../src/request/arguments.ts'
import { pinFaults } from '../../src/tool/pins.ts'
import { bodyOf, mediaTypeOf, parameterOf } from '../plan/factory.ts'
import { toolOf } from './compiling.ts'

const LIMIT: JsonSchema = { type: 'integer', minimum: 1, maximum: 50 }
const STATUS: JsonSchema = { $ref: '#/$defs/Status' }
const ADDRESS: JsonSchema = {
  type: 'object',
  properties: { zip: { type: 'string', pattern: '^\\d{5}$' }, id: { type: 'string', readOnly: true } },
  required: ['zip', 'id'],
}

function pinning(pin: JsonObject, max: Record<string, number> = {}) {
  const body = { type: 'object', properties: { status: STATUS, address: ADDRESS, note: { type: 'string' } } }
  return toolOf(
    {
      method: 'POST',
      parameters: [parameterOf({ name: 'limit', in: 'query', schema: LIMIT })],
      requestBody: bodyOf([mediaTypeOf(body)]),
      definitions: new Map([['Status', { enum: ['open', 'done'] }]]),
    },
    { arguments: { pin, forbid: [], max } },
  )
}

describe('a pinned value is checked against the whole schema', () => {
  test.each<{ given: JsonObject; max?: Record<string, number>; want: readonly string[] }>([
    { given: {}, want: [] },
    { given: { limit: 50 }, want: [] },
    { given: { limit: 51 }, want: ['limit: must be at most 50, got 51'] },
    { given: { limit: '7' }, want: ['limit: must be a whole number, got "7"'] },
    { given: { limit: 9 }, max: { limit: 8 }, want: ['limit: must be at most 8, got 9'] },
    {
      given: { limit: new ExactNumber('9007199254740993') },
      want: ['limit: must be at most 50, got 9007199254740993'],
    },
    { given: { status: 'open' }, want: [] },
    { given: { status: 'gone' }, want: ['status: must be one of "open", "done", got "gone"'] },
    { given: { address: { zip: '12345' } }, want: [] },
    { given: { address: { zip: '1' } }, want: ['address: zip: must match the pattern ^\\d{5}$, got "1"'] },
    { given: { note: null }, want: ['note: must be a string, got null'] },
    { given: { limit: 0, note: 1 }, want: ['limit: must be at least 1, got 0', 'note: must be a string, got 1'] },
  ])('$given', async ({ given, max, want }) => {
    const faults = await pinFaults(pinning(given, max))
    expect(faults.map(({ argument, detail }) => `${argument}: ${detail}`)).toEqual(want)
  })
})

test('a call with a pinned value that is not valid is refused', async () => {
  const checked = await checkArguments(pinning({ limit: 51 }), { note: 'x' })
  expect(checked).toEqual({ ok: false, error: ['limit (set by the profile): must be at most 50, got 51'] })
})

test('pinned schemas are shown to nobody', () => {
  const tool = pinning({ limit: 5, status: 'open' })
  expect(Object.keys(Object(tool.inputSchema.properties))).toEqual(['address', 'note'])
})
