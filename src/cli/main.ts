/** The program: arguments in, exit code out, and the one place where a bug is caught. */
import { createDocuments } from '../node/documents.ts'
import { createEnvironment } from '../node/environment.ts'
import { createTerminal } from '../node/terminal.ts'
import { version } from '../node/version.ts'
import { messageOf } from '../problem/format.ts'
import { problem } from '../problem/problem.ts'
import type { Context, GlobalOptions } from './context.ts'
import { plainStart } from './plain-start.ts'

const terminal = createTerminal()
const environment = createEnvironment()
const documents = createDocuments({ version })
const contextOf = (options: GlobalOptions): Context => ({
  ...{ terminal, environment, documents, options },
  cwd: process.cwd(),
})

let exitCode: number
try {
  exitCode = await run(process.argv.slice(2))
} catch (error) {
  // the message of an unknown error may quote anything, a token included: only its name is shown
  const name = error instanceof Error ? error.name : typeof error
  terminal.err.write(`${messageOf(problem('INTERNAL', { source: 'call' }, {}))} (${name})\n`)
  exitCode = 1
}
await Promise.all([terminal.out.flush(), terminal.err.flush()])
// a client may keep the input open, and kept-alive connections would hold the process
process.exit(exitCode)

async function run(args: readonly string[]): Promise<number> {
  const plain = plainStart(args)
  if (plain === undefined) {
    const { runProgram } = await import('./run-program.ts')
    return runProgram(args, terminal, contextOf)
  }
  // clients wait for this one, and it needs nothing of the others
  const { start } = await import('./commands/start.ts')
  return start(contextOf(plain.options), plain.startOptions)
}
