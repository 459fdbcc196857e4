/** The user's environment → the folder for what can be made again: nothing is lost when it is deleted. */
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import type { Environment } from '../bridge/ports.ts'

const NAME = 'drawbridge'

/** @see https://specifications.freedesktop.org/basedir-spec/latest/ */
export function cacheFolder(environment: Environment, platform: NodeJS.Platform = process.platform): string {
  const local = environment.get('LOCALAPPDATA')
  if (platform === 'win32') return join(local ?? join(homedir(), 'AppData', 'Local'), NAME, 'cache')
  const cache = environment.get('XDG_CACHE_HOME')
  // the specification has relative ones ignored
  if (cache !== undefined && isAbsolute(cache)) return join(cache, NAME)
  return platform === 'darwin' ? join(homedir(), 'Library', 'Caches', NAME) : join(homedir(), '.cache', NAME)
}
