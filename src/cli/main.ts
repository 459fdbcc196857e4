/** The program: arguments in, exit code out, and the one place where a bug is caught. */
import { CommanderError } from 'commander'
import { createDocuments } from '../node/documents.ts'
import { createEnvironment } from '../node/environment.ts'
import { createTerminal } from '../node/terminal.ts'
import { version } from '../node/version.ts'
import { messageOf } from '../problem/format.ts'
import { problem } from '../problem/problem.ts'
import { createProgram } from './program.ts'

const terminal = createTerminal()
const environment = createEnvironment()

let exitCode = 0
const program = createProgram(async (options, command) => {
  const documents = createDocuments({ version })
  exitCode = await command({ terminal, environment, documents, cwd: process.cwd(), options })
})

for (const one of [program, ...program.commands]) {
  one.exitOverride()
  one.configureOutput({ writeOut: (text) => terminal.out.write(text), writeErr: (text) => terminal.err.write(text) })
}

try {
  await program.parseAsync()
} catch (error) {
  exitCode = codeOf(error)
}
await Promise.all([terminal.out.flush(), terminal.err.flush()])
// a client may keep the input open, and kept-alive connections would hold the process
process.exit(exitCode)

function codeOf(error: unknown): number {
  // commander has printed what was wrong with the usage, or the help that was asked for
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  // the message of an unknown error may quote anything, a token included: only its class is shown
  const name = error instanceof Error ? error.constructor.name : typeof error
  terminal.err.write(`${messageOf(problem('INTERNAL', { source: 'call' }, {}))} (${name})\n`)
  return 1
}
