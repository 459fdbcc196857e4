/** `bridge pack`: one profile with the program that serves it, as one file that Claude Desktop installs. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { loadProfile, loadProfiles } from '../../bridge/load.ts'
import { type JsonObject, stringifyJson } from '../../lib/json.ts'
import { printable } from '../../lib/printable.ts'
import { encodeUtf8 } from '../../lib/utf8.ts'
import { packageRoot } from '../../node/files.ts'
import { replaceFile } from '../../node/replace-file.ts'
import { version } from '../../node/version.ts'
import { zip } from '../../node/zip.ts'
import { type Checked, pass, refuse } from '../../problem/checked.ts'
import type { ExitCode } from '../../problem/exit.ts'
import { problem } from '../../problem/problem.ts'
import { contentsOf, PROFILES_NAME, readingFrom, type Texts } from '../bundle/contents.ts'
import { manifestOf, PROGRAM_FOLDER, serverJsonOf } from '../bundle/manifest.ts'
import { entryName, variablesOf } from '../client/launch.ts'
import { type Context, openProfile } from '../context.ts'
import { fail } from '../failure.ts'
import { countsText } from '../report/text.ts'
import { hostedServers } from '../upstream.ts'

export interface PackOptions {
  readonly profile?: string
  readonly out?: string
  /** The name in the MCP registry, for a `server.json` beside the bundle. */
  readonly registry?: string
  readonly url?: string
}

export async function pack(context: Context, options: PackOptions): Promise<ExitCode> {
  const done = await makeBundle(context, options)
  return done.ok ? 0 : fail(context.terminal, done.problems)
}

async function makeBundle(context: Context, options: PackOptions): Promise<Checked<undefined>> {
  const { out } = context.terminal
  const published = readPublished(options)
  if (!published.ok) return published
  const opened = await openProfile(context, options.profile)
  if (!opened.ok) return opened
  const { profile, profiles } = opened.value
  const texts = await contentsOf(profile, profiles.file.uri, context.documents)
  if (!texts.ok) return texts
  const loaded = await proveUnpacked(context, profile.id, texts.value)
  if (!loaded.ok) return loaded
  const files = new Map<string, Uint8Array>([...texts.value].map(([path, text]) => [path, encodeUtf8(text)]))
  files.set('manifest.json', jsonBytes(manifestOf(profile, loaded.value.tools)))
  for (const [path, bytes] of await programFiles()) files.set(`${PROGRAM_FOLDER}/${path}`, bytes)
  const bytes = zip(files)
  const path = resolve(context.cwd, options.out ?? `${entryName(profile)}.mcpb`)
  const written = await write(path, bytes)
  if (!written.ok) return written
  const access = [...loaded.value.tools.values()].map(({ planned }) => planned.access)
  out.write(`Wrote ${printable(path)}: ${printable(profile.id)}, ${countsText(access)}, ${megabytes(bytes)} MB.\n`)
  out.write(`Open it with Claude Desktop${askedFor(variablesOf(profile))}\n`)
  if (published.value === undefined) return written
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const server = join(dirname(path), 'server.json')
  const told = await write(server, jsonBytes(serverJsonOf(profile, { ...published.value, sha256 })))
  if (told.ok) out.write(`Wrote ${printable(server)}, for the MCP registry.\n`)
  return told
}

function askedFor(variables: readonly string[]): string {
  return variables.length === 0
    ? '.'
    : `; it asks for ${variables.join(' and ')} and keeps it with the secrets of the system.`
}

/** @see https://github.com/modelcontextprotocol/registry/tree/main/docs/reference/server-json */
const REGISTRY_NAME = /^[A-Za-z0-9.-]+\/[A-Za-z0-9._-]+$/

function readPublished({
  registry: name,
  url,
}: PackOptions): Checked<{ readonly name: string; readonly url: string } | undefined> {
  if (name === undefined && url === undefined) return pass(undefined)
  if (
    name !== undefined &&
    REGISTRY_NAME.test(name) &&
    url !== undefined &&
    /^https:\/\/\S+$/.test(url) &&
    URL.canParse(url)
  ) {
    return pass({ name, url })
  }
  const detail =
    '--registry takes a name such as io.github.somebody/orders, together with --url: the https URL where the bundle will be'
  return refuse(problem('USAGE', { source: 'usage' }, { detail }))
}

/** The check of what will be unpacked, not of what lies here: a reference to a file that does not come along is found. */
async function proveUnpacked({ documents, environment }: Context, id: string, texts: Texts) {
  const load = { documents: readingFrom(texts, documents), hosted: hostedServers(environment) }
  const unpacked = await loadProfiles(`file:///${PROFILES_NAME}`, load.documents)
  if (!unpacked.ok) return unpacked
  const profile = unpacked.value.file.profiles.get(id)
  if (profile === undefined) throw new Error('the profile is not in its own bundle')
  return loadProfile(profile, unpacked.value, load)
}

/** This package as it is installed, without what only its other commands show. */
async function programFiles(): Promise<ReadonlyMap<string, Uint8Array>> {
  const root = packageRoot()
  if (root === undefined) throw new Error('the package folder is not there')
  const entries = await readdir(join(root, 'dist'), { recursive: true, withFileTypes: true })
  const paths = entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name))
  const read = await Promise.all(
    [join(root, 'bin', 'bridge.js'), join(root, 'bin', 'package.json'), join(root, 'LICENSE'), ...paths].map(
      async (path) => {
        return [relative(root, path).replaceAll('\\', '/'), await readFile(path)] as const
      },
    ),
  )
  // the program finds its folder by this name
  return new Map([...read, ['package.json', jsonBytes({ name: 'drawbridge-mcp', version, type: 'module' })]])
}

function jsonBytes(value: JsonObject): Uint8Array {
  return encodeUtf8(`${JSON.stringify(JSON.parse(stringifyJson(value)), undefined, 2)}\n`)
}

async function write(path: string, bytes: Uint8Array): Promise<Checked<undefined>> {
  const written = await replaceFile(path, bytes)
  if (written.ok) return pass(undefined)
  return refuse(
    problem('FILE_UNWRITABLE', { source: 'usage', uri: pathToFileURL(path).href }, { detail: written.error }),
  )
}

function megabytes(bytes: Uint8Array): string {
  return (bytes.length / 1_000_000).toFixed(1)
}
