import { expect, test } from 'vitest'
import { printable, printableLine } from '../../src/lib/printable.ts'

const from = String.fromCodePoint

test.each([
  ['plain é 漢字 😀', 'plain é 漢字 😀'],
  [`warning ${from(0x26a0, 0xfe0f)}`, `warning ${from(0x26a0, 0xfe0f)}`],
  [`${from(0x1b)}[31mred`, '\\u001b[31mred'],
  [`a${from(0)}b${from(0x7f)}c${from(0x9b)}`, 'a\\u0000b\\u007fc\\u009b'],
  [`${from(0x202e)}gpj.exe${from(0x2066)}`, '\\u202egpj.exe\\u2066'],
  [`zero${from(0x200b)}width${from(0xfeff)}`, 'zero\\u200bwidth\\ufeff'],
  [from(0xe0041), '\\u{e0041}'],
  [`x${from(0xfe0f, 0xfe0e, 0xfe01)}`, `x${from(0xfe0f)}\\ufe0e\\ufe01`],
  [`line${from(0x2028)}${from(0x85)}`, 'line\\u2028\\u0085'],
  [from(0x3164), '\\u3164'],
  ['lone \ud800 surrogate', 'lone \\ud800 surrogate'],
  ['a\rb', 'a\\u000db'],
])('%j', (given, want) => {
  expect(printable(given)).toBe(want)
  expect(printableLine(given)).toBe(want)
})

test('lines are kept or not', () => {
  expect(printable('a\n\tb')).toBe('a\n\tb')
  expect(printableLine('a\n\tb')).toBe('a\\u000a\\u0009b')
})
