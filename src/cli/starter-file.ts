/** A place for a profiles file and a drafted profile → the file's text, new or with the profile added. */
import { dirname, isAbsolute, relative } from 'node:path'
import { editJson } from '../lib/edit-json.ts'
import { decodeUtf8 } from '../lib/utf8.ts'
import { pathOfFileUrl, toUrl } from '../node/files.ts'
import type { Draft, DraftTool } from '../plan/draft/profile.ts'
import { type Checked, pass, refuse } from '../problem/checked.ts'
import { problem } from '../problem/problem.ts'
import { parseProfiles } from '../profile/parse.ts'
import type { Context } from './context.ts'

/** The schema that editors complete by, beside the profiles file. */
export const SCHEMA_FILE = 'agent-profiles.schema.json'

const FILE_BYTES = 4 * 1024 * 1024

export interface StarterFile {
  readonly path: string
  /** Absolute URL. */
  readonly uri: string
  /** Undefined where there is none yet. */
  readonly before: string | undefined
  /** The profiles that it has. */
  readonly profiles: readonly string[]
}

/** The file at `--out`, else `--profiles`, else `./agent-profiles.json`; what is there already must be a profiles file. */
export async function openStarterFile(
  { documents, options, cwd }: Context,
  out: string | undefined,
): Promise<Checked<StarterFile>> {
  const uri = toUrl(out ?? options.profiles ?? 'agent-profiles.json', cwd)
  const path = pathOfFileUrl(new URL(uri))
  if (path === undefined) {
    return refuse(
      problem(
        'USAGE',
        { source: 'usage' },
        { detail: 'a profiles file is written to this machine: --out takes a path' },
      ),
    )
  }
  const read = await documents.read(uri, { maxBytes: FILE_BYTES, source: 'profile' })
  if (!read.ok) {
    const isAbsent = read.problems.every(({ code }) => code === 'PROFILES_FILE_MISSING')
    return isAbsent ? pass({ path, uri, before: undefined, profiles: [] }) : read
  }
  const before = decodeUtf8(read.value.bytes)
  const parsed = parseProfiles(before, uri)
  return parsed.ok ? pass({ path, uri, before, profiles: [...parsed.value.profiles.keys()] }) : parsed
}

/** The whole text of the file with this profile in it; nothing else of a file that is there changes. */
export function starterText({ before }: StarterFile, { id, head }: Draft, tools: readonly DraftTool[]): string {
  const profile = { ...head, tools: tools.map(({ written }) => written) }
  if (before !== undefined) return editJson(before, ['profiles', id], profile)
  return `${JSON.stringify({ $schema: `./${SCHEMA_FILE}`, version: 1, profiles: { [id]: profile } }, undefined, 2)}\n`
}

/** A contract as the profiles file names it: a URL, or the way from the one file to the other. */
export function contractName(contract: string, { path }: StarterFile): string {
  const local = pathOfFileUrl(new URL(contract))
  if (local === undefined) return contract
  const way = relative(dirname(path), local).replaceAll('\\', '/')
  // another drive of Windows
  if (isAbsolute(way)) return way
  return way.startsWith('../') ? way : `./${way}`
}
