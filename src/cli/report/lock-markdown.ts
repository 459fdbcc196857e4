/** What differs from the lock → Markdown for a review: whatever is foreign stands in code, where nothing of it acts. */
import { changeText, differenceSubject } from '../../problem/catalogue/lock-words.ts'
import type { Problem } from '../../problem/problem.ts'
import type { LockedState } from '../lock-state.ts'
import { code, fenced } from './markdown.ts'
import { createPaint } from './paint.ts'
import { problemsText } from './text.ts'

/** `problems` are those that belong to no profile. At most 60,000 characters, which fit into a comment on GitHub. */
export function differencesMarkdown(states: readonly LockedState[], problems: readonly Problem[]): string {
  const outer = problems.length === 0 ? [] : [fenced(problemLines(problems))]
  const parts = ['## What the agent may do, compared with the lock', ...outer, ...states.map(profileMarkdown)]
  return `${withinComment(parts)}\n`
}

function profileMarkdown({ id, now, differences, problems }: LockedState): string {
  const head = `### ${code(id)}`
  if (now?.ok === false) return `${head}: the check failed\n\n${fenced(problemLines(problems))}`
  if (differences === undefined) return `${head}: not compared`
  if (differences.length === 0) return `${head}: as locked`
  const lines = differences.flatMap(({ upstream, operation, changes }) => [
    differenceSubject({ upstream, operation }),
    ...changes.map((change) => `  ${change.class}  ${changeText(change)}`),
  ])
  return `${head}: ${countsText(differences.flatMap(({ changes }) => changes.map((one) => one.class)))}\n\n${fenced(lines)}`
}

/** What may do harm comes first. */
const CLASSES = ['widening', 'breaking', 'wording'] as const

function countsText(found: readonly string[]): string {
  return CLASSES.map((one) => [found.filter((each) => each === one).length, one] as const)
    .filter(([count]) => count > 0)
    .map(([count, one]) => `${count} ${one}`)
    .join(', ')
}

function problemLines(problems: readonly Problem[]): readonly string[] {
  return problemsText(problems, createPaint(false)).trimEnd().split('\n')
}

const LONGEST = 60_000

/** Whole parts as far as they fit; of the first that does not, nothing is shown but that it is there. */
function withinComment(parts: readonly string[]): string {
  const shown: string[] = []
  let length = 0
  for (const [index, part] of parts.entries()) {
    length += part.length + 2
    if (length > LONGEST) {
      const left = parts.length - index
      return [...shown, `${left} more of this, too long for a comment: run \`bridge diff\`.`].join('\n\n')
    }
    shown.push(part)
  }
  return shown.join('\n\n')
}
