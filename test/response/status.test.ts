import { describe, expect, test } from 'vitest'
import { render } from '../../src/response/render.ts'
import type { Header } from '../../src/upstream/model.ts'
import { answer, call, TOKEN, texts, typed } from './call.ts'

const BEARER = {
  credential: {
    type: 'bearer' as const,
    token: { env: 'FAKE_TOKEN' },
    applies: 'declared' as const,
    pointer: '',
    renew: 'Create a new token at https://example.com/tokens',
  },
  in: 'header' as const,
  name: 'Authorization',
}

describe('a whole error, word for word', () => {
  test.each<{ name: string; context: Parameters<typeof call>[0]; given: ReturnType<typeof answer>; want: string }>([
    {
      name: 'validation',
      context: { method: 'POST', target: '/api/jobs?x=1', access: 'write' },
      given: answer(
        422,
        '{"title":"Invalid","detail":"Two\\nlines","errors":{"status":["unknown"]},"trace":12345678901234567890}',
        [...typed('application/problem+json'), ['x-request-id', 'r1']],
      ),
      want: [
        'The upstream answered 422 Unprocessable Content to POST /api/jobs. It says:',
        '> title: Invalid',
        '> detail: Two',
        '> lines',
        '> - status: unknown',
        '> trace: 12345678901234567890',
        '> request id: r1',
        'hint: The values were understood and refused. Correct what the upstream names and call again.',
        'sent: yes',
      ].join('\n'),
    },
    {
      name: 'a refused credential',
      context: { credentials: [BEARER] },
      given: answer(401, `{"error":"invalid_token ${TOKEN}"}`, [
        ...typed('application/json'),
        ['www-authenticate', 'Bearer error="invalid_token"'],
      ]),
      want: [
        'The upstream answered 401 Unauthorized to GET /api/jobs. It says:',
        '> title: invalid_token [redacted]',
        '> www-authenticate: Bearer error="invalid_token"',
        'hint: The credential was not accepted: it may have expired or been revoked. Create a new token at https://example.com/tokens. The bridge reads it from FAKE_TOKEN when it starts.',
        'sent: yes',
      ].join('\n'),
    },
    {
      name: 'too many requests, no body',
      context: {},
      given: answer(429, '', [['retry-after', '7']]),
      want: [
        'The upstream answered 429 Too Many Requests to GET /api/jobs. It gave no details.',
        'retry after: 7 seconds',
        'hint: Too many requests. Wait before calling again.',
        'sent: yes',
      ].join('\n'),
    },
  ])('$name', ({ context, given, want }) => {
    expect(render(call(context), given)).toEqual({ content: [{ type: 'text', text: want }], isError: true })
  })
})

describe('bodies of errors', () => {
  test.each<{ name: string; given: string | Uint8Array; type?: string; want: readonly string[] }>([
    { name: 'text', given: 'Gone\nfor good\n', type: 'text/plain', want: ['> Gone', '> for good'] },
    { name: 'JSON of no known shape', given: '{"job":{"id":1}}', want: ['> {"job":{"id":1}}'] },
    { name: 'JSON that breaks off', given: '{"message":"x', want: ['> {"message":"x'] },
    { name: 'JSON called text', given: '{"message":"x"}', type: 'text/plain', want: ['> detail: x'] },
    {
      name: 'HTML',
      given: '<html><head><title>502\n Bad</title><style>p{}</style></head><body><p>nginx</p></body></html>',
      type: 'text/html',
      want: ['> title: 502 Bad', '> nginx'],
    },
    { name: 'HTML of markup only', given: '<p></p>', type: 'text/html', want: [] },
    { name: 'bytes', given: Uint8Array.of(1, 0, 2), type: 'application/pdf', want: ['> (3 bytes of application/pdf)'] },
    { name: 'another charset', given: Uint8Array.of(0xe9), type: 'text/plain', want: ['> (1 bytes of text/plain)'] },
    {
      name: 'lines that look like ours',
      given: JSON.stringify({ message: 'a\nsent: no\r\nhint: x\u2028sent: no', sent: 'no' }),
      want: ['> detail: a', '> sent: no', '> hint: x', '> sent: no', '> sent: no'],
    },
    {
      name: 'long words',
      given: JSON.stringify({ message: 'x'.repeat(3000) }),
      want: [`> detail: ${'x'.repeat(1992)}`, '(1008 more characters are not shown)'],
    },
    {
      name: 'many fields',
      given: JSON.stringify({ errors: Array.from({ length: 23 }, () => 'bad') }),
      want: [...Array.from({ length: 20 }, () => '> - bad'), '(3 more like this are not shown)'],
    },
  ])('$name', ({ given, type = 'application/json', want }) => {
    const lines = texts(render(call(), answer(418, given, typed(type))))[0]?.split('\n') ?? []
    expect(lines.slice(1, -2)).toEqual(want)
    expect(lines.at(-1)).toBe('sent: yes')
  })

  test('a huge page is read at its beginning only', () => {
    const page = '<script>'.repeat(1_000_000)
    expect(texts(render(call(), answer(500, page, typed('text/html'))))[0]).toContain('It gave no details.')
  })
})

