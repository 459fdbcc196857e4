/** What differs from the lock → text for people, JSON for programs. */
import { printableLine } from '../../lib/printable.ts'
import { changeText, differenceSubject } from '../../problem/catalogue/lock-words.ts'
import type { ChangeClass } from '../../problem/lock-change.ts'
import type { Problem } from '../../problem/problem.ts'
import type { LockedState } from '../lock-state.ts'
import { problemJson } from './json.ts'
import type { Paint } from './paint.ts'
import { problemsText } from './text.ts'

/** The changes of every profile in words, the class of each before it. */
export function differencesText(states: readonly LockedState[], paint: Paint): string {
  const colours: Readonly<Record<ChangeClass, (text: string) => string>> = {
    breaking: paint.red,
    widening: paint.yellow,
    wording: paint.dim,
  }
  const parts = states.map(({ id, now, differences, problems }) => {
    const head = paint.bold(printableLine(id))
    if (now?.ok === false) return `${head}: ${paint.red('failed')}\n${problemsText(problems, paint)}`
    if (differences === undefined) return `${head}: ${paint.yellow('not compared')}\n`
    if (differences.length === 0) return `${head}: ${paint.green('as locked')}\n`
    const lines = differences.flatMap(({ upstream, operation, changes }) => [
      `  ${differenceSubject({ upstream: printableLine(upstream), operation }, (name) => paint.bold(printableLine(name)))}`,
      ...changes.map((one) => `    ${colours[one.class](one.class)}  ${printableLine(changeText(one))}`),
    ])
    return `${head}: ${paint.red('differs')}\n${lines.map((line) => `${line}\n`).join('')}`
  })
  return parts.join('')
}

/** `problems` are those that belong to no profile. */
export function differencesJson(states: readonly LockedState[], problems: readonly Problem[], ok: boolean): string {
  const profiles = states.map((state) => ({
    id: state.id,
    ok: state.differences !== undefined && state.problems.length === 0,
    changes: (state.differences ?? []).flatMap(({ upstream, operation, changes }) =>
      changes.map((change) => ({
        ...(upstream === '' ? {} : { upstream }),
        ...(operation === undefined ? {} : { operation }),
        ...change,
        text: changeText(change),
      })),
    ),
    problems: state.now?.ok === false ? state.problems.map(problemJson) : [],
  }))
  return `${JSON.stringify({ version: 1, ok, profiles, problems: problems.map(problemJson) }, undefined, 2)}\n`
}
