import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createEventReader } from '../../src/node/event-stream.ts'

const bytes = new TextEncoder()

function read(
  text: string,
  pieces: (whole: Uint8Array) => readonly Uint8Array[] = (whole) => [whole],
): readonly string[] {
  const found: string[] = []
  const reader = createEventReader((data) => found.push(data))
  for (const piece of pieces(bytes.encode(text))) reader.write(piece)
  return found
}

const CASES: readonly { readonly given: string; readonly want: readonly string[] }[] = [
  { given: 'data: a\n\n', want: ['a'] },
  { given: 'event: message\nid: 1\ndata: a\ndata: b\n\n', want: ['a\nb'] },
  { given: 'data:a\r\n\r\ndata:  b\r\n\r\n', want: ['a', ' b'] },
  { given: 'data: a\r\rdata: b\r\r\n', want: ['a', 'b'] },
  { given: ': comment\n\ndata\n\n', want: [''] },
  { given: 'retry: 5\n\n', want: [] },
  { given: 'data: not ended', want: [] },
  { given: 'data: ünï\n\n', want: ['ünï'] },
  { given: '{"data: ":1}', want: [] },
]

test.each(CASES)('$given', ({ given, want }) => {
  expect(read(given)).toEqual(want)
})

test('pieces make no difference', () => {
  const line = fc.stringMatching(/^[a-zü ]{0,6}$/)
  const end = fc.constantFrom('\n', '\r\n', '\r')
  const event = fc.tuple(line, end).map(([text, mark]) => `data: ${text}${mark}${mark}`)
  fc.assert(
    fc.property(fc.array(event), fc.nat(7), (events, size) => {
      // a lone carriage return at the very end waits for what may follow
      const text = `${events.join('')}:\n`
      const cut = (whole: Uint8Array) =>
        Array.from({ length: Math.ceil(whole.length / (size + 1)) }, (_, at) =>
          whole.subarray(at * (size + 1), (at + 1) * (size + 1)),
        )
      expect(read(text, cut)).toEqual(read(text))
      expect(read(text)).toHaveLength(events.length)
    }),
  )
})
