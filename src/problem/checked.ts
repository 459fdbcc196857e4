/** Checked values: what passed, with its warnings, or everything that was wrong. */
import type { Problem } from './problem.ts'

export interface Passed<V> {
  readonly ok: true
  readonly value: V
  /** Warnings only. */
  readonly problems: readonly Problem[]
}

export interface Refused {
  readonly ok: false
  /** At least one error; warnings found on the way are here too. */
  readonly problems: readonly [Problem, ...Problem[]]
}

export type Checked<V> = Passed<V> | Refused

export function pass<V>(value: V, problems: readonly Problem[] = []): Passed<V> {
  return { ok: true, value, problems }
}

export function refuse(first: Problem, ...rest: readonly Problem[]): Refused {
  return { ok: false, problems: [first, ...rest] }
}

/** The value, unless one of the problems is an error. `value` is asked for only then. */
export function unlessErrors<V>(problems: readonly Problem[], value: () => V): Checked<V> {
  const [first, ...rest] = problems
  return first !== undefined && problems.some(isError) ? refuse(first, ...rest) : pass(value(), problems)
}

/** The next step on what passed, with the problems of both. */
export function andThen<A, B>(checked: Checked<A>, next: (value: A) => Checked<B>): Checked<B> {
  if (!checked.ok) return checked
  const then = next(checked.value)
  if (checked.problems.length === 0) return then
  if (then.ok) return pass(then.value, [...checked.problems, ...then.problems])
  return { ok: false, problems: [...checked.problems, ...then.problems] as unknown as Refused['problems'] } // not empty: `then` has one
}

/** All values, or the problems of all. */
export function all<V>(checked: readonly Checked<V>[]): Checked<readonly V[]> {
  const problems = checked.flatMap((one) => one.problems)
  return unlessErrors(problems, () => checked.flatMap((one) => (one.ok ? [one.value] : [])))
}

export function isError(found: Problem): boolean {
  return found.severity === 'error'
}
