/** `bridge doctor`: starts the bridge as a client would, and says of each step whether it is right and what to do. */
import { printable } from '../../lib/printable.ts'
import { CHECK_ORDER, type ExitCode, worstExit } from '../../problem/exit.ts'
import { CLIENTS } from '../client/clients.ts'
import type { ClientId, Scope } from '../client/model.ts'
import type { Context } from '../context.ts'
import { examine } from '../doctor/examine.ts'
import { type Finding, findingOf } from '../doctor/finding.ts'
import { type Start, startOfClient, startOfProfile } from '../doctor/start.ts'
import { createPaint, type Paint } from '../report/paint.ts'
import { problemsText } from '../report/text.ts'

export interface DoctorOptions {
  readonly profile?: string
  readonly client?: ClientId
  readonly scope: Scope
  readonly name?: string
}

/** Gives the exit code of the first step that is wrong. */
export async function doctor(context: Context, options: DoctorOptions): Promise<ExitCode> {
  const { out } = context.terminal
  const paint = createPaint(out.colour)
  const { client, scope, name } = options
  const start =
    client === undefined
      ? await startOfProfile(context, options.profile)
      : await startOfClient(context, { client, scope, name })
  // what a profile is started by is right by itself; an entry was written by somebody
  if (!start.ok) return say(findingOf(client === undefined ? 'profiles' : 'entry', start, commandText))
  if (client !== undefined) say(findingOf('entry', start, commandText))
  for await (const finding of examine(start.value)) {
    const exit = say(finding)
    if (exit !== 0) return exit
  }
  out.write(`${paint.green('All of it is right.')}\n`)
  return 0

  function say(finding: Finding): ExitCode {
    out.write(findingText(finding, paint) + remedyText(finding, client))
    return finding.is === 'wrong' ? worstExit(finding.problems, CHECK_ORDER) : 0
  }
}

/** Where a variable is to be set depends on who starts the bridge. */
function remedyText(finding: Finding, client: ClientId | undefined): string {
  if (finding.is !== 'wrong' || finding.step !== 'credential') return ''
  const variables = finding.problems.flatMap(({ args }) => ('variable' in args ? [args.variable] : []))
  if (variables.length === 0) return ''
  const launch = { name: '', command: '', args: [], variables }
  return client === undefined
    ? `        here: set ${variables.join(' and ')} in this shell, then run this again\n`
    : `        here: ${CLIENTS[client].next(launch)}\n`
}

function commandText({ command: { command, args } }: Start): string {
  return [command, ...args].join(' ')
}

function findingText(finding: Finding, paint: Paint): string {
  const marks = { right: paint.green('✓'), skipped: paint.dim('–'), wrong: paint.red('✗') }
  const said = finding.is === 'wrong' ? '' : printable(finding.said)
  const problems = finding.is === 'wrong' ? finding.problems : finding.is === 'right' ? finding.warnings : []
  return `${`${marks[finding.is]} ${finding.step.padEnd(11)} ${said}`.trimEnd()}\n${problemsText(problems, paint)}`
}
