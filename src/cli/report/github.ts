/** A report → GitHub workflow commands, which mark the lines of a pull request. */
import { hintOf, messageOf } from '../../problem/format.ts'
import type { Problem } from '../../problem/problem.ts'
import { placeOf } from './place.ts'
import type { Report } from './report.ts'
import { countsText } from './text.ts'

/** @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
export function reportGithub(report: Report, cwd: string): string {
  const ofProfiles = report.profiles.flatMap(({ id, problems }) => problems.map((found) => command(found, cwd, id)))
  const others = report.problems.map((found) => command(found, cwd))
  const notices = report.profiles
    .filter(({ ok }) => ok)
    .map(
      ({ id, tools }) =>
        `::notice title=bridge check::${data(`${id}: ${countsText(tools.map(({ access }) => access))}, proven`)}`,
    )
  return [...others, ...ofProfiles, ...notices].map((line) => `${line}\n`).join('')
}

function command(found: Problem, cwd: string, profile?: string): string {
  const { file, line } = placeOf(found.at, cwd)
  const title = profile === undefined ? found.code : `${found.code} (${profile})`
  const properties = { file, line, title }
  const written = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${property(String(value))}`)
  const hint = hintOf(found)
  const where = file === undefined && found.at.uri !== undefined ? ` (${found.at.uri}${found.at.pointer ?? ''})` : ''
  return `::${found.severity} ${written.join(',')}::${data(`${messageOf(found)}${where}${hint === undefined ? '' : `\n${hint}`}`)}`
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
