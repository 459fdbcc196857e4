/** `bridge logout`: forgets what `bridge login` stored. */
import { printable } from '../../lib/printable.ts'
import type { ExitCode } from '../../problem/exit.ts'
import type { Context } from '../context.ts'
import { fail } from '../failure.ts'
import { openSignIns, type SignInOptions } from '../sign-ins.ts'

export async function logout(context: Context, options: SignInOptions): Promise<ExitCode> {
  const { terminal } = context
  const opened = await openSignIns(context, options)
  if (!opened.ok) return fail(terminal, opened.problems)
  const { profile, store, all } = opened.value
  let forgotten = false
  for (const { key } of all) {
    // not while another process writes what it has just renewed
    const removed = await store.alone(key, () => store.remove(key))
    if (!removed.ok) return fail(terminal, removed.problems)
    forgotten ||= removed.value
  }
  terminal.out.write(`${printable(profile.id)}: ${forgotten ? 'signed out' : 'nobody was signed in'}\n`)
  return 0
}
