import { expect, test } from 'vitest'
import type { JsonSchema } from '../../src/contract/model.ts'
import type { JsonObject } from '../../src/lib/json.ts'
import { checkArguments } from '../../src/request/arguments.ts'
import { buildRequest } from '../../src/request/build.ts'
import { bodyOf, mediaTypeOf } from '../plan/factory.ts'
import { toolOf } from '../tool/compiling.ts'

/** What is sent as the body, or what stands against it. */
async function sent(
  schema: JsonSchema,
  required: boolean,
  args: JsonObject = {},
  mediaType?: string,
): Promise<unknown> {
  const tool = toolOf({ method: 'POST', requestBody: bodyOf([mediaTypeOf(schema, mediaType)], required) })
  const checked = await checkArguments(tool, args)
  if (!checked.ok) return checked.error
  const built = buildRequest(tool, checked.value)
  return built.ok ? built.value.body : built.problems
}

const EMPTY = { type: 'object', properties: {} }
const MISSING = ['body: is required but missing']

test.each<{ name: string; schema: JsonSchema; required: boolean; args?: JsonObject; want: unknown }>([
  { name: 'an object with nothing in it is filled in', schema: EMPTY, required: true, want: '{}' },
  { name: 'it may be given', schema: EMPTY, required: true, args: { body: { a: 1 } }, want: '{"a":1}' },
  { name: 'it is not sent unless it must be', schema: EMPTY, required: false, want: undefined },
  { name: 'any object must be given', schema: { type: 'object' }, required: true, want: MISSING },
  { name: 'so must one with a least size', schema: { ...EMPTY, minProperties: 1 }, required: true, want: MISSING },
  { name: 'and one that may be a list', schema: { anyOf: [EMPTY, { type: 'array' }] }, required: true, want: MISSING },
])('$name', async ({ schema, required, args, want }) => {
  expect(await sent(schema, required, args)).toEqual(want)
})
