import { describe, expect, test } from 'vitest'
import type { JsonSchema, MediaType } from '../../src/contract/model.ts'
import { ExactNumber, type JsonValue } from '../../src/lib/json.ts'
import { writeBody } from '../../src/request/body.ts'
import { createContent } from './tool.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

function write(value: JsonValue, content: MediaType, definitions: Readonly<Record<string, JsonSchema>> = {}) {
  const written = writeBody(value, content, new Map(Object.entries(definitions)))
  if (!written.ok) return `refused: ${written.error}`
  const { contentType, bytes } = written.value
  return { contentType, bytes }
}

describe('families', () => {
  test.each<[JsonValue, MediaType, unknown]>([
    [
      { a: null, id: new ExactNumber('9007199254740993') },
      createContent('application/json'),
      '{"a":null,"id":9007199254740993}',
    ],
    [
      [0.1, new ExactNumber('0.12345678901234567890')],
      createContent('application/vnd.api+json'),
      '[0.1,0.12345678901234567890]',
    ],
    [{ a: null }, createContent('application/merge-patch+json'), '{"a":null}'],
    ['a\ud800', createContent('application/json'), '"a\\ud800"'],
    ['é <&>', createContent('text/plain; charset=utf-8'), 'é <&>'],
    ['<a/>', createContent('application/xml'), '<a/>'],
    ['text as it is', createContent('application/octet-stream', { contentEncoding: 'base64' }), 'text as it is'],
    ['AAECgP8=', createContent('application/octet-stream'), Uint8Array.of(0, 1, 2, 128, 255)],
    ['AAECgP8', createContent('image/png'), Uint8Array.of(0, 1, 2, 128, 255)],
    ['-_8', createContent('image/png'), Uint8Array.of(251, 255)],
    ['', createContent('image/png'), Uint8Array.of()],
  ])('%j as %j', (value, content, bytes) => {
    expect(write(value, content)).toEqual({ contentType: content.mediaType, bytes })
  })

  test.each([
    ['*/*', {}, 'application/json'],
    ['application/*', {}, 'application/json'],
    ['text/*', 'x', 'text/plain; charset=utf-8'],
    ['text/csv', 'x', 'text/csv; charset=utf-8'],
    ['application/yaml', 'x', 'application/yaml'],
  ])('%s is sent as another type or with its charset', (mediaType, value, contentType) => {
    expect(write(value, createContent(mediaType))).toMatchObject({ contentType })
  })

  test.each<[JsonValue, string]>([
    [{}, 'text/plain'],
    [{}, 'application/xml'],
    ['a\ud800', 'text/plain'],
    [1, 'application/octet-stream'],
    ['/etc/passwd.', 'application/octet-stream'],
    ['file:///etc/passwd', 'application/octet-stream'],
    ['x', 'application/x-www-form-urlencoded'],
    [[], 'multipart/form-data'],
  ])('%j as %s is refused', (value, mediaType) => {
    expect(write(value, createContent(mediaType))).toMatch(/^refused: the body /)
  })
})

