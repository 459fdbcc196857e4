import { expect, test } from 'vitest'
import { alarm } from '../../src/node/alarm.ts'

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

test('each rings once, never before its time, whatever the order in which they were set', async () => {
  const start = performance.now()
  const rung: [number, number][] = []
  for (const after of [60, 20, 40, 20, 0]) alarm(start + after, () => rung.push([after, performance.now() - start]))
  await sleep(150)
  // those that are late together ring together
  expect(rung.map(([after]) => after).sort()).toEqual([0, 20, 20, 40, 60])
  for (const [after, at] of rung) expect(at).toBeGreaterThanOrEqual(after)
})

test('one that is cancelled does not ring, and holds up none that comes later', async () => {
  const start = performance.now()
  const rung: string[] = []
  const cancel = alarm(start + 20, () => rung.push('cancelled'))
  alarm(start + 40, () => rung.push('later'))
  cancel()
  cancel()
  await sleep(100)
  expect(rung).toEqual(['later'])
})

test('one may set and cancel others when it rings', async () => {
  const start = performance.now()
  const rung: string[] = []
  const cancels: (() => void)[] = []
  alarm(start + 20, () => {
    rung.push('first')
    for (const cancel of cancels) cancel()
    alarm(start + 30, () => rung.push('set by it'))
  })
  cancels.push(alarm(start + 20, () => rung.push('cancelled by it')))
  alarm(start + 60, () => rung.push('last'))
  await sleep(120)
  expect(rung.sort()).toEqual(['first', 'last', 'set by it'])
})
