/** What nobody needs is gone afterwards, where there is much on the heap. */
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { collectGarbage } from '../../src/node/collect-garbage.ts'

test('what is let go is collected at once', async () => {
  // more than the least that is worth a pause, and still in use at the end
  const ballast = Array.from({ length: 8_000_000 }, (_, index) => index + 0.5)
  // large enough to be no young object, which any allocation may collect
  const left = new WeakRef(Array.from({ length: 1_000_000 }, (_, index) => `${index}`))
  // a target stays alive until the end of the turn that made the reference
  await setTimeout()
  await collectGarbage()
  expect(left.deref()).toBeUndefined()
  expect(ballast).toHaveLength(8_000_000)
})
