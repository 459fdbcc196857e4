import { expect, test } from 'vitest'
import { remembering } from '../../src/lib/remembering.ts'

test('a value is made once for a text, and few are held', () => {
  const asked: string[] = []
  const lengthOf = remembering((text) => {
    asked.push(text)
    return text.length
  })
  expect([lengthOf('ab'), lengthOf('ab'), lengthOf('')]).toEqual([2, 2, 0])
  expect(asked).toEqual(['ab', ''])
  for (let count = 0; count < 100; count++) lengthOf(String(count))
  expect(lengthOf('ab')).toBe(2)
  expect(asked.at(-1)).toBe('ab')
})
