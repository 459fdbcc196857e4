/** A report → text for people. */
import { printable } from '../../lib/printable.ts'
import { describe } from '../../problem/format.ts'
import type { Problem } from '../../problem/problem.ts'
import type { Access } from '../../profile/model.ts'
import type { Paint } from './paint.ts'
import type { ProfileReport, Report } from './report.ts'

export function reportText(report: Report, paint: Paint): string {
  const outer = problemsText(report.problems, paint)
  const profiles = report.profiles.map((profile) => profileText(profile, paint))
  return [outer, ...profiles, verdict(report, paint)].filter((part) => part !== '').join('\n')
}

/** Problems as paragraphs, errors before warnings. */
export function problemsText(problems: readonly Problem[], paint: Paint): string {
  const ordered = [...problems].sort((a, b) => SEVERITY[a.severity] - SEVERITY[b.severity])
  return ordered.map((found) => problemText(found, paint)).join('')
}

const SEVERITY = { error: 0, warning: 1 } as const

function problemText(found: Problem, paint: Paint): string {
  const [first = '', ...rest] = describe(found).split('\n')
  const mark = found.severity === 'error' ? paint.red('error') : paint.yellow('warning')
  return [`  ${mark} ${first}`, ...rest.map((line) => `        ${line}`)].map((line) => `${line}\n`).join('')
}

function profileText({ id, ok, contracts, tools, scopes, problems }: ProfileReport, paint: Paint): string {
  const mark = ok ? paint.green('ok') : paint.red('failed')
  const counts = ok ? ` — ${countsText(tools.map(({ access }) => access))}` : ''
  const lines = [...contracts].map(
    ([name, uri]) => `  ${name === '' ? 'contract' : `${printable(name)}:`} ${printable(uri)}\n`,
  )
  const needs = scopes.length === 0 ? '' : `  scopes ${printable(scopes.join(', '))}\n`
  return `${paint.bold(printable(id))}: ${mark}${counts}\n${lines.join('')}${needs}${problemsText(problems, paint)}`
}

/** `5 tools: 3 read, 2 write`. */
export function countsText(accesses: readonly Access[]): string {
  const counts = new Map<Access, number>()
  for (const access of accesses) counts.set(access, (counts.get(access) ?? 0) + 1)
  const listed = [...counts].map(([access, count]) => `${count} ${access}`).join(', ')
  return `${accesses.length} ${accesses.length === 1 ? 'tool' : 'tools'}${listed === '' ? '' : `: ${listed}`}`
}

function verdict({ ok, profiles }: Report, paint: Paint): string {
  const failed = profiles.filter((profile) => !profile.ok).length
  if (ok)
    return `${paint.green('Check passed')}: ${profiles.length === 1 ? 'the profile is' : `all ${profiles.length} profiles are`} proven against the contract.\n`
  return `${paint.red('Check failed')}${failed === 0 ? '' : `: ${failed} of ${profiles.length} ${profiles.length === 1 ? 'profile' : 'profiles'}`}. Nothing would be served.\n`
}
