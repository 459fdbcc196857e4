import { describe, expect, test } from 'vitest'
import { loadValidator } from '../../src/lib/json-schema.ts'
import type { Rendered } from '../../src/response/model.ts'
import { render } from '../../src/response/render.ts'
import { structured } from '../../src/response/structured.ts'
import type { Output } from '../../src/tool/model.ts'
import type { Header } from '../../src/upstream/model.ts'
import { answer, call, TOKEN, typed } from './call.ts'

describe('without an output schema: an object that says all that the content says', () => {
  test.each<{ name: string; status?: number; body: string; headers?: readonly Header[]; want?: unknown }>([
    { name: 'an object', body: '{"a":1}', want: { a: 1 } },
    {
      name: 'problem-free JSON of another type',
      body: '{"a":1}',
      headers: typed('application/hal+json'),
      want: { a: 1 },
    },
    { name: 'a list', body: '[1]' },
    { name: 'text', body: '{"a":1}', headers: typed('text/plain') },
    { name: 'a 64-bit integer', body: '{"a":9007199254740993}' },
    { name: 'redacted', body: `{"a":"${TOKEN}"}` },
    { name: 'with a note', status: 202, body: '{"a":1}' },
    { name: 'a next page', body: '{"a":1}', headers: [...typed('application/json'), ['link', '</x>; rel=next']] },
    { name: 'an error', status: 404, body: '{"a":1}' },
    { name: 'a redirect', status: 302, body: '{"a":1}' },
    { name: 'cut', body: `{"a":[${'1,'.repeat(500)}1]}` },
    { name: 'no JSON', body: '{"a":' },
  ])('$name', async ({ status = 200, body, headers, want }) => {
    const context = call({ resultCharacters: 400 })
    const result = await structured(context.tool, render(context, answer(status, body, headers)))
    expect(result.structuredContent).toEqual(want)
    expect(Object.keys(result)).not.toContain('exact')
  })
})

describe('with an output schema: always something that is valid against it', () => {
  const properties = { a: { type: 'integer' }, list: { type: 'array', items: { type: 'string' } } }
  const plain: Output = {
    schema: { type: 'object', properties: { ...properties, answerText: { type: 'string' } } },
    wrapped: false,
    textName: 'answerText',
  }
  const wrapped: Output = {
    schema: { type: 'object', properties: { result: { type: 'array' }, answerText: { type: 'string' } } },
    wrapped: true,
    textName: 'answerText',
  }
  const text = (value: string) => ({ type: 'text', text: value }) as const

  test.each<{ name: string; output: Output; given: Rendered; want: unknown }>([
    { name: 'conforms', output: plain, given: { content: [], isError: false, exact: { a: 1 } }, want: { a: 1 } },
    { name: 'has more', output: plain, given: { content: [], isError: false, exact: { b: 1 } }, want: { b: 1 } },
    {
      name: 'has another type',
      output: plain,
      given: { content: [text('{"a":"1"}')], isError: false, exact: { a: '1' } },
      want: { answerText: '{"a":"1"}' },
    },
    {
      name: 'uses our name for something else',
      output: plain,
      given: { content: [text('{"answerText":1}')], isError: false, exact: { answerText: 1 } },
      want: { answerText: '{"answerText":1}' },
    },
    {
      name: 'is no object',
      output: plain,
      given: { content: [text('[1]')], isError: false, exact: [1] },
      want: { answerText: '[1]' },
    },
    {
      name: 'has notes',
      output: plain,
      given: { content: [text('{"a":1}'), text('There is more.')], isError: false },
      want: { answerText: '{"a":1}\n\nThere is more.' },
    },
    {
      name: 'is an image',
      output: plain,
      given: { content: [{ type: 'image', data: '', mimeType: 'image/png' }], isError: false },
      want: { answerText: '(image/png: not text, beside this)' },
    },
    { name: 'is wrapped', output: wrapped, given: { content: [], isError: false, exact: [1] }, want: { result: [1] } },
    {
      name: 'is wrapped and does not conform',
      output: wrapped,
      given: { content: [text('1')], isError: false, exact: 1 },
      want: { answerText: '1' },
    },
    { name: 'is an error', output: plain, given: { content: [text('x')], isError: true }, want: undefined },
  ])('$name', async ({ output, given, want }) => {
    const result = await structured({ output }, given)
    expect(result.structuredContent).toEqual(want)
    const { compile } = await loadValidator()
    if (result.structuredContent !== undefined) {
      expect(compile(output.schema, new Map())(result.structuredContent)).toEqual([])
    }
  })
})
