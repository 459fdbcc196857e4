/** A client on this machine → its file, and in words what stands in the way of it. */
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { pathToFileURL } from 'node:url'
import type { Result } from '../../lib/result.ts'
import { errorCode, fileFault } from '../../node/file-fault.ts'
import { type Checked, pass, refuse } from '../../problem/checked.ts'
import { type Location, problem } from '../../problem/problem.ts'
import type { Context } from '../context.ts'
import { CLIENTS } from './clients.ts'
import type { EntryFault } from './entry-file.ts'
import type { Client, ClientId, Scope } from './model.ts'

export interface ClientFile {
  readonly client: Client
  readonly path: string
  /** For problems. */
  readonly at: Location
}

export function clientFile({ environment, cwd }: Context, id: ClientId, scope: Scope): Checked<ClientFile> {
  const client = CLIENTS[id]
  const path = client.file[scope]?.({ platform: process.platform, home: homedir(), cwd, get: environment.get })
  if (path !== undefined) return pass({ client, path, at: { source: 'usage', uri: pathToFileURL(path).href } })
  return refuse(problem('USAGE', { source: 'usage' }, { detail: `${client.title} has no configuration of a project` }))
}

/** Undefined where there is no such file. */
export async function readText(path: string, at: Location): Promise<Checked<string | undefined>> {
  try {
    return pass(await readFile(path, 'utf8'))
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return pass(undefined)
    return refuse(problem('CLIENT_FILE_UNREADABLE', at, { detail: fileFault(error) }))
  }
}

/** What came of reading or editing the file's text, with its fault as a problem. */
export function checkedEdit<V>({ client, at }: ClientFile, edited: Result<V, EntryFault>): Checked<V> {
  if (edited.ok) return pass(edited.value)
  const { title, format } = client
  const { error } = edited
  if (error === 'uneditable') return refuse(problem('CLIENT_FILE_UNEDITABLE', at, { client: title }))
  const facts = { client: title, format: format.toUpperCase(), hasComments: error.isRelaxed === true }
  return refuse(problem('CLIENT_FILE_MALFORMED', { ...at, line: error.line }, facts))
}
