import { expect, test } from 'vitest'
import { lineOfPointer, pointerLines } from '../../src/lib/pointer-lines.ts'

const TEXT = `\ufeff{
  "paths": { "/a~b": [
    1,
    { "x":
      [[], [2]] }
  ] },
  "0": {}, "__proto__": {
    "": null }
}`

test.each([
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
])('%s is on line %s', (pointer, want) => {
  expect(pointerLines(TEXT).get(pointer)).toBe(want)
  expect(lineOfPointer(TEXT, pointer)).toBe(want)
})
