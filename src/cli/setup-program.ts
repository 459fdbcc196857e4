/** The commands that set a bridge up or clear up after it, and their options, as people type them. */
import { Argument, type Command, Option } from 'commander'
import { CLIENT_IDS, type ClientId, SCOPES } from './client/model.ts'
import { collect } from './collect.ts'
import type { CacheAction } from './commands/cache.ts'
import type { ConfigOptions } from './commands/config.ts'
import type { DoctorOptions } from './commands/doctor.ts'
import type { InitOptions } from './commands/init.ts'
import type { PackOptions } from './commands/pack.ts'
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

  program
    .command('config')
    .description('the entry that makes a client start the bridge: printed, or written into its file')
    .addArgument(new Argument('<client>', 'the client').choices(CLIENT_IDS))
    .option('--profile <id>', "the profile to use (else MCP_PROFILE, else the file's default)")
    .option('--name <name>', "the entry's name (else the profile's)")
    .addOption(
      new Option('--scope <scope>', 'for you everywhere, or for the project in this folder')
        .choices(SCOPES)
        .default('user'),
    )
    .option('--write', 'put it into the file, which is kept as .backup')
    .addOption(new Option('--remove', 'take it out again').conflicts('write'))
    .action((client: ClientId, options: ConfigOptions) =>
      go(async (context) => (await import('./commands/config.ts')).config(context, client, options)),
    )

  program
    .command('doctor')
    .description('start the bridge as a client would, and say of each step whether it is right')
    .option('--profile <id>', "the profile to use (else MCP_PROFILE, else the file's default)")
    .addOption(new Option('--client <client>', "by the entry in this client's file").choices(CLIENT_IDS))
    .option('--name <name>', "the entry's name (else the only one that starts the bridge)")
    .addOption(new Option('--scope <scope>', "which of the client's files").choices(SCOPES).default('user'))
    .action((options: DoctorOptions) =>
      go(async (context) => (await import('./commands/doctor.ts')).doctor(context, options)),
    )

  program
    .command('pack')
    .description('one profile and the program in one file that Claude Desktop installs (.mcpb)')
    .option('--profile <id>', "the profile to use (else MCP_PROFILE, else the file's default)")
    .option('--out <file>', "where to write (else the profile's name, here)")
    .option('--registry <name>', 'write server.json for the MCP registry too, under this name')
    .option('--url <url>', 'where the bundle will be, for server.json')
    .action((options: PackOptions) =>
      go(async (context) => (await import('./commands/pack.ts')).pack(context, options)),
    )

  program
    .command('cache')
    .description('where contracts are kept between starts, and how much; clear removes them')
    .addArgument(new Argument('[action]').choices(['show', 'clear']).default('show'))
    .action((action: CacheAction) =>
      go(async (context) => (await import('./commands/cache.ts')).cache(context, action)),
    )
}
