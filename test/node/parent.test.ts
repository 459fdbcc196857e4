import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { onOrphaned } from '../../src/node/parent.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test.each([
  { given: [7, 7, 7, 7], want: 0 },
  { given: [7, 7, 1, 1], want: 1 },
  { given: [7, 7, 900, 1], want: 1 },
  // started by what has no parent itself, as in a container
  { given: [1, 1, 1, 1], want: 0 },
])('parents $given: told $want times', ({ given, want }) => {
  const parents = [...given]
  let told = 0
  onOrphaned(
    () => {
      told++
    },
    () => parents.shift() ?? 0,
  )
  vi.advanceTimersByTime(2_500 * (given.length - 1))
  expect(told).toBe(want)
})
