import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Clock, createTurns, type Turns } from '../../src/node/rate-limit.ts'

/** When everything that was resolved has been told. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

/** A clock that stands still until it is told to go on. */
function stoppedClock() {
  let now = 0
  const alarms = new Set<{ readonly at: number; readonly action: () => void }>()
  const clock: Clock = {
    now: () => now,
    after: (ms, action) => {
      const alarm = { at: now + ms, action }
      alarms.add(alarm)
      return () => alarms.delete(alarm)
    },
  }
  async function forward(ms: number): Promise<void> {
    const end = now + ms
    for (;;) {
      const next = [...alarms].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0]
      if (next === undefined) break
      alarms.delete(next)
      now = Math.max(now, next.at)
      next.action()
      await settled()
    }
    now = end
    await settled()
  }
  return { clock, forward, alarms }
}

const ALWAYS = Number.POSITIVE_INFINITY
const live = () => new AbortController().signal

/** What became of a turn that was asked for; `waiting` as long as it hangs. */
function asked(turns: Turns, patienceMs = ALWAYS, signal = live()) {
  const state: { now: unknown } = { now: 'waiting' }
  void turns.take(signal, patienceMs).then((turn) => {
    state.now = turn
  })
  return state
}

describe('two in ten seconds', () => {
  function start(line = 256) {
    const { clock, forward, alarms } = stoppedClock()
    return { turns: createTurns({ requests: 2, perSeconds: 10 }, line, clock), forward, alarms }
  }

  test('the third waits until the period after the end of the first is over', async () => {
    const { turns, forward } = start()
    const [first, second, third] = [asked(turns), asked(turns), asked(turns)]
    await forward(3_000)
    expect([first.now, second.now, third.now]).toEqual(['taken', 'taken', 'waiting'])
    turns.done(true)
    await forward(10_000)
    expect(third.now).toBe('waiting')
    await forward(100)
    expect(third.now).toBe('taken')
  })

  test('what is still under way counts, however long it takes', async () => {
    const { turns, forward } = start()
    const states = [asked(turns), asked(turns), asked(turns)]
    await forward(100_000)
    expect(states.map(({ now }) => now)).toEqual(['taken', 'taken', 'waiting'])
  })

  test('a request that was never sent leaves its turn to the next', async () => {
    const { turns, forward } = start()
    const states = [asked(turns), asked(turns), asked(turns)]
    turns.done(false)
    await forward(0)
    expect(states[2]?.now).toBe('taken')
  })

  test('they go in the order in which they came', async () => {
    const { turns, forward } = start()
    const states = Array.from({ length: 6 }, () => asked(turns))
    await forward(0)
    for (const want of [2, 4, 6]) {
      expect(states.map(({ now }) => now === 'taken').lastIndexOf(true)).toBe(want - 1)
      turns.done(true)
      turns.done(true)
      await forward(10_100)
    }
  })

  test.each<{ before: number; patience: number; want: unknown }>([
    { before: 2, patience: 10_005, want: 'waiting' },
    { before: 2, patience: 10_004, want: { waitMs: 10_005 } },
    { before: 3, patience: 10_004, want: { waitMs: 10_005 } },
    { before: 4, patience: 20_009, want: { waitMs: 20_010 } },
    { before: 9, patience: 1, want: { waitMs: 40_020 } },
    { before: 1, patience: 0, want: 'taken' },
  ])('behind $before with $patience ms: $want', async ({ before, patience, want }) => {
    const { turns, forward } = start()
    for (let one = 0; one < before; one++) asked(turns)
    const last = asked(turns, patience)
    await forward(0)
    expect(last.now).toEqual(want)
  })

  test('a full line refuses with the wait', async () => {
    const { turns, forward } = start(1)
    const states = [asked(turns), asked(turns), asked(turns), asked(turns)]
    await forward(0)
    expect(states.map(({ now }) => now)).toEqual(['taken', 'taken', 'waiting', { waitMs: 10_005 }])
  })

  test('whoever leaves the line gives way, and nobody left sets no alarm', async () => {
    const { turns, forward, alarms } = start()
    const cancel = new AbortController()
    asked(turns)
    asked(turns)
    const [leaving, staying] = [asked(turns, ALWAYS, cancel.signal), asked(turns)]
    turns.done(true)
    cancel.abort()
    await forward(0)
    expect([leaving.now, staying.now, turns.waitMs()]).toEqual(['ended', 'waiting', 10_005])
    await forward(10_100)
    expect([staying.now, alarms.size]).toEqual(['taken', 0])
    expect(asked(turns, ALWAYS, cancel.signal)).toBeDefined()
  })

  test('with room, there is nothing to wait for', () => {
    expect(start().turns.waitMs()).toBe(0)
  })
})

test('no period at the API ever has more requests than allowed', async () => {
  const call = fc.record({
    pause: fc.nat(900),
    lasts: fc.nat(2_500),
    arrives: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  const rate = fc.record({ requests: fc.integer({ min: 1, max: 4 }), perSeconds: fc.constantFrom(0.5, 1, 2) })
  await fc.assert(
    fc.asyncProperty(rate, fc.array(call, { minLength: 1, maxLength: 25 }), async (limit, calls) => {
      const { clock, forward } = stoppedClock()
      const turns = createTurns(limit, 256, clock)
      const arrivals: number[] = []
      for (const { pause, lasts, arrives } of calls) {
        await forward(pause)
        void turns.take(live(), ALWAYS).then(() => {
          // it reaches the API at any time between its start and its end
          arrivals.push(clock.now() + lasts * arrives)
          clock.after(lasts, () => turns.done(true))
        })
      }
      await forward(200_000)
      expect(arrivals.length).toBe(calls.length)
      arrivals.sort((a, b) => a - b)
      arrivals.forEach((start, index) => {
        const next = arrivals[index + limit.requests]
        if (next !== undefined) expect(next - start).toBeGreaterThan(limit.perSeconds * 1000)
      })
    }),
    { numRuns: 300 },
  )
})
