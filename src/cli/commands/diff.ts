/** `bridge diff`: what changed since the lock was written, in words. */
import { toUrl } from '../../node/files.ts'
import type { Checked } from '../../problem/checked.ts'
import { CHECK_ORDER, type ExitCode, worstExit } from '../../problem/exit.ts'
import type { Context } from '../context.ts'
import { type LockState, readLockState } from '../lock-state.ts'
import { differencesJson, differencesText } from '../report/lock.ts'
import { differencesMarkdown } from '../report/lock-markdown.ts'
import { createPaint } from '../report/paint.ts'
import { problemsText } from '../report/text.ts'

export interface DiffOptions {
  /** Undefined means every profile. */
  readonly profile?: readonly string[]
  readonly format: 'text' | 'json' | 'markdown'
  /** Another lock than the one beside the profiles file: a path or a URL. */
  readonly against?: string
}

/** 5 where anything differs, or where there is no lock to compare with. */
export async function diff(context: Context, options: DiffOptions): Promise<ExitCode> {
  const against = options.against === undefined ? undefined : toUrl(options.against, context.cwd)
  const state = await readLockState(context, options.profile, against)
  const states = state.ok ? state.value.profiles : []
  const outer = outerProblems(state)
  const exit = worstExit([...outer, ...states.flatMap(({ problems }) => problems)], CHECK_ORDER)
  const { out } = context.terminal
  const paint = createPaint(out.colour)
  const written: Readonly<Record<DiffOptions['format'], () => string>> = {
    text: () => `${problemsText(outer, paint)}${differencesText(states, paint)}`,
    json: () => differencesJson(states, outer, exit === 0),
    markdown: () => differencesMarkdown(states, outer),
  }
  out.write(written[options.format]())
  return exit
}

function outerProblems(state: Checked<LockState>) {
  return state.ok ? [...state.problems, ...state.value.stored.problems] : state.problems
}
