/** `bridge config CLIENT`: the entry that makes a client start the bridge, printed, written into its file, or taken out. */
import { mkdir, readFile, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { printable } from '../../lib/printable.ts'
import type { Result } from '../../lib/result.ts'
import { backupPath, replaceWithBackup } from '../../node/backed-up-file.ts'
import { errorCode, fileFault } from '../../node/file-fault.ts'
import { type Checked, pass, refuse } from '../../problem/checked.ts'
import type { ExitCode } from '../../problem/exit.ts'
import { problem } from '../../problem/problem.ts'
import { CLIENTS } from '../client/clients.ts'
import { addEntry, entriesIn, isResultOf, readClientFile, removeEntry } from '../client/entry-file.ts'
import { entryName, isPassing, launchOf, programPath } from '../client/launch.ts'
import type { Client, ClientId, Launch, Machine, Scope } from '../client/model.ts'
import { type Context, openProfile } from '../context.ts'
import { fail } from '../failure.ts'

export interface ConfigOptions {
  readonly profile?: string
  readonly name?: string
  readonly scope: Scope
  readonly write?: boolean
  readonly remove?: boolean
}

interface Place {
  readonly client: Client
  readonly path: string
}

export async function config(context: Context, id: ClientId, options: ConfigOptions): Promise<ExitCode> {
  const { terminal } = context
  const place = placeOf(context, id, options.scope)
  if (!place.ok) return fail(terminal, place.problems)
  const done = await (options.remove === true ? remove : add)(context, place.value, options)
  return done.ok ? 0 : fail(terminal, done.problems)
}

function placeOf({ environment, cwd }: Context, id: ClientId, scope: Scope): Checked<Place> {
  const client = CLIENTS[id]
  const file = client.file[scope]
  const machine: Machine = { platform: process.platform, home: homedir(), cwd, get: environment.get }
  if (file !== undefined) return pass({ client, path: file(machine) })
  return refuse(problem('USAGE', { source: 'usage' }, { detail: `${client.title} has no configuration of a project` }))
}

async function add(context: Context, { client, path }: Place, options: ConfigOptions): Promise<Checked<undefined>> {
  const { out, err } = context.terminal
  const chosen = await openProfile(context, options.profile)
  if (!chosen.ok) return chosen
  const { profile, profiles } = chosen.value
  const launch = launchOf(context, profile, profiles.file.uri, options.name ?? entryName(profile))
  if (isPassing(programPath())) err.write(`${PASSING}\n`)
  if (options.write !== true) {
    const fresh = editedBy(client, path, withEntry(client, '', launch, options.scope))
    if (!fresh.ok) return fresh
    out.write(printable(fresh.value))
    err.write(`\nFor ${client.title}, in ${printable(path)}; "--write" puts it there. ${client.next(launch)}\n`)
    return pass(undefined)
  }
  const before = await readOrNone(path)
  if (!before.ok) return before
  const edited = editedBy(client, path, withEntry(client, before.value ?? '', launch, options.scope))
  if (!edited.ok) return edited
  if (edited.value === before.value) {
    out.write(`Unchanged: ${printable(path)} has "${printable(launch.name)}" as it should be.\n`)
    return pass(undefined)
  }
  const written = await write(path, edited.value)
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

async function remove(context: Context, { client, path }: Place, options: ConfigOptions): Promise<Checked<undefined>> {
  const { out } = context.terminal
  const name = await nameToRemove(context, options)
  if (!name.ok) return name
  const before = await readOrNone(path)
  if (!before.ok) return before
  const text = before.value ?? ''
  const file = editedBy(client, path, readClientFile(client, text))
  if (!file.ok) return file
  const entries = entriesIn(client, file.value)
  if (!entries.has(name.value)) {
    const at = { source: 'usage', uri: pathToFileURL(path).href } as const
    return refuse(problem('CLIENT_ENTRY_MISSING', at, { name: name.value, choices: [...entries.keys()] }))
  }
  const undone = await undo(client, path, text, name.value)
  if (!undone.ok) return undone
  const kept = undone.value === 'changed' ? ` What was there before is in ${printable(backupPath(path))}.` : ''
  out.write(`Removed "${printable(name.value)}" from ${printable(path)}.${kept}\n`)
  return pass(undefined)
}

/** Back to what was there before `--write` where nothing else has changed since; else without the entry. */
async function undo(client: Client, path: string, text: string, name: string): Promise<Checked<'undone' | 'changed'>> {
  const backup = await readOrNone(backupPath(path))
  const origin = backup.ok ? backup.value : undefined
  if (origin !== undefined && isResultOf(client, text, name, origin)) {
    const restored = await write(path, origin)
    // it would be what has just been taken out, with whatever a person put into it
    if (restored.ok) await rm(backupPath(path), { force: true })
    return restored.ok ? pass('undone') : restored
  }
  if (isResultOf(client, text, name, '')) {
    await rm(path)
    return pass('undone')
  }
  const removed = editedBy(client, path, removeEntry(client, text, name))
  const written = removed.ok ? await write(path, removed.value) : removed
  return written.ok ? pass('changed') : written
}

async function nameToRemove(context: Context, { name, profile }: ConfigOptions): Promise<Checked<string>> {
  if (name !== undefined) return pass(name)
  const chosen = await openProfile(context, profile)
  return chosen.ok ? pass(entryName(chosen.value.profile)) : chosen
}

async function readOrNone(path: string): Promise<Checked<string | undefined>> {
  try {
    return pass(await readFile(path, 'utf8'))
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return pass(undefined)
    const at = { source: 'usage', uri: pathToFileURL(path).href } as const
    return refuse(problem('CLIENT_FILE_UNREADABLE', at, { detail: fileFault(error) }))
  }
}

/** Files of clients may hold tokens: a new one is for this user alone. */
async function write(path: string, text: string): Promise<Checked<undefined>> {
  const made = await mkdir(dirname(path), { recursive: true }).then(
    () => undefined,
    (error: unknown) => fileFault(error),
  )
  const written =
    made === undefined ? await replaceWithBackup(path, text, 0o600) : ({ ok: false, error: made } as const)
  if (written.ok) return pass(undefined)
  return refuse(
    problem('FILE_UNWRITABLE', { source: 'usage', uri: pathToFileURL(path).href }, { detail: written.error }),
  )
}

type Fault = { readonly line: number; readonly isRelaxed?: boolean } | 'uneditable'

function editedBy<V>({ title, format }: Client, path: string, edited: Result<V, Fault>): Checked<V> {
  if (edited.ok) return pass(edited.value)
  const { error } = edited
  const at = { source: 'usage', uri: pathToFileURL(path).href } as const
  if (error === 'uneditable') return refuse(problem('CLIENT_FILE_UNEDITABLE', at, { client: title }))
  const facts = { client: title, format: format.toUpperCase(), hasComments: error.isRelaxed === true }
  return refuse(problem('CLIENT_FILE_MALFORMED', { ...at, line: error.line }, facts))
}
