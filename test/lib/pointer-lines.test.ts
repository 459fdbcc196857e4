import { expect, test } from 'vitest'
import { lineFinder, lineOfPointer } from '../../src/lib/pointer-lines.ts'

const TEXT = `\ufeff{
  "paths": { "/a~b": [
    1,
    { "x":
      [[], [2]] }
  ] },
  "0": {}, "__proto__": {
    "": null }
}`

const PLACES: readonly (readonly [pointer: string, line: number | undefined])[] = [
  ['', 1],
  ['/paths', 2],
  ['/paths/~1a~0b', 2],
  ['/paths/~1a~0b/0', 3],
  ['/paths/~1a~0b/1', 4],
  ['/paths/~1a~0b/1/x', 4],
  ['/paths/~1a~0b/1/x/0', 5],
  ['/paths/~1a~0b/1/x/1/0', 5],
  ['/0', 7],
  ['/__proto__', 7],
  ['/__proto__/', 8],
  ['/paths/~1a~0b/2', undefined],
  ['/toString', undefined],
  ['/paths/~1a~0b/1/x/0/0', undefined],
  ['/0/0', undefined],
  ['paths', undefined],
]

test.each(PLACES)('%s is on line %s', (pointer, want) => {
  expect(lineOfPointer(TEXT, pointer)).toBe(want)
})

test.each([
  ['in this order', PLACES],
  ['from the end', PLACES.toReversed()],
])('all of them, %s', (_name, places) => {
  const find = lineFinder(Buffer.from(TEXT))
  expect(places.map(([pointer]) => [pointer, find(pointer)])).toEqual(places)
})

test.each(['\r\n', '\r'])('lines that end in %j', (end) => {
  expect(lineOfPointer(TEXT.replaceAll('\n', end), '/__proto__/')).toBe(8)
})
