/** A run of the program → its exit code: its effects go in here, and no bug comes out. */
import { onCrash } from '../node/crash.ts'
import { createDocuments } from '../node/documents.ts'
import { createEnvironment } from '../node/environment.ts'
import { workingFolder } from '../node/files.ts'
import { createTerminal, type Terminal } from '../node/terminal.ts'
import { version } from '../node/version.ts'
import { messageOf } from '../problem/format.ts'
import { problem } from '../problem/problem.ts'
import type { Context, GlobalOptions } from './context.ts'

export interface Effects {
  readonly terminal: Terminal
  readonly contextOf: (options: GlobalOptions) => Context
}

/** Runs it with the effects of this process, says what it did not expect, and waits until all was written. */
export async function guarded(run: (effects: Effects) => Promise<number>): Promise<number> {
  const terminal = createTerminal()
  const environment = createEnvironment()
  const documents = createDocuments({ version })
  const cwd = workingFolder()
  onCrash(async (error) => {
    terminal.err.write(unexpected(error))
    await terminal.err.flush()
  })
  let exitCode: number
  try {
    exitCode = await run({
      terminal,
      contextOf: (options) => ({ terminal, environment, documents, cwd, options: onlyOwn(options) }),
    })
  } catch (error) {
    terminal.err.write(unexpected(error))
    exitCode = 1
  }
  await Promise.all([terminal.out.flush(), terminal.err.flush()])
  return exitCode
}

/** The message of an unknown error may quote anything, a token included: only its name is shown. */
function unexpected(error: unknown): string {
  const name = error instanceof Error ? error.name : typeof error
  return `${messageOf(problem('INTERNAL', { source: 'call' }, {}))} (${name})\n`
}

/** An option that nobody gave is not read from a prototype that something polluted. */
function onlyOwn(options: GlobalOptions): GlobalOptions {
  return Object.assign(Object.create(null), options)
}
