import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { writeProfiles } from '../e2e/profiles-at.ts'
import { soak } from './soak.ts'

/** `npm run soak` sets both: many calls, several seeds. */
const CALLS = Number(process.env.SOAK_CALLS ?? 1500)
const SEEDS = (process.env.SOAK_SEEDS ?? '1').split(',').map(Number)

/** What a process may gain between a quarter of the way and its end: MiB, and descriptors beside those for calls. */
const MORE_MEMORY = 96
const MORE_DESCRIPTORS = 96

test.each(SEEDS)('%i: among faults, every call has one answer, which is true', { timeout: 900_000 }, async (seed) => {
  const report = await soak({ seed, calls: CALLS, write: writeProfiles })
  if (process.env.SOAK_CALLS !== undefined) console.log(JSON.stringify(report))
  const { wrong, answers, cancelled, calls, inFlight, kinds, memory = [0, 0], descriptors = [0, 0] } = report
  expect(wrong).toEqual([])
  expect({ answers: answers + cancelled, inFlight }).toEqual({ answers: calls, inFlight: 64 })
  expect(Object.keys(kinds).length).toBeGreaterThan(30)
  expect(memory[1] - memory[0]).toBeLessThan(MORE_MEMORY)
  expect(descriptors[1] - descriptors[0]).toBeLessThan(MORE_DESCRIPTORS)
})

test('a bridge that does it wrong is found out', async () => {
  const program = fileURLToPath(new URL('liar.mjs', import.meta.url))
  const { wrong } = await soak({ seed: 1, calls: 400, write: writeProfiles, program })
  expect([...new Set(wrong.map((one) => one.split(':', 1)[0]))].sort()).toEqual([
    'a call that is not allowed',
    'a fault that is no error',
    'a line of stdout that is no message',
    'a request that is not allowed',
    'a write that was sent again',
    'an answer to a cancelled call',
    'an answer without a request',
    'an error without a fault',
    "another call's answer",
    'connections to the canary',
    'exit',
    'sent',
    'the token is in the output',
    'two answers',
  ])
})
