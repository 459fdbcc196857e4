import { describe, expect, test } from 'vitest'
import type { RemoteRequest } from '../../src/contract/model.ts'
import { type JsonValue, stringifyJson } from '../../src/lib/json.ts'
import type { RenderContext } from '../../src/response/context.ts'
import { render } from '../../src/response/render.ts'
import { call, TOKEN } from './call.ts'

const CALL: RemoteRequest = { rpc: 'tools/call', name: 'shop.list', readOnly: true }
const READ: RemoteRequest = { rpc: 'resources/read', uri: 'shop://a', mimeType: undefined }

function context(remote: RemoteRequest, given: Parameters<typeof call>[0] = {}): RenderContext {
  const base = call(given)
  const { planned } = base.tool
  const entry = { ...planned.entry, operation: 'shop.list' }
  return {
    ...base,
    tool: { ...base.tool, planned: { ...planned, entry, operation: { ...planned.operation, remote } } },
  }
}

function answer(message: string, given: Parameters<typeof call>[0] = {}, remote = CALL) {
  const body = new TextEncoder().encode(message)
  const headers = [['content-type', 'application/json']] as const
  return render(context(remote, given), { status: 200, headers, body, cut: false, durationMs: 1 })
}

function result(value: string): string {
  return `{"jsonrpc":"2.0","id":1,"result":${value}}`
}

function text(message: string, given: Parameters<typeof call>[0] = {}): string {
  const { content } = answer(message, given)
  return content.map((block) => (block.type === 'text' ? block.text : `(${block.type})`)).join('\n---\n')
}

const BLOCKS: readonly { readonly says: string; readonly given: string; readonly want: JsonValue }[] = [
  {
    says: 'text, exactly',
    given: '[{"type":"text","text":"a\\u0000\\n{1}"}]',
    want: [{ type: 'text', text: 'a\u0000\n{1}' }],
  },
  {
    says: 'an image',
    given: '[{"type":"image","data":"AAAA","mimeType":"image/png","annotations":{"audience":["user"],"x":1}}]',
    want: [{ type: 'image', data: 'AAAA', mimeType: 'image/png', annotations: { audience: ['user'] } }],
  },
  {
    says: 'sound',
    given: '[{"type":"audio","data":"AAAA","mimeType":"audio/wav"}]',
    want: [{ type: 'audio', data: 'AAAA', mimeType: 'audio/wav' }],
  },
  {
    says: 'a resource of text',
    given: '[{"type":"resource","resource":{"uri":"shop://a","text":"T"}}]',
    want: [{ type: 'resource', resource: { uri: 'shop://a', text: 'T' } }],
  },
  {
    says: 'a resource of bytes',
    given: '[{"type":"resource","resource":{"uri":"shop://a","mimeType":"a/b","blob":"AA=="}}]',
    want: [{ type: 'resource', resource: { uri: 'shop://a', mimeType: 'a/b', blob: 'AA==' } }],
  },
  {
    says: 'a link',
    given: '[{"type":"resource_link","uri":"shop://a","name":"A","_meta":{"x":1}}]',
    want: [{ type: 'resource_link', uri: 'shop://a', name: 'A' }],
  },
  {
    says: 'what is no content',
    given: '[{"type":"html","html":"<b>"}, 5]',
    want: Array.from({ length: 2 }, () => ({
      type: 'text',
      text: '(A part of the answer that is no content of the protocol is not shown.)',
    })),
  },
  {
    says: 'the credential in a text',
    given: `[{"type":"text","text":"t=${TOKEN}"}]`,
    want: [{ type: 'text', text: 't=[redacted]' }],
  },
  { says: 'nothing', given: '[]', want: [{ type: 'text', text: 'The tool answered without content.' }] },
]

