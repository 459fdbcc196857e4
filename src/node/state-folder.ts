/** The user's environment → the folder in which the bridge keeps what is this installation's own. */
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import type { Environment } from '../bridge/ports.ts'

const NAME = 'drawbridge'

/** @see https://specifications.freedesktop.org/basedir-spec/latest/ */
export function stateFolder(environment: Environment, platform: NodeJS.Platform = process.platform): string {
  const local = environment.get('LOCALAPPDATA')
  if (platform === 'win32') return join(local ?? join(homedir(), 'AppData', 'Local'), NAME)
  const state = environment.get('XDG_STATE_HOME')
  // the specification has relative ones ignored
  if (state !== undefined && isAbsolute(state)) return join(state, NAME)
  return platform === 'darwin'
    ? join(homedir(), 'Library', 'Application Support', NAME)
    : join(homedir(), '.local', 'state', NAME)
}
