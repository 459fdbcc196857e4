import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byteString, decodeBase64, encodeBase64, textBase64 } from '../../src/lib/base64.ts'

test.each([
  ['', []],
  ['aGk=', [104, 105]],
  ['aGk', [104, 105]],
  ['_-8=', [255, 239]],
  ['/+8', [255, 239]],
  ['a', undefined],
  ['aGk=x', undefined],
  ['näh', undefined],
])('%j is %j', (text, bytes) => {
  expect(decodeBase64(text)).toEqual(bytes && Uint8Array.from(bytes))
})

test('bytes survive, many of them too', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(0, 8_190, 8_192, 300_000), (few, more) => {
      const bytes = Uint8Array.from([...few, ...new Uint8Array(more)])
      expect(Buffer.compare(decodeBase64(encodeBase64(bytes)) ?? new Uint8Array(), bytes)).toBe(0)
      expect(byteString(bytes).length).toBe(bytes.length)
    }),
    { numRuns: 40 },
  )
})

test('texts are taken as UTF-8', () => {
  expect(textBase64('ü:€')).toBe('w7w64oKs')
})
