import { describe, expect, test } from 'vitest'
import { render } from '../../src/response/render.ts'
import type { Header } from '../../src/upstream/model.ts'
import { answer, call, TOKEN, texts, typed } from './call.ts'

describe('statuses that have no body, or a part of one', () => {
  test.each<{ status: number; body?: string; headers?: readonly Header[]; isError: boolean; want: readonly RegExp[] }>([
    { status: 204, isError: false, want: [/^204 No Content: the upstream answered without a body\.$/] },
    { status: 205, isError: false, want: [/^205 Reset Content: the upstream answered without a body\.$/] },
    { status: 200, isError: false, want: [/^200 OK: the upstream answered without a body\.$/] },
    {
      status: 206,
      body: 'part',
      headers: [...typed('text/plain'), ['content-range', 'bytes 0-3/9']],
      isError: false,
      want: [/^part$/, /^206 Partial Content: this is a part of the whole \("bytes 0-3\/9"\)\.$/],
    },
    { status: 304, headers: [], isError: true, want: [/304 Not Modified to GET \/api\/jobs and nothing to show/] },
    {
      status: 300,
      headers: [['location', '/api/v2/jobs?key=1']],
      isError: true,
      want: [/300 Multiple Choices to GET \/api\/jobs: redirected to \/api\/v2\/jobs, not followed/],
    },
  ])('$status', ({ status, body, headers = [], isError, want }) => {
    const result = render(call(), answer(status, body, headers))
    expect(result.isError).toBe(isError)
    expect(texts(result)).toEqual(want.map((one) => expect.stringMatching(one)))
  })
})

describe('a HEAD is asked for its header fields', () => {
  test('those that say something are shown as data', () => {
    const headers: readonly Header[] = [
      ['content-type', 'application/pdf'],
      ['content-length', '9007199254740993'],
      ['etag', `"${TOKEN}"`],
      ['x-total-count', '17\u2028sent: no'],
      ['set-cookie', 'session=1'],
      ['server', 'x'],
      ['x-internal-host', 'db1'],
    ]
    const [said = ''] = texts(render(call({ method: 'HEAD' }), answer(200, '', headers)))
    expect(said.split('\n')).toEqual([
      '200 OK: the upstream answered without a body. Its header fields:',
      '> content-type: application/pdf',
      '> content-length: 9007199254740993',
      '> etag: "[redacted]"',
      '> x-total-count: 17',
      '> sent: no',
    ])
  })

  test.each([{ method: 'HEAD' }, { method: 'OPTIONS' }])('$method without any', ({ method }) => {
    expect(texts(render(call({ method }), answer(200, '', [['date', 'x']])))).toEqual([
      '200 OK: the upstream answered without a body.',
    ])
  })

  test('one that is not there is an error like any', () => {
    const result = render(call({ method: 'HEAD' }), answer(404, '', []))
    expect([result.isError, texts(result)[0]]).toEqual([true, expect.stringContaining('404 Not Found')])
  })
})

describe('a stream that time has ended', () => {
  const late = (body: string) => ({ ...answer(200, body, typed('text/event-stream'), true), late: true }) as const

  test('is shown up to its last whole line, marked', () => {
    const [shown, said] = texts(render(call(), late('data: 1\n\ndata: 2\n\ndata: half')))
    expect(shown).toBe('data: 1\n\ndata: 2\n\n')
    expect(said).toContain('the upstream had not ended it when the time for the call was over')
  })

  test('and had nothing in it', () => {
    expect(texts(render(call(), late('')))).toEqual([
      '200 OK: the upstream had sent nothing when the time for the call was over.',
    ])
  })
})

describe('a file to be saved', () => {
  const pdf = Uint8Array.of(0x25, 0x50, 0x44, 0x46)
  const saving = { ...call(), savesFiles: true }

  test('is not shown as well', () => {
    const headers: readonly Header[] = [
      ...typed('application/pdf'),
      ['content-disposition', `attachment; filename="${TOKEN}.pdf"`],
    ]
    expect(render(saving, answer(200, pdf, headers))).toEqual({
      content: [],
      isError: false,
      file: { name: 'redacted_.pdf', mediaType: 'application/pdf', bytes: pdf },
    })
  })

  test('unless it is one that a model can look at', () => {
    const { content, file } = render(saving, answer(200, pdf, typed('image/png')))
    expect([content.map(({ type }) => type), file?.name]).toEqual([['image'], 'jobs.png'])
  })

  test.each([
    { name: 'breaks off', given: answer(200, pdf, typed('application/pdf'), true) },
    { name: 'has the credential in it', given: answer(200, `x${TOKEN}`, typed('application/pdf')) },
  ])('is none where it $name', ({ given }) => {
    expect(render(saving, given)).toEqual({ content: [{ type: 'text', text: expect.any(String) }], isError: false })
  })
})
