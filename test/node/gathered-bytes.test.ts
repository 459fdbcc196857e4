import { expect, test } from 'vitest'
import { gatherBytes } from '../../src/node/gathered-bytes.ts'

const PIECES = ['ab', '', 'c', 'def']

test.each([
  ['nothing announced', 0],
  ['fewer than come', 1],
  ['fewer than come, in the middle of a piece', 4],
  ['all', 6],
  ['more than come', 9],
])('%s', (_name, length) => {
  const gathered = gatherBytes(length)
  for (const piece of PIECES) gathered.add(Buffer.from(piece))
  expect(gathered.size()).toBe(6)
  expect(Buffer.from(gathered.all()).toString()).toBe('abcdef')
})

test.each([0, 3, 5])('one piece of three where %i are announced', (length) => {
  const gathered = gatherBytes(length)
  const piece = Buffer.from('abc')
  gathered.add(piece)
  expect(Buffer.from(gathered.all()).toString()).toBe('abc')
  expect(gathered.all() === piece).toBe(length <= 3)
})

test('nothing', () => {
  expect(gatherBytes(5).all()).toHaveLength(0)
})
