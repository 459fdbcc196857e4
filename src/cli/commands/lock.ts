/** `bridge lock`: pins what the allowlists reach now, or, with `--check`, proves that nothing has changed. */
import { confirm } from '../../node/confirm.ts'
import { pathOfFileUrl } from '../../node/files.ts'
import { replaceFile } from '../../node/replace-file.ts'
import { lockText } from '../../plan/lock/lock-text.ts'
import { lockUriOf } from '../../plan/lock/lock-uri.ts'
import type { LockedProfile } from '../../plan/lock/model.ts'
import { type Checked, isError, pass, refuse } from '../../problem/checked.ts'
import type { ExitCode } from '../../problem/exit.ts'
import { problem } from '../../problem/problem.ts'
import type { Context } from '../context.ts'
import { fail } from '../failure.ts'
import { type LockState, readLockState } from '../lock-state.ts'
import { differencesText } from '../report/lock.ts'
import { createPaint } from '../report/paint.ts'
import { problemsText } from '../report/text.ts'
import { diff } from './diff.ts'

export interface LockOptions {
  /** Undefined means every profile; of the others, the lock keeps what it has. */
  readonly profile?: readonly string[]
  readonly check?: boolean
  readonly yes?: boolean
}

export async function lock(context: Context, options: LockOptions): Promise<ExitCode> {
  const { profile, check, yes } = options
  if (check === true) return diff(context, { format: 'text', ...(profile === undefined ? {} : { profile }) })
  const { terminal } = context
  const state = await readLockState(context, profile)
  if (!state.ok) return fail(terminal, state.problems)
  const path = lockPath(state.value)
  if (!path.ok) return fail(terminal, path.problems)
  const profiles = nextProfiles(state.value, profile !== undefined)
  if (!profiles.ok) return fail(terminal, profiles.problems)
  const text = lockText({ profiles: profiles.value })
  if (isTextOf(state.value, text)) {
    terminal.out.write('The lock is up to date.\n')
    return 0
  }
  if (replacesSomething(state.value)) {
    const paint = createPaint(terminal.out.colour)
    terminal.out.write(problemsText(state.value.stored.problems, paint) + differencesText(state.value.profiles, paint))
    if (!(yes === true || (await isConfirmed(context)))) return fail(terminal, [unconfirmed(state.value)])
  }
  const written = await replaceFile(path.value, text)
  const uri = lockUriOf(state.value.uri)
  if (!written.ok)
    return fail(terminal, [problem('LOCK_UNWRITABLE', { source: 'lock', uri }, { detail: written.error })])
  terminal.out.write(`Locked ${countsText(profiles.value)}: ${path.value}\n`)
  return 0
}

function lockPath({ uri }: LockState): Checked<string> {
  const path = pathOfFileUrl(new URL(lockUriOf(uri)))
  if (path !== undefined) return pass(path)
  const detail = 'the lock is written beside the profiles file, which is no file of this machine: run this where it is'
  return refuse(problem('USAGE', { source: 'usage', uri }, { detail }))
}

/** What the lock will hold: every profile that was asked for as it is now, which needs the check to pass. */
function nextProfiles(
  { stored, profiles }: LockState,
  keepsOthers: boolean,
): Checked<ReadonlyMap<string, LockedProfile>> {
  const problems = profiles.flatMap(({ now }) => (now?.ok === false ? now.problems : []))
  // a lock that can't be read has nothing that could be kept
  if (keepsOthers && !stored.ok && stored.problems.some(({ code }) => code !== 'LOCK_MISSING')) {
    problems.push(...stored.problems)
  }
  const [first, ...rest] = problems
  if (first !== undefined && problems.some(isError)) return refuse(first, ...rest)
  const others = keepsOthers && stored.ok ? [...stored.value.lock.profiles] : []
  const current = profiles.flatMap(({ id, now }) => (now?.ok === true ? [[id, now.value] as const] : []))
  return pass(new Map([...others, ...current]))
}

function isTextOf({ stored }: LockState, text: string): boolean {
  return stored.ok && stored.value.text === text
}

/** A first lock replaces nothing; nor does one that only looks otherwise. */
function replacesSomething({ stored, profiles }: LockState): boolean {
  if (!stored.ok) return stored.problems.some(({ code }) => code !== 'LOCK_MISSING')
  return profiles.some(({ differences = [] }) => differences.length > 0)
}

async function isConfirmed({ terminal }: Context): Promise<boolean> {
  if (!process.stdin.isTTY || !terminal.err.interactive) return false
  await terminal.out.flush()
  return confirm('Replace what was locked by this?')
}

function unconfirmed({ uri }: LockState) {
  return problem('LOCK_UNCONFIRMED', { source: 'lock', uri: lockUriOf(uri) }, {})
}

function countsText(profiles: ReadonlyMap<string, LockedProfile>): string {
  const upstreams = [...profiles.values()].flatMap((one) => [...one.upstreams.values()])
  const operations = upstreams.reduce((sum, one) => sum + one.operations.size, 0)
  return `${operations} ${operations === 1 ? 'operation' : 'operations'} of ${profiles.size} ${profiles.size === 1 ? 'profile' : 'profiles'}`
}
