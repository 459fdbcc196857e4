import { expect, test } from 'vitest'
import { createSessionTurns, type SessionTurns, type Way } from '../../src/node/session-turns.ts'

const NEVER = new AbortController().signal

/** Takes turns in this order; gives what has entered so far, and a way to leave. */
function queue(turns: SessionTurns, ways: readonly Way[], signals: readonly AbortSignal[] = []) {
  const entered: number[] = []
  const left = new Map<number, () => void>()
  const done = ways.map(async (way, index) => {
    const leave = await turns.take(way, signals[index] ?? NEVER)
    if (leave === undefined) return
    entered.push(index)
    left.set(index, leave)
  })
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  const leave = (index: number) => {
    left.get(index)?.()
    return settle()
  }
  return { entered, leave, settle, done }
}

test('who may be beside others is', async () => {
  const { entered, settle } = queue(createSessionTurns(), ['beside', 'beside', 'beside'])
  await settle()
  expect(entered).toEqual([0, 1, 2])
})

test('who must be alone waits for all before, and all behind wait for it', async () => {
  const { entered, leave, settle } = queue(createSessionTurns(), ['beside', 'beside', 'alone', 'beside', 'alone'])
  await settle()
  expect(entered).toEqual([0, 1])
  await leave(0)
  expect(entered).toEqual([0, 1])
  await leave(1)
  expect(entered).toEqual([0, 1, 2])
  await leave(2)
  expect(entered).toEqual([0, 1, 2, 3])
  await leave(3)
  expect(entered).toEqual([0, 1, 2, 3, 4])
})

test('who gives up makes room', async () => {
  const giving = new AbortController()
  const turns = queue(createSessionTurns(), ['beside', 'alone', 'beside'], [NEVER, giving.signal])
  await turns.settle()
  expect(turns.entered).toEqual([0])
  giving.abort()
  await turns.settle()
  expect(turns.entered).toEqual([0, 2])
})

test('a signal that has come already takes no turn', async () => {
  const turns = createSessionTurns()
  expect(await turns.take('alone', AbortSignal.abort())).toBeUndefined()
  expect(await turns.take('alone', NEVER)).toBeDefined()
})
