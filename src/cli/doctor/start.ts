/** A profile, or an entry in a client's file → how the bridge is started, and what it then works with. */
import { existsSync } from 'node:fs'
import { basename, delimiter, isAbsolute, join, parse, resolve } from 'node:path'
import type { JsonObject } from '../../lib/json.ts'
import { createEnvironment } from '../../node/environment.ts'
import type { StartCommand } from '../../node/mcp-client.ts'
import { andThen, type Checked, pass, refuse } from '../../problem/checked.ts'
import { problem } from '../../problem/problem.ts'
import { checkedEdit, clientFile, readText } from '../client/client-file.ts'
import { entriesIn, readClientFile } from '../client/entry-file.ts'
import { entryName, launchOf, variablesOf } from '../client/launch.ts'
import type { ClientId, Scope } from '../client/model.ts'
import { cleanEnvironment, startCommandOf } from '../client/start-command.ts'
import { type Context, openProfile } from '../context.ts'
import { plainStart } from '../plain-start.ts'
import { GLOBAL_OPTIONS } from '../start-options.ts'

export interface Start {
  readonly command: StartCommand
  /** What the started program sees, and the profile that it is told; undefined where its arguments are not of a plain form. */
  readonly inside: { readonly context: Context; readonly profile: string | undefined } | undefined
}

/** As a client would: nothing of the shell's environment but what every program needs and what the profile names. */
export async function startOfProfile(context: Context, named: string | undefined): Promise<Checked<Start>> {
  return andThen(await openProfile(context, named), ({ profile, profiles }) => {
    const { command, args } = launchOf(context, profile, profiles.file.uri, entryName(profile))
    const overrides = profiles.overrides.flatMap(({ kind, upstream, url }) => [
      GLOBAL_OPTIONS[kind].flags.split(' ')[0] ?? '',
      upstream === undefined ? url : `${upstream}=${url}`,
    ])
    const env = cleanEnvironment(process.env, variablesOf(profile))
    return pass(startOf(context, { command, args: [...args, ...overrides], env, cwd: parse(context.cwd).root }))
  })
}

export interface ClientEntry {
  readonly client: ClientId
  readonly scope: Scope
  readonly name: string | undefined
}

/** As this client would, by the entry in its file: the one of this name, else the only one that starts the bridge. */
export async function startOfClient(
  context: Context,
  { client: id, scope, name }: ClientEntry,
): Promise<Checked<Start>> {
  const file = clientFile(context, id, scope)
  if (!file.ok) return file
  const { client, path, at } = file.value
  const text = await readText(path, at)
  if (!text.ok) return text
  const value = checkedEdit(file.value, readClientFile(client, text.value ?? ''))
  if (!value.ok) return value
  // what somebody else's entry starts is not for us to run
  const ours = [...entriesIn(client, value.value)].filter(([, entry]) => isOurs(entry))
  const [found, ...others] = ours.filter(([one]) => name === undefined || one === name)
  const command = found === undefined ? undefined : startCommandOf(id, found[1], process.env, context.cwd)
  if (command === undefined || others.length > 0) {
    return refuse(problem('CLIENT_ENTRY_MISSING', at, { name, choices: ours.map(([one]) => one) }))
  }
  if (!isThere(command)) return refuse(problem('ENTRY_COMMAND_MISSING', at, { command: command.command }))
  return pass(startOf(context, command))
}

const PROGRAM = /^(?:bridge|bridge\.js|drawbridge-mcp(?:@.*)?)(?:\.cmd)?$/

function isOurs({ command, args }: JsonObject): boolean {
  return [command, ...(Array.isArray(args) ? args : [])].some(
    (word) => typeof word === 'string' && PROGRAM.test(basename(word)),
  )
}

function startOf(context: Context, command: StartCommand): Start {
  const words = [command.command, ...command.args]
  const plain = plainStart(words.slice(words.findIndex((word) => PROGRAM.test(basename(word))) + 1))
  if (plain === undefined) return { command, inside: undefined }
  const environment = createEnvironment({ ...command.env })
  const inside = { ...context, environment, cwd: command.cwd ?? context.cwd, options: plain.options }
  return { command, inside: { context: inside, profile: plain.startOptions.profile } }
}

/** Whether the system would find the program. */
function isThere({ command, env, cwd = '.' }: StartCommand): boolean {
  if (isAbsolute(command) || /[\\/]/.test(command)) return existsSync(resolve(cwd, command))
  const endings = process.platform === 'win32' ? ['', '.exe', '.cmd', '.bat'] : ['']
  const folders = (env.PATH ?? env.Path ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.some((folder) => endings.some((ending) => existsSync(join(folder, command + ending))))
}
