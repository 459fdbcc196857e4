/** What a person types next → the command as it works for them. */
import type { Context } from './context.ts'

/** `npx` finds a command only under the name of its package. */
export function programName({ environment }: Pick<Context, 'environment'>): string {
  return environment.get('npm_command') === 'exec' ? 'npx drawbridge-mcp' : 'bridge'
}

/** A word as a shell takes it. */
export function shellWord(text: string): string {
  if (/^[\w@%+=:,./\\-]+$/.test(text)) return text
  return process.platform === 'win32' ? `"${text}"` : `'${text.replaceAll("'", "'\\''")}'`
}
