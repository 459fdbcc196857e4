import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/lib/json.ts'
import { andThen } from '../../src/problem/checked.ts'
import type { ToolEntry } from '../../src/profile/model.ts'
import { cleanText, shorten } from '../../src/tool/clean-text.ts'
import { compileTools } from '../../src/tool/compile.ts'
import { toolSize } from '../../src/tool/size.ts'
import { bodyOf, codesOf, mediaTypeOf, type OperationParts, parameterOf, planOf } from '../plan/factory.ts'
import { compileOne, toolOf } from './compiling.ts'

describe('annotations', () => {
  const open = { openWorldHint: true }
  const idempotent = { idempotentHint: true }
  const repeated = { idempotentHint: false }
  const read = { readOnlyHint: true, destructiveHint: false }
  const write = { readOnlyHint: false, destructiveHint: false }
  const destructive = { readOnlyHint: false, destructiveHint: true }
  test.each([
    { method: 'GET', access: 'read', want: { ...read, ...idempotent, ...open } },
    { method: 'POST', access: 'read', want: { ...read, ...idempotent, ...open } },
    { method: 'POST', access: 'write', want: { ...write, ...repeated, ...open } },
    { method: 'PUT', access: 'write', want: { ...write, ...idempotent, ...open } },
    { method: 'PATCH', access: 'write', want: { ...write, ...repeated, ...open } },
    { method: 'DELETE', access: 'destructive', want: { ...destructive, ...idempotent, ...open } },
    { method: 'POST', access: 'destructive', want: { ...destructive, ...repeated, ...open } },
    { method: 'POST', access: 'spend', want: { ...write, ...repeated, ...open } },
    { method: 'GET', access: 'destructive', want: { ...destructive, ...repeated, ...open } },
  ] as const)('$access by $method', ({ method, access, want }) => {
    expect(toolOf({ method }, { access, idempotencyKey: true }).annotations).toEqual(want)
  })
})

