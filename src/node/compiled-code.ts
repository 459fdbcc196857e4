/** The code that runs → the same, compiled once and kept for the next start, where node can do that (from 22.1). */
import module from 'node:module'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/** Takes effect for what is loaded from now on; nothing comes of it where the folder can't be written. */
export function keepCompiledCode(variables: NodeJS.ProcessEnv = process.env): void {
  // the declarations are those of the oldest node
  const { enableCompileCache } = module as { readonly enableCompileCache?: (folder: string) => unknown }
  enableCompileCache?.(join(cacheFolder(variables), 'drawbridge', 'compiled'))
}

/** The user's own, so that nobody else puts code there. @see https://specifications.freedesktop.org/basedir-spec/latest/ */
function cacheFolder({ XDG_CACHE_HOME, LOCALAPPDATA }: NodeJS.ProcessEnv): string {
  const named = process.platform === 'win32' ? LOCALAPPDATA : XDG_CACHE_HOME
  // the specification has relative ones ignored
  return named !== undefined && isAbsolute(named) ? named : join(homedir(), '.cache')
}
