/** `bridge logout`: forgets what `bridge login` stored. */
import { printable } from '../../lib/printable.ts'
import type { ExitCode } from '../../problem/exit.ts'
import type { ProfileUpstream } from '../../profile/upstream-model.ts'
import type { Context } from '../context.ts'
import { fail } from '../failure.ts'
import { openSignIns, type SignInOptions, signInName } from '../sign-ins.ts'

export async function logout(context: Context, options: SignInOptions): Promise<ExitCode> {
  const { terminal } = context
  const opened = await openSignIns(context, options)
  if (!opened.ok) return fail(terminal, opened.problems)
  const { store, all } = opened.value
  const forgotten = new Map<ProfileUpstream, boolean>()
  for (const { upstream, key } of all) {
    // not while another process writes what it has just renewed
    const removed = await store.alone(key, () => store.remove(key))
    if (!removed.ok) return fail(terminal, removed.problems)
    forgotten.set(upstream, removed.value || forgotten.get(upstream) === true)
  }
  for (const [upstream, wasThere] of forgotten) {
    terminal.out.write(`${printable(signInName(upstream))}: ${wasThere ? 'signed out' : 'nobody was signed in'}\n`)
  }
  return 0
}