describe('texts', () => {
  test.each<{
    given: string
    operation: OperationParts
    entry?: Partial<ToolEntry>
    title?: string
    description?: string
  }>([
    {
      given: 'nothing',
      operation: { operationId: 'getUserProfile' },
      title: 'Get user profile',
      description: 'GET /jobs',
    },
    {
      given: 'a summary',
      operation: { summary: ' List\njobs ' },
      title: 'List jobs',
      description: 'List\njobs\n\nGET /jobs',
    },
    {
      given: 'both',
      operation: { summary: 'List jobs', description: '**All** of them.', deprecated: true },
      title: 'List jobs',
      description: 'Deprecated.\n\nList jobs\n\n**All** of them.\n\nGET /jobs',
    },
    {
      given: 'a description that starts with the summary',
      operation: { summary: 'List jobs', description: 'List jobs of today.' },
      description: 'List jobs of today.\n\nGET /jobs',
    },
    {
      given: "the profile's own",
      operation: { summary: 'List jobs', description: 'All of them.' },
      entry: { title: 'Jobs', description: 'What is to do.' },
      title: 'Jobs',
      description: 'What is to do.',
    },
    {
      given: 'markup and templates, which are only text',
      operation: { description: '![x](https://e.example) {{process.env.X}} $(id) `{{a}}` <b>' },
      description: '![x](https://e.example) {{process.env.X}} $(id) `{{a}}` <b>\n\nGET /jobs',
    },
  ])('$given', ({ operation, entry, title, description }) => {
    const tool = toolOf(operation, { operation: 'GET /jobs', ...entry })
    if (title !== undefined) expect(tool.title).toBe(title)
    if (description !== undefined) expect(tool.description).toBe(description)
  })

  test('are bounded', () => {
    const long = 'word '.repeat(1000)
    const parameter = parameterOf({ name: 'q', in: 'query', description: long })
    const tool = toolOf({ summary: long, description: long, parameters: [parameter] })
    expect(tool.description.length).toBeLessThanOrEqual(1024)
    expect(tool.description).toMatch(/word…\n\nGET \/jobs$/)
    expect(tool.title.length).toBeLessThanOrEqual(100)
    expect(tool.inputSchema).toHaveProperty('properties.q.description', expect.stringMatching(/^.{200,255}…$/))
  })

  test('are cleaned, and that is said once for each', () => {
    const compiled = compileOne({
      description: 'a\u200bb\u202e',
      parameters: [parameterOf({ name: 'q', in: 'query', schema: { type: 'string', description: 'x\u001b[31my' } })],
    })
    expect(compiled.problems).toMatchObject([
      {
        code: 'TEXT_CLEANED',
        severity: 'warning',
        operation: 'GET /jobs',
        args: { what: 'description', removed: 'U+200B, U+202E' },
      },
      {
        code: 'TEXT_CLEANED',
        args: { what: 'argument q', removed: 'U+001B' },
        at: { source: 'contract', pointer: '/parameters/query/q' },
      },
    ])
    expect(compiled.ok && compiled.value.description).toBe('ab\n\nGET /jobs')
    expect(compiled.ok && compiled.value.inputSchema).toHaveProperty('properties.q.description', 'xy')
  })

  test.each([
    { given: 'plain\r\ntext\t✈️ é 日本', text: 'plain\ntext\t✈️ é 日本', removed: [] },
    { given: '\u001b]8;;https://evil.example\u0007link\u001b]8;;\u001b\\', text: 'link', removed: ['U+001B'] },
    { given: 'a\u0000b\u0085c\u007f', text: 'abc', removed: ['U+0000', 'U+0085', 'U+007F'] },
    { given: 'a\u{e0041}\u{e0042}b', text: 'ab', removed: ['U+E0041', 'U+E0042'] },
    { given: 'a\ufe0f\ufe0e\ufe00b', text: 'a\ufe0fb', removed: ['U+FE0E', 'U+FE00'] },
    { given: '\u2066a\u2069\ufeff', text: 'a', removed: ['U+2066', 'U+2069', 'U+FEFF'] },
    { given: 'a\ud800b', text: 'ab', removed: ['U+D800'] },
  ])('cleanText $text', ({ given, text, removed }) => {
    expect(cleanText(given)).toEqual({ text, removed })
  })

  // plain text takes a way of its own
  test('every character is treated the same beside one that is taken out', () => {
    const differ = Array.from({ length: 0xd800 }, (_, code) => String.fromCharCode(code)).filter(
      (one) => cleanText(`a${one}b`).text !== cleanText(`a${one}b\u200b`).text,
    )
    expect(differ).toEqual([])
  })

  test.each([
    { text: 'abc', limit: 3, want: 'abc' },
    { text: 'abcd', limit: 3, want: 'ab…' },
    { text: 'ab😀d', limit: 4, want: 'ab…' },
    { text: 'one two three', limit: 12, want: 'one two thr…' },
    { text: 'supercalifragilistic bcd', limit: 23, want: 'supercalifragilistic…' },
  ])('shorten $text to $limit', ({ text, limit, want }) => {
    expect(shorten(text, limit)).toBe(want)
  })
})