describe('content blocks', () => {
  test.each(BLOCKS)('$says', ({ given, want }) => {
    const { content, isError } = answer(result(`{"content":${given}}`))
    expect(content).toEqual(want)
    expect(isError).toBe(false)
  })

  test('an image with the credential in it is not shown', () => {
    const data = btoa(`x${TOKEN}`)
    expect(text(result(`{"content":[{"type":"image","data":"${data}","mimeType":"image/png"}]}`))).toMatch(
      /contain the credential: not shown/,
    )
  })

  test('texts share the limit', () => {
    const one = JSON.stringify({ type: 'text', text: 'word '.repeat(20) })
    const shown = answer(result(`{"content":[${one},${one}]}`), { resultCharacters: 120 }).content
    expect(shown).toHaveLength(3)
    expect(shown[2]).toMatchObject({ text: expect.stringMatching(/^CUT: above are the first \d+ of 100 characters/) })
  })
})

const STRUCTURED: readonly { readonly says: string; readonly given: string; readonly want: string | undefined }[] = [
  {
    says: 'exactly',
    given: '{"content":[{"type":"text","text":"t"}],"structuredContent":{"id":9007199254740993}}',
    want: '{"id":9007199254740993}',
  },
  { says: 'alone', given: '{"structuredContent":{"id":1}}', want: '{"id":1}' },
  {
    says: 'with the credential',
    given: `{"content":[{"type":"text","text":"t"}],"structuredContent":{"t":"${TOKEN}"}}`,
    want: undefined,
  },
  {
    says: 'beside what was redacted',
    given: `{"content":[{"type":"text","text":"${TOKEN}"}],"structuredContent":{"a":1}}`,
    want: undefined,
  },
  {
    says: 'that is no object',
    given: '{"content":[{"type":"text","text":"t"}],"structuredContent":[1]}',
    want: undefined,
  },
  { says: 'of an error', given: '{"isError":true,"content":[],"structuredContent":{"a":1}}', want: undefined },
]

describe('structured content', () => {
  test.each(STRUCTURED)('$says', ({ given, want }) => {
    const { exact } = answer(result(given))
    expect(exact === undefined ? undefined : stringifyJson(exact)).toBe(want)
  })
})

const FAILURES: readonly { readonly says: string; readonly given: string; readonly want: RegExp }[] = [
  {
    says: 'isError',
    given: result('{"isError":true,"content":[{"type":"text","text":"no\\nsent: no"}]}'),
    want: /^The upstream's tool shop\.list failed\. It says:\n> no\n> sent: no\nsent: yes$/,
  },
  { says: 'isError without words', given: result('{"isError":true}'), want: /gave no details/ },
  {
    says: 'an unknown tool',
    given: error(-32602, 'Unknown tool: x'),
    want: /error -32602 \(invalid params\)\. It says:\n> Unknown tool: x\nhint: .*withdrawn/,
  },
  {
    says: 'a permission',
    given: error(-32003, 'Permission denied'),
    want: /-32003 \(permission denied\).*\n> Permission denied\nhint: The token does not allow this/,
  },
  {
    says: 'an exception',
    given: error(-32000, 'boom'),
    want: /-32000 \(server error\)[\s\S]*hint: The upstream failed\. Try again later\./,
  },
  { says: 'a code of its own', given: error(7, 'odd'), want: /the error 7\. It says:\n> odd\nsent: yes$/ },
  { says: 'the credential in an error', given: error(7, `bad ${TOKEN}`), want: /> bad \[redacted\]/ },
  { says: 'input wanted first', given: result('{"resultType":"input_required"}'), want: /wants something first/ },
  {
    says: 'no result',
    given: '{"jsonrpc":"2.0","id":1,"result":5}',
    want: /incomplete or damaged: it holds no result/,
  },
]

function error(code: number, message: string): string {
  return JSON.stringify({ jsonrpc: '2.0', id: 1, error: { code, message } })
}

describe('failures', () => {
  test.each(FAILURES)('$says', ({ given, want }) => {
    expect(answer(given).isError).toBe(true)
    expect(text(given)).toMatch(want)
  })

  test('a write may have been done', () => {
    expect(text(error(-32603, 'x'), { access: 'write' })).toMatch(/may have carried out the call/)
  })
})

test('a resource keeps what it is', () => {
  const message = result('{"contents":[{"uri":"shop://a","mimeType":"text/markdown","text":"# A"}]}')
  expect(answer(message, {}, READ).content).toEqual([
    { type: 'resource', resource: { uri: 'shop://a', mimeType: 'text/markdown', text: '# A' } },
  ])
})
