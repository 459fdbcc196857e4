import { describe, expect, test } from 'vitest'
import { ExactNumber, type JsonObject, type JsonValue } from '../../src/lib/json.ts'
import { checkArguments } from '../../src/request/arguments.ts'
import { bindProperties, createContent, createTool, type ToolParts, WHOLE_BODY } from './tool.ts'

const check = async (parts: ToolParts, args: JsonObject) => {
  const checked = await checkArguments(createTool(parts), args)
  return checked.ok ? checked.value : checked.error
}

const takes = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'object',
  properties,
  additionalProperties: false,
  ...more,
})

describe('what is not declared', () => {
  const inputSchema = takes({ jobId: { type: 'string' }, limit: { type: 'integer' } })
  test.each<[JsonObject, unknown]>([
    [{ jobID: 'a' }, ['jobID: is not an argument of this tool, did you mean jobId?']],
    [{ zzz: 'a' }, ['zzz: is not an argument of this tool (jobId, limit)']],
    [JSON.parse('{"__proto__":{"admin":true}}'), ['__proto__: is not an argument of this tool (jobId, limit)']],
    [{ toString: 'x' }, ['toString: is not an argument of this tool (jobId, limit)']],
    [{ tenant: 'other' }, ["tenant: is set by the profile and can't be given"]],
    [
      { jobID: 'a', limit: 'x' },
      [
        'jobID: is not an argument of this tool, did you mean jobId?',
        expect.stringMatching(/^limit: must be a whole number/),
      ],
    ],
    [{ jobId: 'a' }, { jobId: 'a', tenant: 'ours' }],
  ])('%j', async (args, want) => {
    expect(await check({ inputSchema, pinned: { tenant: 'ours' } }, args)).toEqual(want)
  })

  test('a required argument named like a member of the prototype', async () => {
    const required = takes({ constructor: { type: 'string' } }, { required: ['constructor'] })
    expect(await check({ inputSchema: required }, {})).toEqual(['constructor: is required but missing'])
  })
})

describe('JSON given as a string', () => {
  const schema: JsonObject = takes(
    {
      object: { type: 'object', properties: { n: { type: 'integer' }, s: { type: 'string' } } },
      list: { type: 'array', items: { type: 'integer' } },
      number: { type: 'number' },
      id: { type: 'integer', format: 'int64' },
      flag: { type: 'boolean' },
      nullable: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
      text: { type: 'string' },
      either: { type: ['string', 'integer'] },
      any: {},
      referred: { $ref: '#/$defs/Node' },
      oneOf: { oneOf: [{ type: 'object' }, { type: 'string', format: 'uuid' }] },
      choice: { enum: [1, 2] },
    },
    { $defs: { Node: { type: 'object', properties: { next: { $ref: '#/$defs/Node' }, n: { type: 'number' } } } } },
  )
  test.each<[JsonObject, unknown]>([
    [{ object: '{"n":"1","s":"2"}' }, { object: { n: 1, s: '2' } }],
    [{ object: { n: '1' } }, { object: { n: 1 } }],
    [{ list: '[1,2]' }, { list: [1, 2] }],
    [{ list: ['1', 2] }, { list: [1, 2] }],
    [{ number: '1.5' }, { number: 1.5 }],
    [{ id: '9007199254740993' }, { id: new ExactNumber('9007199254740993') }],
    [{ flag: 'true' }, { flag: true }],
    [{ nullable: 'null' }, { nullable: null }],
    [{ nullable: '7' }, { nullable: 7 }],
    [{ referred: '{"next":"{\\"n\\":\\"2\\"}"}' }, { referred: { next: { n: 2 } } }],
    [{ choice: '2' }, { choice: 2 }],
    // a string may be meant: it stays
    [{ text: '1' }, { text: '1' }],
    [{ text: '{"a":1}' }, { text: '{"a":1}' }],
    [{ either: '1' }, { either: '1' }],
    [{ any: '[1]' }, { any: '[1]' }],
    // what is not JSON of the right type stays as well, for the validator to refuse
    [{ number: 'NaN' }, [expect.stringMatching(/^number: must be a number, got "NaN"/)]],
    [{ number: '' }, [expect.stringMatching(/^number: /)]],
    [{ list: '{"a":1}' }, [expect.stringMatching(/^list: must be an array/)]],
    [{ flag: 'True' }, [expect.stringMatching(/^flag: /)]],
    [{ object: '{"n":1,"n":2}' }, [expect.stringMatching(/^object: must be an object/)]],
    [{ oneOf: '{"a":1}' }, [expect.stringMatching(/^oneOf: /)]],
  ])('%j', async (args, want) => {
    expect(await check({ inputSchema: schema }, args)).toEqual(want)
  })
})

describe('the body as a whole', () => {
  const content = createContent('application/json', { $ref: '#/$defs/Body' })
  const definitions = { Body: { type: 'object', minProperties: 2, properties: { a: { type: 'integer' } } } }
  const spread: ToolParts = {
    inputSchema: takes({ a: { type: 'integer' }, b: {} }),
    bindings: bindProperties('a', 'b'),
    body: { content },
    definitions,
  }
  test.each<[ToolParts, JsonObject, unknown]>([
    [spread, { a: 1 }, [expect.stringMatching(/^in the body: must have at least 2 properties/)]],
    [spread, { a: '1', b: null }, { a: 1, b: null }],
    [spread, {}, {}],
    [{ ...spread, body: { content, required: true } }, {}, [expect.stringMatching(/^in the body: /)]],
    [{ ...spread, pinned: { b: 'ours' }, inputSchema: takes({ a: {} }) }, { a: 1 }, { a: 1, b: 'ours' }],
    [
      { inputSchema: takes({ body: {} }), bindings: WHOLE_BODY, body: { content }, definitions },
      { body: { a: 'x', b: 1 } },
      [expect.stringMatching(/^in the body: a: must be a whole number/)],
    ],
  ])('%j %j', async (parts, args, want) => {
    expect(await check(parts, args)).toEqual(want)
  })
})

test('what was given is not changed', async () => {
  const args = { list: ['1'] } satisfies Record<string, JsonValue>
  await check({ inputSchema: takes({ list: { type: 'array', items: { type: 'integer' } } }) }, args)
  expect(args).toEqual({ list: ['1'] })
})
