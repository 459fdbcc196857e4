/** Paths as people write them to absolute file URLs and back, and the place where the profiles file is looked for. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, parse, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Checked, pass, refuse } from '../problem/checked.ts'
import { problem } from '../problem/problem.ts'

/** The absolute URL of what a person wrote: a URL with `scheme://` stays one, anything else is a path from `cwd`. */
export function toUrl(pathOrUrl: string, cwd: string): string {
  if (URL_LIKE.test(pathOrUrl) && URL.canParse(pathOrUrl)) return new URL(pathOrUrl).href
  // a network path keeps its host in the URL, where `pathOfFileUrl` refuses it
  if (isNetworkPath(pathOrUrl)) return `file:${encodeURI(pathOrUrl.replaceAll('\\', '/'))}`
  return pathToFileURL(resolve(cwd, pathOrUrl)).href
}

/** Two letters at least: `C:/x` is a path. */
const URL_LIKE = /^[a-z][a-z0-9+.-]+:\/\//i

/** The local path of a file URL; undefined for another machine's file, an encoded slash, a NUL. */
export function pathOfFileUrl(url: URL): string | undefined {
  if (url.protocol !== 'file:' || url.host !== '' || url.pathname.startsWith('//')) return undefined
  try {
    const path = fileURLToPath(url)
    return path.includes('\0') ? undefined : path
  } catch {
    return undefined
  }
}

/** `//server/share` and `\\server\share`: to open one sends this user's credentials over the network. */
function isNetworkPath(path: string): boolean {
  return /^[\\/]{2}/.test(path)
}

/**
 * The URL of the profiles file: what the person named, else `MCP_PROFILES`, else the first that exists of
 * `./agent-profiles.json`, `./mcp/agent-profiles.json` and the one shipped with the package.
 */
export function findProfiles(options: {
  readonly named: string | undefined
  readonly fromEnvironment: string | undefined
  readonly cwd: string
}): Checked<string> {
  const named = options.named ?? options.fromEnvironment
  if (named !== undefined) return pass(toUrl(named, options.cwd))
  const shipped = packageRoot()
  const tried = [
    join(options.cwd, 'agent-profiles.json'),
    join(options.cwd, 'mcp', 'agent-profiles.json'),
    ...(shipped === undefined ? [] : [join(shipped, 'profiles', 'agent-profiles.json')]),
  ]
  const found = tried.find(isThere)
  if (found !== undefined) return pass(pathToFileURL(found).href)
  return refuse(problem('PROFILES_FILE_MISSING', { source: 'profile' }, { tried }))
}

/** Anything that is no directory: what it is, and whether it can be read, is told when it is read. */
function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === false
}

/** The folder of this package, whether this module runs from its source or from the built program. */
export function packageRoot(start: string = dirname(fileURLToPath(import.meta.url))): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (isOurs(join(folder, 'package.json'))) return folder
    if (dirname(folder) === folder) return undefined
  }
}

function isOurs(path: string): boolean {
  return existsSync(path) && /"name"\s*:\s*"drawbridge-mcp"/.test(readFileSync(path, 'utf8'))
}

/** The folder in which this process runs; where that was deleted, the root, beside which there is nothing of ours. */
export function workingFolder(): string {
  try {
    return process.cwd()
  } catch {
    return parse(process.execPath).root
  }
}
