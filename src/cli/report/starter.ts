/** A first profile that was written → what it has, what it lacks, and what to do next. */
import type { ProvenDraft } from '../../bridge/prove-draft.ts'
import type { Contract } from '../../contract/model.ts'
import { printable, printableLine } from '../../lib/printable.ts'
import { referencesOf } from '../../plan/draft/names.ts'
import { guessAccess } from '../../plan/guess-access.ts'
import { messageOf } from '../../problem/format.ts'
import type { Problem } from '../../problem/problem.ts'
import { credentialsIn } from '../../profile/issued.ts'
import type { Profile } from '../../profile/model.ts'
import { secretsOf } from '../../profile/secrets-of.ts'
import { CLIENT_IDS } from '../client/model.ts'
import { programName, shellWord } from '../command-line.ts'

import type { Context } from '../context.ts'
import type { StarterFile } from '../starter-file.ts'
import { authText } from './credential.ts'
import { createPaint } from './paint.ts'
import { countsText, problemsText } from './text.ts'

export interface Starter {
  readonly context: Context
  readonly file: StarterFile
  readonly id: string
  readonly contract: Contract
  readonly proven: ProvenDraft
  readonly warnings: readonly Problem[]
}

/** Above this, lists are cut: what is left is a command away. */
const SHOWN = 8

export function starterReport(starter: Starter): string {
  const { context, file, id, proven, warnings } = starter
  const paint = createPaint(context.terminal.out.colour)
  const { profile } = proven.loaded
  const tools = [...proven.loaded.tools.values()].map(({ planned }) => planned.access)
  const verb = file.before === undefined ? 'Wrote' : 'Added to'
  const parts = [
    `${paint.green(verb)} ${printable(file.path)}: ${paint.bold(printable(id))}, ${countsText(tools)}, all proven against the contract.`,
    factsText(profile),
    leftOutText(starter),
    writesText(starter),
    warnings.length > SHOWN
      ? `  ${warnings.length} warnings: see them with "${commandOf(starter, 'check')}".\n`
      : problemsText(warnings, paint),
    `${paint.bold('Next:')}\n${nextCommands(starter, profile)
      .map((line) => `  ${line}\n`)
      .join('')}`,
  ]
  return parts
    .filter((part) => part !== '')
    .map((part) => (part.endsWith('\n') ? part : `${part}\n`))
    .join('')
}

function factsText({ upstreams }: Profile): string {
  const facts = [...upstreams.values()].flatMap(({ contract, baseUrl, auth }) => {
    const credentials = credentialsIn(auth).map(authText)
    return [
      ['contract', contract],
      ['requests', `go to ${baseUrl ?? ''}, and so does the token`],
      ['auth', credentials.every((text) => text === 'none') ? NO_AUTH : credentials.join('; ')],
    ]
  })
  return facts.map(([label = '', text = '']) => `  ${label.padEnd(9)} ${printableLine(text)}\n`).join('')
}

const NO_AUTH = 'none: the contract asks for no credential. If the API does, write "auth" into the profile'

function leftOutText({ proven: { leftOut } }: Starter): string {
  if (leftOut.length === 0) return ''
  const shown = leftOut
    .slice(0, SHOWN)
    .map(({ reference, problem }) => `  ${printableLine(`${reference}  ${problem.code}: ${messageOf(problem)}`)}\n`)
  return `Left out, since they can't be called as the contract describes them: ${leftOut.length}\n${shown.join('')}${moreText(leftOut.length)}`
}

function writesText({ contract, proven }: Starter): string {
  const taken = new Set([...proven.loaded.tools.values()].map(({ planned }) => planned.operation.pointer))
  const references = referencesOf(contract.operations)
  const writes = contract.operations.filter((one) => guessAccess(one) !== 'read' && !taken.has(one.pointer))
  if (writes.length === 0) return ''
  const entries = writes
    .slice(0, SHOWN)
    .map((one) => `  { "operation": ${JSON.stringify(references.get(one))}, "access": "${guessAccess(one)}" }\n`)
  return `Not allowed, since they change something: ${writes.length}. To allow one, add its entry to "tools":\n${printable(entries.join(''))}${moreText(writes.length)}`
}

function moreText(count: number): string {
  return count > SHOWN ? `  … and ${count - SHOWN} more: "bridge operations"\n` : ''
}

function nextCommands(starter: Starter, { upstreams }: Profile): readonly string[] {
  const variables = [...upstreams.values()].flatMap(({ auth }) => credentialsIn(auth)).flatMap(secretsOf)
  const set = process.platform === 'win32' ? 'set' : 'export'
  return [
    ...[...new Set(variables.map(({ env }) => env))].map((env) => `${set} ${env}=…`),
    commandOf(starter, 'doctor'),
    `${commandOf(starter, 'config claude-desktop')} --write`,
    `(or for ${CLIENT_IDS.filter((id) => id !== 'claude-desktop').join(', ')})`,
  ]
}

function commandOf({ context, file, id }: Starter, command: string): string {
  const isDefault = /(?:^|[\\/])agent-profiles\.json$/.test(file.path) && file.path.startsWith(context.cwd)
  return [
    programName(context),
    command,
    ...(isDefault ? [] : ['--profiles', shellWord(file.path)]),
    ...(file.profiles.some((one) => one !== id) ? ['--profile', shellWord(id)] : []),
  ].join(' ')
}
