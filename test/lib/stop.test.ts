import { expect, test } from 'vitest'
import { Stop, type StopSignal } from '../../src/lib/stop.ts'

/** Both must do the same, as one is used in the place of the other. */
const KINDS: readonly { name: string; make: () => { signal: StopSignal; abort: () => void } }[] = [
  {
    name: 'ours',
    make: () => {
      const stop = new Stop()
      return { signal: stop, abort: () => stop.abort() }
    },
  },
  {
    name: "the language's",
    make: () => {
      const controller = new AbortController()
      return { signal: controller.signal, abort: () => controller.abort() }
    },
  },
]

test.each(KINDS)('$name: tells everyone who listens once, in order, and nobody who left or came late', ({ make }) => {
  const { signal, abort } = make()
  const told: string[] = []
  const first = () => void told.push('first')
  const left = () => void told.push('left')
  const last = () => void told.push('last')
  signal.addEventListener('abort', first)
  signal.addEventListener('abort', first)
  signal.addEventListener('abort', left)
  signal.addEventListener('abort', last)
  signal.removeEventListener('abort', left)
  expect(signal.aborted).toBe(false)
  abort()
  expect(signal.aborted).toBe(true)
  signal.addEventListener('abort', () => void told.push('late'))
  abort()
  expect(told).toEqual(['first', 'last'])
})
