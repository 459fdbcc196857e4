/** A bound on the work of one validation: alternatives that refer to themselves can be tried in more ways than time allows. */
import type { JsonValue } from './json.ts'

/** The keyword that counts, right before whatever else a definition says. */
export const STEP = '$step'

export interface StepBudget {
  /** Begins a validation of this value. */
  start(value: JsonValue): void
  /** Counts a definition that is applied; throws where there were too many. */
  step(): true
}

export class TooManySteps extends Error {}

/** Below this nobody waits, whatever the value is. */
const FREE_STEPS = 50_000

/** Definitions that may be applied to each value within the value, on average. */
const STEPS_PER_VALUE = 20

export function createStepBudget(): StepBudget {
  let steps = 0
  let most = FREE_STEPS
  let whole: JsonValue = null

  return {
    start: (value) => {
      steps = 0
      most = FREE_STEPS
      whole = value
    },
    step: () => {
      steps++
      // counting a value costs time, too: only where it has turned out to be much
      if (steps > most && most === FREE_STEPS) most = FREE_STEPS + STEPS_PER_VALUE * valuesIn(whole)
      if (steps > most) throw new TooManySteps()
      return true
    },
  }
}

function valuesIn(root: JsonValue): number {
  let seen = 0
  const pending: JsonValue[] = [root]
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    seen++
    if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) pending.push(item)
  }
  return seen
}
