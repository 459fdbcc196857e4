/** The user's environment → the folder in which the bridge keeps what the user gave it. */
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import type { Environment } from '../bridge/ports.ts'

const NAME = 'drawbridge'

/** @see https://specifications.freedesktop.org/basedir-spec/latest/ */
export function configFolder(environment: Environment, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'win32') return join(environment.get('APPDATA') ?? join(homedir(), 'AppData', 'Roaming'), NAME)
  const config = environment.get('XDG_CONFIG_HOME')
  // the specification has relative ones ignored
  if (config !== undefined && isAbsolute(config)) return join(config, NAME)
  return platform === 'darwin'
    ? join(homedir(), 'Library', 'Application Support', NAME)
    : join(homedir(), '.config', NAME)
}
