/** A report → Markdown for the summary of a job: a table of profiles, and what is wrong. */
import { isError } from '../../problem/checked.ts'
import type { Problem } from '../../problem/problem.ts'
import { cell, fenced } from './markdown.ts'
import { createPaint } from './paint.ts'
import type { ProfileReport, Report } from './report.ts'
import { countsText, problemsText } from './text.ts'

/** @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions#adding-a-job-summary */
export function reportSummary({ ok, profiles, problems }: Report): string {
  const rows = profiles.map(
    (one) =>
      `| ${cell(one.id)} | ${one.ok ? 'proven' : '**failed**'} | ${toolsText(one)} | ${findingsText(one.problems)} |`,
  )
  const table = ['| profile | check | tools | findings |', '|---|---|---|---|', ...rows].join('\n')
  const verdict = ok
    ? 'Every operation on the lists is proven against its contract.'
    : 'The check failed: nothing would be served.'
  return `${['## What agents may do', verdict, ...(rows.length === 0 ? [] : [table]), ...details([...problems, ...profiles.flatMap((one) => one.problems)])].join('\n\n')}\n`
}

function toolsText({ ok, tools }: ProfileReport): string {
  return ok ? countsText(tools.map(({ access }) => access)) : ''
}

function findingsText(problems: readonly Problem[]): string {
  const errors = problems.filter(isError).length
  const counts = [
    [errors, 'error'],
    [problems.length - errors, 'warning'],
  ] as const
  return counts
    .filter(([count]) => count > 0)
    .map(([count, noun]) => `${count} ${noun}${count === 1 ? '' : 's'}`)
    .join(', ')
}

/** Summaries are cut at a megabyte. */
const MOST = 200

function details(problems: readonly Problem[]): readonly string[] {
  if (problems.length === 0) return []
  const shown = problemsText(problems.slice(0, MOST), createPaint(false))
  const more = problems.length > MOST ? [`${problems.length - MOST} more are in the log.`] : []
  return [fenced(shown.trimEnd().split('\n')), ...more]
}