describe('application/x-www-form-urlencoded', () => {
  const form = (encoding: Parameters<typeof createContent>[2] = {}) =>
    createContent('application/x-www-form-urlencoded', true, encoding)
  const style = (name: 'form' | 'spaceDelimited' | 'pipeDelimited' | 'deepObject', explode: boolean) => ({
    style: { in: 'query', style: name, explode, allowReserved: false } as const,
  })

  test.each<[JsonValue, MediaType, string]>([
    [{ a: 1, b: 'x y&z=+', c: true, d: null, e: [], f: '' }, form(), 'a=1&b=x%20y%26z%3D%2B&c=true&f='],
    [{ id: new ExactNumber('9007199254740993') }, form(), 'id=9007199254740993'],
    [
      { tags: ['a', 'b'], o: { x: null }, list: [{ y: 1 }] },
      form(),
      'tags=a&tags=b&o=%7B%22x%22%3Anull%7D&list=%7B%22y%22%3A1%7D',
    ],
    [{ tags: ['a', 'b'] }, form({ tags: style('form', false) }), 'tags=a,b'],
    [{ tags: ['a', 'b'] }, form({ tags: style('pipeDelimited', false) }), 'tags=a%7Cb'],
    [
      { metadata: { a: 'b', c: ['d'] } },
      form({ metadata: style('deepObject', true) }),
      'metadata%5Ba%5D=b&metadata%5Bc%5D%5B%5D=d',
    ],
    [{ o: { R: 1, G: 2 } }, form({ o: style('form', true) }), 'R=1&G=2'],
    [
      { l: [['a', 'b'], ['c d']] },
      form({ l: { collection: { in: 'query', spread: true, delimiters: ['|'] } } }),
      'l=a%7Cb&l=c%20d',
    ],
    [{ o: { R: 1 } }, form({ o: { contentType: 'application/json' } }), 'o=%7B%22R%22%3A1%7D'],
    [JSON.parse('{"__proto__":1,"a&b":2}'), form(), '__proto__=1&a%26b=2'],
    [{}, form(), ''],
  ])('%j', (value, content, bytes) => {
    expect(write(value, content)).toEqual({ contentType: content.mediaType, bytes })
  })

  test.each<[JsonValue, MediaType, string]>([
    [{ a: ['x', null] }, form(), 'refused: a: has null as an item'],
    [{ a: '\ud800' }, form(), 'refused: a: is not well-formed'],
    [{ a: { b: 1 } }, form({ a: { contentType: 'application/xml' } }), 'refused: a: must be text, as it is sent as'],
    [{ a: [['x']] }, form({ a: style('form', true) }), 'refused: a: has a list or an object inside'],
  ])('%j is refused', (value, content, want) => {
    expect(String(write(value, content)).startsWith(want)).toBe(true)
  })
})

