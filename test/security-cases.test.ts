import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { IN_CALLS } from './security/calls.ts'
import { AROUND_CALLS } from './security/process.ts'
import { AT_START } from './security/start.ts'

const CASES = [...AT_START, ...IN_CALLS, ...AROUND_CALLS].map(([number, threat, ...where]) => ({
  number,
  threat,
  where,
}))

test('no number is left out, and none is there twice', () => {
  expect(CASES.map(({ number }) => number)).toEqual(Array.from({ length: 169 }, (_, index) => index + 1))
})

test.each(CASES.filter(({ where }) => !isReason(where)))('$number: $threat', ({ where }) => {
  expect(where).not.toEqual([])
  for (const one of where) {
    const [, file = '', words = ''] = /^(\S+): (.+)$/.exec(one) ?? []
    const url = new URL(file, import.meta.url)
    expect(existsSync(url), file).toBe(true)
    expect(readFileSync(url, 'utf8').split(words).length - 1, one).toBe(1)
  }
})

test('what has no test has a reason', () => {
  const reasons = CASES.map(({ where }) => where).filter(isReason)
  expect(reasons.filter((reason) => reason.length !== 1 || (reason[0] ?? '').length < 30)).toEqual([])
  expect(reasons.length).toBeLessThan(5)
})

function isReason([first = '']: readonly string[]): boolean {
  return first.startsWith('- ')
}
