import { expect, test } from 'vitest'
import { wrap } from '../../src/cli/report/wrap.ts'

test.each<{ given: string; width: number; want: string }>([
  { given: '', width: 10, want: '' },
  { given: 'one two three', width: 7, want: 'one two\nthree' },
  { given: 'one two', width: 80, want: 'one two' },
  { given: 'unbreakable word', width: 4, want: 'unbreakable\nword' },
  { given: 'a b\n\nc d', width: 1, want: 'a\nb\n\nc\nd' },
])('$given in $width', ({ given, width, want }) => {
  expect(wrap(given, width)).toBe(want)
})