describe('argument policy', () => {
  const operation: OperationParts = {
    method: 'POST',
    parameters: [
      parameterOf({ name: 'limit', in: 'query', schema: { type: 'integer', maximum: 1000 } }),
      parameterOf({ name: 'page', in: 'query', schema: { anyOf: [{ type: 'integer' }, { type: 'null' }] } }),
      parameterOf({ name: 'size', in: 'query', schema: { $ref: '#/$defs/Size' } }),
      parameterOf({ name: 'account', in: 'query', required: true, schema: { type: 'string', enum: ['a', 'b'] } }),
    ],
    definitions: new Map([['Size', { type: 'integer', minimum: 1 }]]),
    requestBody: bodyOf([mediaTypeOf({ type: 'object', properties: { force: { type: 'boolean' } } })]),
  }
  const NONE = { pin: {}, forbid: [], max: {} }

  test('pins, forbids and bounds', () => {
    const tool = toolOf(operation, {
      arguments: { pin: { account: 'a' }, forbid: ['force'], max: { limit: 100, page: 5, size: 50 } },
    })
    expect(tool.inputSchema).toEqual({
      type: 'object',
      properties: {
        limit: { type: 'integer', maximum: 100 },
        page: { anyOf: [{ type: 'integer' }, { type: 'null' }], maximum: 5 },
        size: { type: 'integer', minimum: 1, maximum: 50 },
      },
      additionalProperties: false,
    })
    expect(tool.pinned).toEqual({ account: 'a' })
    expect(tool.bindings.map(({ argument }) => argument)).toEqual(['limit', 'page', 'size', 'account'])
  })

  test('never widens what the contract bounds', () => {
    const tool = toolOf(operation, { arguments: { ...NONE, max: { limit: 5000 } } })
    expect(tool.inputSchema).toHaveProperty('properties.limit.maximum', 1000)
  })

  test.each<{ given: JsonObject; code: string; pointer: string; args?: JsonObject }>([
    {
      given: { pin: { acount: 'a' } },
      code: 'ARGUMENT_UNKNOWN',
      pointer: 'pin/acount',
      args: { key: 'pin', nearest: ['account'] },
    },
    {
      given: { forbid: ['forced'] },
      code: 'ARGUMENT_UNKNOWN',
      pointer: 'forbid/0',
      args: { key: 'forbid', nearest: ['force'] },
    },
    { given: { max: { __proto__x: 1 } }, code: 'ARGUMENT_UNKNOWN', pointer: 'max/__proto__x', args: { key: 'max' } },
    { given: { forbid: ['account'] }, code: 'ARGUMENT_FORBID_REQUIRED', pointer: 'forbid/0' },
    { given: { max: { account: 5 } }, code: 'ARGUMENT_MAX_INVALID', pointer: 'max/account', args: { max: 5 } },
    { given: { pin: { force: true }, forbid: ['force'] }, code: 'ARGUMENT_PIN_INVALID', pointer: 'pin/force' },
  ])('$given is $code', ({ given, code, pointer, args }) => {
    const { problems } = compileOne(operation, { arguments: { ...NONE, ...given } as ToolEntry['arguments'] })
    const at = { source: 'profile', pointer: `/profiles/test/tools/0/arguments/${pointer}` }
    expect(problems).toMatchObject([
      { code, severity: 'error', operation: 'POST /jobs', at, ...(args ? { args } : {}) },
    ])
  })
})

describe('the set', () => {
  const operations = ['/c', '/a', '/b'].map((path) => ({ path }))

  test('keeps the order of the allowlist', () => {
    const planned = planOf({ tools: ['GET /b', 'GET /c', 'GET /a'] }, { operations })
    const compiled = andThen(planned, compileTools)
    expect(compiled.ok && [...compiled.value.keys()]).toEqual(['get_b', 'get_c', 'get_a'])
  })

  test('holds the problems of all tools', () => {
    const policy = { pin: { gone: 1 }, forbid: [], max: {} }
    const tools = ['GET /a', 'GET /b'].map((operation) => ({ operation, arguments: policy }))
    const planned = planOf({ tools }, { operations })
    expect(codesOf(andThen(planned, compileTools))).toEqual(['ARGUMENT_UNKNOWN', 'ARGUMENT_UNKNOWN'])
  })

  test('has a size in bytes', () => {
    const tool = toolOf({ summary: 'é' })
    const { name, title, description, inputSchema, annotations } = tool
    const bytes = new TextEncoder().encode(
      JSON.stringify({ name, title, description, inputSchema, annotations }),
    ).length
    expect(toolSize(tool)).toEqual({ bytes, tokens: Math.ceil(bytes / 4) })
  })
})