describe('multipart/form-data', () => {
  const schema: JsonSchema = {
    type: 'object',
    properties: {
      file: { type: 'string', format: 'binary', description: 'a file' },
      files: { type: 'array', items: { $ref: '#/$defs/File' } },
      photo: { type: 'string', contentMediaType: 'image/png' },
      inline: { type: 'string', contentEncoding: 'base64', contentMediaType: 'image/png' },
    },
  }
  const definitions = { File: { type: 'string', format: 'binary' } }
  const multipart = (encoding: Parameters<typeof createContent>[2] = {}) =>
    createContent('multipart/form-data', schema, encoding)

  function parts(value: JsonValue, content = multipart()): readonly string[] {
    const written = write(value, content, definitions)
    if (typeof written === 'string') return [written]
    const boundary = /^multipart\/form-data; boundary=([\w-]+)$/.exec(written.contentType)?.[1]
    const text = typeof written.bytes === 'string' ? written.bytes : utf8.decode(written.bytes)
    expect(text.endsWith(`--${boundary}--\r\n`)).toBe(true)
    return `\r\n${text}`
      .split(`\r\n--${boundary}`)
      .slice(1, -1)
      .map((part) => part.slice(2))
  }

  test.each<[JsonValue, MediaType | undefined, readonly string[]]>([
    [
      { a: 1, b: 'é', c: null, d: [] },
      undefined,
      ['Content-Disposition: form-data; name="a"\r\n\r\n1', 'Content-Disposition: form-data; name="b"\r\n\r\né'],
    ],
    [
      { file: 'aGVsbG8=' },
      undefined,
      [
        'Content-Disposition: form-data; name="file"; filename="file"\r\nContent-Type: application/octet-stream\r\n\r\nhello',
      ],
    ],
    [
      { file: 'aGVsbG8=' },
      multipart({ file: { contentType: 'image/*, text/csv' } }),
      ['Content-Disposition: form-data; name="file"; filename="file"\r\nContent-Type: text/csv\r\n\r\nhello'],
    ],
    [
      { l: ['a', 'b'] },
      multipart({ l: { collection: { in: 'query', spread: false, delimiters: ['\t'] } } }),
      ['Content-Disposition: form-data; name="l"\r\n\r\na\tb'],
    ],
    [
      { files: ['YQ==', 'Yg=='] },
      undefined,
      ['a', 'b'].map(
        (text) =>
          `Content-Disposition: form-data; name="files"; filename="files"\r\nContent-Type: application/octet-stream\r\n\r\n${text}`,
      ),
    ],
    [
      { photo: 'YQ==', inline: 'YQ==' },
      undefined,
      [
        'Content-Disposition: form-data; name="photo"; filename="photo"\r\nContent-Type: image/png\r\n\r\na',
        'Content-Disposition: form-data; name="inline"\r\nContent-Type: image/png\r\n\r\nYQ==',
      ],
    ],
    [
      { other: 'YQ==' },
      multipart({ other: { contentType: 'image/png' } }),
      ['Content-Disposition: form-data; name="other"; filename="other"\r\nContent-Type: image/png\r\n\r\na'],
    ],
    [
      { meta: { id: new ExactNumber('9007199254740993') }, list: ['a', { b: 1 }] },
      undefined,
      [
        'Content-Disposition: form-data; name="meta"\r\nContent-Type: application/json\r\n\r\n{"id":9007199254740993}',
        'Content-Disposition: form-data; name="list"\r\n\r\na',
        'Content-Disposition: form-data; name="list"\r\nContent-Type: application/json\r\n\r\n{"b":1}',
      ],
    ],
    [
      { o: { a: 'x y', b: ['1'] }, l: ['a', 'b'] },
      multipart({
        o: { style: { in: 'query', style: 'deepObject', explode: true, allowReserved: false } },
        l: { style: { in: 'query', style: 'form', explode: false, allowReserved: false } },
      }),
      [
        'Content-Disposition: form-data; name="o[a]"\r\n\r\nx y',
        'Content-Disposition: form-data; name="o[b][]"\r\n\r\n1',
        'Content-Disposition: form-data; name="l"\r\n\r\na,b',
      ],
    ],
    [
      { 'a"\r\nX-Evil: 1\0': 'x' },
      undefined,
      ['Content-Disposition: form-data; name="a%22%0D%0AX-Evil: 1%00"\r\n\r\nx'],
    ],
    [
      { a: 'x' },
      multipart({ a: { contentType: 'text/plain\r\nX-Evil: 1' } }),
      ['Content-Disposition: form-data; name="a"\r\n\r\nx'],
    ],
    [{ file: '@/etc/passwd' }, undefined, ['refused: file: must be the content itself as base64']],
    [{ a: ['x', null] }, undefined, ['refused: a: has null as an item, which a form has no way to write']],
    [{ a: '\ud800' }, undefined, ['refused: a: is not well-formed text (a surrogate stands alone)']],
  ])('%j', (value, content, want) => {
    expect(parts(value, content)).toEqual(want)
  })

  test('bytes stay bytes', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
    const written = write({ file: btoa(String.fromCharCode(...bytes)) }, multipart(), definitions)
    const body = typeof written === 'string' ? new Uint8Array() : Uint8Array.from(written.bytes as Uint8Array)
    const start = body.indexOf(0)
    expect([...body.slice(start, start + 256)]).toEqual([...bytes])
  })

  test('the boundary occurs in no part, whatever they hold', () => {
    const boundaryOf = (value: JsonValue) => {
      const written = write(value, multipart(), definitions)
      return typeof written === 'string' ? '' : (/boundary=(.*)$/.exec(written.contentType)?.[1] ?? '')
    }
    const first = boundaryOf({ a: 'x' })
    const evil = `x\r\n--${first}\r\nContent-Disposition: form-data; name="admin"\r\n\r\ntrue`
    expect(boundaryOf({ a: 'x' })).toBe(first)
    expect(boundaryOf({ a: evil })).not.toBe(first)
    expect(boundaryOf({ file: btoa(evil) })).not.toBe(first)
    expect(parts({ a: evil })).toHaveLength(1)
  })
})