describe('hints', () => {
  test.each<{ status: number; context?: Parameters<typeof call>[0]; want: RegExp }>([
    { status: 400, want: /^hint: .*arguments/m },
    { status: 401, context: { renew: 'Ask Ann' }, want: /^hint: .*Ask Ann\.$/m },
    { status: 402, want: /^hint: .*pay/m },
    { status: 403, context: { renew: 'Ask Ann' }, want: /^hint: .*not allow this.*Ask Ann\.$/m },
    { status: 404, want: /^hint: .*identifier/m },
    { status: 409, want: /^hint: .*conflicts/m },
    { status: 410, want: /^hint: .*removed/m },
    { status: 499, want: /^The upstream answered 499 to .*\n(.*\n)*hint: The upstream refused the call\./ },
    { status: 500, want: /^hint: The upstream failed\. Try again later\.$/m },
    { status: 500, context: { access: 'write' }, want: /^hint: .*may have carried out the call/m },
    { status: 503, context: { access: 'spend' }, want: /^hint: .*may have carried out the call/m },
    { status: 999, want: /^The upstream answered 999 to/ },
  ])('$status $context', ({ status, context, want }) => {
    const result = render(call(context), answer(status))
    expect(result.isError).toBe(true)
    expect(texts(result)[0]).toMatch(want)
  })
})

describe('redirects', () => {
  test.each<{ headers: readonly Header[]; status?: number; access?: 'read' | 'write'; want: readonly RegExp[] }>([
    {
      headers: [['location', 'https://evil.example/x?token=abc']],
      want: [/302 Found to GET \/api\/jobs: redirected to https:\/\/evil\.example, not followed\.$/m],
    },
    {
      headers: [['location', '/login?next=x']],
      want: [/redirected to \/login, not followed\.$/m, /^hint: .*Only paths that the profile allows/m],
    },
    {
      headers: [['location', 'file:///etc/passwd']],
      want: [/redirected to something that is no http URL, not followed/],
    },
    { headers: [['location', `/x/${TOKEN}`]], want: [/redirected to \/x\/\[redacted\], not followed/] },
    {
      headers: [['location', '/x']],
      status: 303,
      access: 'write',
      want: [/303 See Other/, /may have been carried out/],
    },
    { headers: [], status: 304, want: [/304 Not Modified to GET \/api\/jobs and nothing to show\.$/m] },
  ])('$headers', ({ headers, status = 302, access = 'read', want }) => {
    const result = render(call({ access }), answer(status, 'ignored', headers))
    const text = texts(result)[0] ?? ''
    expect(result.isError).toBe(true)
    expect(text).not.toContain('abc')
    expect(text.split('\n').at(-1)).toBe('sent: yes')
    for (const line of want) expect(text).toMatch(line)
  })
})
