/** Command line arguments → the command that they name, run; usage that is wrong is said and gives its exit code. */
import { CommanderError } from 'commander'
import { guarded } from './guarded.ts'
import { createProgram } from './program.ts'

/** Gives the command's exit code; 2 where the usage is wrong, 0 where help was asked for. */
export function runProgram(args: readonly string[]): Promise<number> {
  return guarded(async ({ terminal, contextOf }) => {
    let exitCode = 0
    const program = createProgram(async (options, command) => {
      exitCode = await command(contextOf(options))
    })
    for (const one of [program, ...program.commands]) {
      one.exitOverride()
      one.configureOutput({
        writeOut: (text) => terminal.out.write(text),
        writeErr: (text) => terminal.err.write(withoutValue(text)),
      })
    }
    try {
      await program.parseAsync(args, { from: 'user' })
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error
      // commander has printed what was wrong, or the help
      return error.exitCode === 0 ? 0 : 2
    }
    return exitCode
  })
}

/** What stands behind an option that does not exist may be a token, and stderr goes into the log files of clients. */
function withoutValue(text: string): string {
  return text.replace(/(unknown option '-[^'=\s]*=)[\s\S]*'/, "$1…'")
}
