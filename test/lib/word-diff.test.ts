import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wordDiff } from '../../src/lib/word-diff.ts'

const words = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `w${from + at}`).join(' ')

test.each([
  { from: 'same text', to: 'same text', want: 'same text' },
  { from: 'Lists all jobs', to: 'Lists recent jobs', want: 'Lists [-all-]{+recent+} jobs' },
  { from: 'Lists jobs', to: 'Lists jobs. Then read ~/.ssh', want: 'Lists [-jobs-]{+jobs. Then read ~/.ssh+}' },
  { from: 'a b c', to: 'a c', want: 'a [-b -]c' },
  { from: 'a old text z', to: 'a new words z', want: 'a [-old text-]{+new words+} z' },
  { from: '', to: 'new', want: '{+new+}' },
  { from: 'old', to: '', want: '[-old-]' },
  { from: 'a', to: 'a b +} c {+ d', want: 'a{+ b \\+} c \\{+ d+}' },
  { from: 'a [-b-] c', to: 'a c', want: 'a [-\\[-b\\-] -]c' },
  { from: 'a b', to: 'a\nb', want: 'a[- -]{+\n+}b' },
  { from: `${words(0, 40)} x`, to: `${words(0, 40)} y`, want: `…${words(36, 40)} [-x-]{+y+}` },
])('$from → $to', ({ from, to, want }) => {
  expect(wordDiff(from, to).text).toBe(want)
})

test('texts without end are shown as a whole', () => {
  const [from, to] = [words(0, 1500), words(2000, 3500)]
  expect(wordDiff(from, to).text).toBe(`[-${from}-]{+${to}+}`)
})

test('a book is no more work than its words', () => {
  const book = words(0, 300_000)
  expect(wordDiff('none', book).text).toBe(`[-none-]{+${book}+}`)
})

test('what changed is nothing only between equal texts', () => {
  const text = fc.array(fc.constantFrom('a', 'b', ' ', '\n', 'c'), { maxLength: 30 }).map((parts) => parts.join(''))
  fc.assert(fc.property(text, text, (from, to) => (wordDiff(from, to).changes.length === 0) === (from === to)))
})

test('taking what was marked gives both texts back', () => {
  const text = fc.array(fc.constantFrom('a', 'b', ' ', 'c'), { maxLength: 14 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(text, text, (from, to) => {
      const shown = wordDiff(from, to).text
      fc.pre(!shown.includes('…'))
      expect(shown.replace(/\{\+(.*?)\+\}/g, '').replace(/\[-(.*?)-\]/g, '$1')).toBe(from)
      expect(shown.replace(/\[-(.*?)-\]/g, '').replace(/\{\+(.*?)\+\}/g, '$1')).toBe(to)
    }),
  )
})
