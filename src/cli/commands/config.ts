/** `bridge config CLIENT`: the entry that makes a client start the bridge, printed, written into its file, or taken out. */
import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { printable } from '../../lib/printable.ts'
import { backupPath, replaceWithBackup } from '../../node/backed-up-file.ts'
import { fileFault } from '../../node/file-fault.ts'
import { type Checked, pass, refuse } from '../../problem/checked.ts'
import type { ExitCode } from '../../problem/exit.ts'
import { problem } from '../../problem/problem.ts'
import { type ClientFile, checkedEdit, clientFile, readText } from '../client/client-file.ts'
import { addEntry, entriesIn, isResultOf, readClientFile, removeEntry } from '../client/entry-file.ts'
import { entryName, isPassing, launchOf, programPath } from '../client/launch.ts'
import type { Client, ClientId, Launch, Scope } from '../client/model.ts'
import { type Context, openProfile } from '../context.ts'
import { fail } from '../failure.ts'

export interface ConfigOptions {
  readonly profile?: string
  readonly name?: string
  readonly scope: Scope
  readonly write?: boolean
  readonly remove?: boolean
}

export async function config(context: Context, id: ClientId, options: ConfigOptions): Promise<ExitCode> {
  const { terminal } = context
  const file = clientFile(context, id, options.scope)
  if (!file.ok) return fail(terminal, file.problems)
  const done = await (options.remove === true ? remove : add)(context, file.value, options)
  return done.ok ? 0 : fail(terminal, done.problems)
}

async function add(context: Context, file: ClientFile, options: ConfigOptions): Promise<Checked<undefined>> {
  const { client, path, at } = file
  const { out, err } = context.terminal
  const chosen = await openProfile(context, options.profile)
  if (!chosen.ok) return chosen
  const { profile, profiles } = chosen.value
  const launch = launchOf(context, profile, profiles.file.uri, options.name ?? entryName(profile))
  if (isPassing(programPath())) err.write(`${PASSING}\n`)
  if (options.write !== true) {
    const fresh = checkedEdit(file, withEntry(client, '', launch, options.scope))
    if (!fresh.ok) return fresh
    out.write(printable(fresh.value))
    err.write(`\nFor ${client.title}, in ${printable(path)}; "--write" puts it there. ${client.next(launch)}\n`)
    return pass(undefined)
  }
  const before = await readText(path, at)
  if (!before.ok) return before
  const edited = checkedEdit(file, withEntry(client, before.value ?? '', launch, options.scope))
  if (!edited.ok) return edited
  if (edited.value === before.value) {
    out.write(`Unchanged: ${printable(path)} has "${printable(launch.name)}" as it should be.\n`)
    return pass(undefined)
  }
  const written = await write(file, edited.value)
  if (!written.ok) return written
  out.write(
    `Wrote "${printable(launch.name)}" into ${printable(path)}${before.value === undefined ? '' : `; what was there before is in ${printable(backupPath(path))}`}.\n${client.next(launch)}\n`,
  )
  return pass(undefined)
}

const PASSING =
  'This copy of the program is one that npx keeps for a while. Install it first, so that the entry stays right: npm install --global drawbridge-mcp'

function withEntry(client: Client, text: string, launch: Launch, scope: Scope) {
  return addEntry(client, text, launch.name, client.entry(launch, scope), client.inputs(launch))
}

async function remove(context: Context, file: ClientFile, options: ConfigOptions): Promise<Checked<undefined>> {
  const { client, path, at } = file
  const { out } = context.terminal
  const name = await nameToRemove(context, options)
  if (!name.ok) return name
  const before = await readText(path, at)
  if (!before.ok) return before
  const text = before.value ?? ''
  const value = checkedEdit(file, readClientFile(client, text))
  if (!value.ok) return value
  const entries = entriesIn(client, value.value)
  if (!entries.has(name.value)) {
    return refuse(problem('CLIENT_ENTRY_MISSING', at, { name: name.value, choices: [...entries.keys()] }))
  }
  const undone = await undo(file, text, name.value)
  if (!undone.ok) return undone
  const kept = undone.value === 'changed' ? ` What was there before is in ${printable(backupPath(path))}.` : ''
  out.write(`Removed "${printable(name.value)}" from ${printable(path)}.${kept}\n`)
  return pass(undefined)
}

/** Back to what was there before `--write` where nothing else has changed since; else without the entry. */
async function undo(file: ClientFile, text: string, name: string): Promise<Checked<'undone' | 'changed'>> {
  const { client, path, at } = file
  const backup = await readText(backupPath(path), at)
  const origin = backup.ok ? backup.value : undefined
  if (origin !== undefined && isResultOf(client, text, name, origin)) {
    const restored = await write(file, origin)
    // it would be what has just been taken out, with whatever a person put into it
    if (restored.ok) await rm(backupPath(path), { force: true })
    return restored.ok ? pass('undone') : restored
  }
  if (isResultOf(client, text, name, '')) {
    await rm(path)
    return pass('undone')
  }
  const removed = checkedEdit(file, removeEntry(client, text, name))
  const written = removed.ok ? await write(file, removed.value) : removed
  return written.ok ? pass('changed') : written
}

async function nameToRemove(context: Context, { name, profile }: ConfigOptions): Promise<Checked<string>> {
  if (name !== undefined) return pass(name)
  const chosen = await openProfile(context, profile)
  return chosen.ok ? pass(entryName(chosen.value.profile)) : chosen
}

/** Files of clients may hold tokens: a new one is for this user alone. */
async function write({ path, at }: ClientFile, text: string): Promise<Checked<undefined>> {
  const made = await mkdir(dirname(path), { recursive: true }).then(
    () => undefined,
    (error: unknown) => fileFault(error),
  )
  const written =
    made === undefined ? await replaceWithBackup(path, text, 0o600) : ({ ok: false, error: made } as const)
  return written.ok ? pass(undefined) : refuse(problem('FILE_UNWRITABLE', at, { detail: written.error }))
}
