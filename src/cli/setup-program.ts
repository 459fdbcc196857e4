/** The commands that set a bridge up, and their options, as people type them. */
import { type Command, Option } from 'commander'
import { collect } from './collect.ts'
import type { InitOptions } from './commands/init.ts'
import type { Context } from './context.ts'

export function addSetupCommands(
  program: Command,
  go: (command: (context: Context) => Promise<number>) => Promise<void>,
): void {
  program
    .command('init')
    .description('write a first profiles file from an OpenAPI document: its reads, and what you name')
    .argument('<contract>', 'the path or URL of the document, or the URL of a hosted MCP server')
    .option('--mcp', 'the URL is that of a hosted MCP server')
    .option('--profile <id>', "the profile's name (else one from the title)")
    .option('--out <file>', 'where to write; a file that is there gets one profile more (else ./agent-profiles.json)')
    .addOption(new Option('--tag <name>', 'only reads with this tag (repeatable)').argParser(collect))
    .addOption(
      new Option('--search <words>', 'only reads in which all of the words occur (repeatable)').argParser(collect),
    )
    .addOption(new Option('--pick <operation>', 'this operation, a write included (repeatable)').argParser(collect))
    .option('--yes', 'ask nothing, and replace a profile of the same name')
    .action((contract: string, options: InitOptions) =>
      go(async (context) => (await import('./commands/init.ts')).init(context, contract, options)),
    )
}
