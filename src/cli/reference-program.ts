/** The commands that tell about the bridge itself, as people type them. */
import { Argument, type Command } from 'commander'
import type { CompleteOptions } from './commands/complete.ts'
import { SHELLS, type Shell } from './completion/scripts.ts'
import type { Context } from './context.ts'

export function addReferenceCommands(
  program: Command,
  go: (command: (context: Context) => Promise<number>) => Promise<void>,
): void {
  program
    .command('explain')
    .description('a problem code in full; without one, all codes')
    .argument('[code]', 'the code, OPERATION_NOT_FOUND for one')
    .action((code?: string) => go(async (context) => (await import('./commands/explain.ts')).explain(context, code)))

  program
    .command('schema')
    .description('the JSON Schema of the profiles file')
    .action(() => go(async (context) => (await import('./commands/schema.ts')).schema(context)))

  program
    .command('completion')
    .description('the script that makes a shell complete commands, options, profiles and tools')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .action((shell: Shell) =>
      go(async (context) => (await import('./commands/completion.ts')).completion(context, shell)),
    )

  // what that script asks
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .requiredOption('--current <text>')
    .option('--broken')
    .action((words: readonly string[], options: CompleteOptions) =>
      go(async (context) => (await import('./commands/complete.ts')).complete(context, program, words, options)),
    )

  program
    .command('demo')
    .description('a local copy of the technician and manager API, a bridge and a client, with everything printed')
    .action(() => go(async (context) => (await import('./commands/demo.ts')).demo(context)))
}
