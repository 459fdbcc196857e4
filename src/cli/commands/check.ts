/** `bridge check`: proves every allowlisted operation of one, several or all profiles. */

import { type LoadedProfiles, loadProfile } from '../../bridge/load.ts'
import { appendText } from '../../node/append-text.ts'
import { CHECK_ORDER, type ExitCode, worstExit } from '../../problem/exit.ts'
import type { Profile } from '../../profile/model.ts'
import { type Context, loadOptions, openProfiles, selectProfiles } from '../context.ts'
import type { CHECK_FORMATS } from '../report/check-formats.ts'
import { reportGithub } from '../report/github.ts'
import { reportJson } from '../report/json.ts'
import { reportJunit } from '../report/junit.ts'
import { createPaint } from '../report/paint.ts'
import { allProblems, createReport, type ProfileReport, type Report, reportProfile, weighed } from '../report/report.ts'
import { reportSarif } from '../report/sarif.ts'
import { reportSummary } from '../report/summary.ts'
import { reportText } from '../report/text.ts'

type Format = (typeof CHECK_FORMATS)[number]

export interface CheckOptions {
  /** Undefined means every profile: neither `MCP_PROFILE` nor `defaultProfile` narrows a check. */
  readonly profile?: readonly string[]
  readonly strict?: boolean
  readonly format: Format
}

export async function check(context: Context, options: CheckOptions): Promise<ExitCode> {
  const report = await makeReport(context, options)
  const { out } = context.terminal
  const writers: Readonly<Record<Format, () => string>> = {
    text: () => reportText(report, createPaint(out.colour)),
    json: () => reportJson(report),
    github: () => reportGithub(report, context.cwd),
    sarif: () => reportSarif(report, context.cwd),
    junit: () => reportJunit(report),
  }
  out.write(writers[options.format]())
  if (options.format === 'github') await appendSummary(context, report)
  return worstExit(allProblems(report), CHECK_ORDER)
}

/** On GitHub, a job has a summary: a file that its steps append to. */
async function appendSummary({ environment, terminal }: Context, report: Report): Promise<void> {
  const path = environment.get('GITHUB_STEP_SUMMARY')
  if (path === undefined) return
  const appended = await appendText(path, reportSummary(report))
  // the check is what counts
  if (!appended.ok) terminal.err.write(`The summary of the job can't be written: ${appended.error}\n`)
}

async function makeReport(context: Context, options: CheckOptions): Promise<Report> {
  const profiles = await openProfiles(context)
  if (!profiles.ok) return createReport([], profiles.problems)
  const chosen = selectProfiles(profiles.value, options.profile)
  const reports: ProfileReport[] = []
  // one after another: several profiles often share a contract, and a person reads in order
  for (const one of chosen)
    if (one.ok) reports.push(await checkProfile(context, profiles.value, one.value, options.strict === true))
  const outer = [...profiles.problems, ...chosen.flatMap(({ problems }) => problems)]
  return createReport(reports, weighed(outer, options.strict === true))
}

async function checkProfile(
  context: Context,
  profiles: LoadedProfiles,
  profile: Profile,
  strict: boolean,
): Promise<ProfileReport> {
  const checked = await loadProfile(profile, profiles, loadOptions(context))
  const findings = checked.ok ? await checked.value.validate() : []
  return reportProfile(profile, checked, findings, strict)
}
