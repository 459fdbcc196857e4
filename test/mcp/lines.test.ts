import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ExactNumber } from '../../src/lib/json.ts'
import { createLineReader } from '../../src/mcp/line-reader.ts'
import { serialise } from '../../src/mcp/serialise.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

function read(chunks: readonly Uint8Array[], maxBytes = 1_000): unknown[] {
  const reader = createLineReader(maxBytes)
  return [...chunks.flatMap((chunk) => [...reader.push(chunk)]), reader.rest()]
}

describe('createLineReader', () => {
  test.each<{ given: readonly Uint8Array[]; want: unknown[] }>([
    { given: [bytes('a\nb\n')], want: ['a', 'b', ''] },
    { given: [bytes('a\r\nb')], want: ['a', 'b'] },
    { given: [bytes('\n\n')], want: ['', '', ''] },
    { given: [bytes('{"a":"\u2028\u0085"}\n')], want: ['{"a":"\u2028\u0085"}', ''] },
    { given: [new Uint8Array([0xc3, 0x28, 0x0a, 0x61])], want: [undefined, 'a'] },
    { given: [bytes('ö\n').subarray(0, 1), bytes('ö\n').subarray(1)], want: ['ö', ''] },
  ])('reads $want', ({ given, want }) => {
    expect(read(given)).toEqual(want)
  })

  test.each([
    { given: ['1234\n', '12345\n1\n'], want: ['1234', false] },
    { given: ['123', '456'], want: [false] },
    { given: ['12345'], want: [false] },
  ])('stops at a line over the limit: $given', ({ given, want }) => {
    const reader = createLineReader(4)
    expect(given.flatMap((chunk) => [...reader.push(bytes(chunk))])).toEqual(want)
    expect(reader.rest()).toBe(false)
  })

  test('gives the same lines wherever the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), fc.array(fc.nat(40)), (texts, cuts) => {
        const all = bytes(texts.map((text) => text.replace(/[\r\n]/g, '')).join('\r\n'))
        const chunks: Uint8Array[] = []
        let at = 0
        for (const cut of cuts) {
          chunks.push(all.subarray(at, at + cut))
          at += cut
        }
        chunks.push(all.subarray(at))
        expect(read(chunks, 100_000)).toEqual(read([all], 100_000))
      }),
    )
  })
})

describe('serialise', () => {
  test.each([
    { given: { a: undefined, b: [undefined, null] }, want: '{"b":[null,null]}' },
    { given: { id: new ExactNumber('9007199254740993') }, want: '{"id":9007199254740993}' },
    { given: { a: 'x\ny\u2028z\u0085\u2029' }, want: '{"a":"x\\ny\\u2028z\\u0085\\u2029"}' },
    { given: { a: '\ud800x\udc00', '\ud800': '\u{1f600}' }, want: '{"a":"\ufffdx\ufffd","\ufffd":"\u{1f600}"}' },
    { given: { a: 'C:\\udata', b: '\\ud800' }, want: '{"a":"C:\\\\udata","b":"\\\\ud800"}' },
    { given: JSON.parse('{"__proto__":1,"constructor":{"a":1}}'), want: '{"__proto__":1,"constructor":{"a":1}}' },
  ])('writes $want', ({ given, want }) => {
    expect(serialise(given)).toBe(want)
  })

  test('writes one line of JSON that means the same, whatever the strings', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), (value) => {
        const line = serialise(value)
        expect(line).not.toMatch(/[\n\r\u0085\u2028\u2029]/)
        expect(JSON.parse(line)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})
