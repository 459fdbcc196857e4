/** `bridge completion SHELL`: the script that makes a shell complete the commands of the bridge. */
import type { ExitCode } from '../../problem/exit.ts'
import { SCRIPTS, type Shell } from '../completion/scripts.ts'
import type { Context } from '../context.ts'

export async function completion({ terminal }: Context, shell: Shell): Promise<ExitCode> {
  terminal.out.write(SCRIPTS[shell])
  return 0
}
