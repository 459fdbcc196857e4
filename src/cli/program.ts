/** The commands and their options, as people type them. */
import { Argument, Command, Option } from 'commander'
import { version } from '../node/version.ts'
import { collect } from './collect.ts'
import type { AuditOptions } from './commands/audit.ts'
import type { CallOptions } from './commands/call.ts'
import type { CheckOptions } from './commands/check.ts'
import type { DiffOptions } from './commands/diff.ts'
import type { LockOptions } from './commands/lock.ts'
import type { LoginOptions } from './commands/login.ts'
import type { OperationsOptions } from './commands/operations.ts'
import type { ReviewOptions } from './commands/review.ts'
import type { StartOptions } from './commands/start.ts'
import type { ToolsOptions } from './commands/tools.ts'
import type { Context, GlobalOptions } from './context.ts'
import { examplesText } from './examples.ts'
import { optionOf } from './option.ts'
import { addReferenceCommands } from './reference-program.ts'
import { CHECK_FORMATS } from './report/check-formats.ts'
import { seconds } from './seconds.ts'
import { addSetupCommands } from './setup-program.ts'
import type { SignInOptions } from './sign-ins.ts'
import { GLOBAL_OPTIONS, START_OPTIONS } from './start-options.ts'

/** Runs a command with its context and keeps its exit code. */
export type Run = (options: GlobalOptions, command: (context: Context) => Promise<number>) => Promise<void>

export function createProgram(run: Run): Command {
  const program = new Command('bridge')
  const profile = () => optionOf(START_OPTIONS.profile)
  const upstream = () => new Option('--upstream <name>', 'only this one of several upstreams')
  const format = (...choices: readonly string[]) =>
    new Option('--format <format>', 'how to print it').choices(choices).default('text')
  const audit = () => optionOf(START_OPTIONS.audit)
  const go = (command: (context: Context) => Promise<number>) => run(program.opts<GlobalOptions>(), command)

  program
    .description(
      'Lets an AI client use a hosted API with exactly the operations that its owner allowed, and no others.',
    )
    .version(version, '-V, --version', 'print the version')
    .showSuggestionAfterError()
    .showHelpAfterError('Run "bridge --help" for the commands.')
  for (const option of Object.values(GLOBAL_OPTIONS)) program.addOption(optionOf(option))

  program
    .command('check')
    .description('prove every allowlisted operation; needs no token')
    .addOption(new Option('--profile <id>', 'only this profile (repeatable)').argParser(collect))
    .option('--strict', 'warnings count as errors')
    .addOption(format(...CHECK_FORMATS))
    .action((options: CheckOptions) =>
      go(async (context) => (await import('./commands/check.ts')).check(context, options)),
    )

  program
    .command('start')
    .description('the same check, then serve MCP over stdio')
    .addOption(profile())
    .addOption(audit())
    .addOption(optionOf(START_OPTIONS.cache))
    .addOption(optionOf(START_OPTIONS.offline))
    .action((options: StartOptions) =>
      go(async (context) => (await import('./commands/start.ts')).start(context, options)),
    )

  program
    .command('tools')
    .description('what the agent will see; json is the exact tools/list')
    .addOption(profile())
    .addOption(format('text', 'json'))
    .action((options: ToolsOptions) =>
      go(async (context) => (await import('./commands/tools.ts')).tools(context, options)),
    )

  program
    .command('call')
    .description('one call from the terminal')
    .argument('<tool>', 'the name of the tool')
    .argument('[arguments...]', 'name=value, or name:=JSON')
    .addOption(profile())
    .option('--args <json>', 'the arguments as one JSON object')
    .addOption(new Option('--arg <name=value>', 'one argument (repeatable)').argParser(collect))
    .addOption(audit())
    .addOption(format('text', 'json', 'table'))
    .option('--dry-run', 'print the request with credentials redacted, and send nothing; needs no token')
    .option('--curl', 'print the request as a curl command for a POSIX shell, and send nothing; needs no token')
    .action((tool: string, pairs: readonly string[], options: CallOptions) =>
      go(async (context) => (await import('./commands/call.ts')).call(context, tool, pairs, options)),
    )

  program
    .command('lock')
    .description('pin what the allowlists reach, beside the profiles file')
    .addOption(new Option('--profile <id>', 'only this profile (repeatable)').argParser(collect))
    .option('--check', 'change nothing; exit 5 where anything differs')
    .option('--yes', 'replace what was locked without asking')
    .action((options: LockOptions) =>
      go(async (context) => (await import('./commands/lock.ts')).lock(context, options)),
    )

  program
    .command('diff')
    .description('what changed since the lock was written, in words; exit 5 where anything did')
    .addOption(new Option('--profile <id>', 'only this profile (repeatable)').argParser(collect))
    .option('--against <path>', 'another lock than the one beside the profiles file')
    .addOption(format('text', 'json', 'markdown'))
    .action((options: DiffOptions) =>
      go(async (context) => (await import('./commands/diff.ts')).diff(context, options)),
    )

  program
    .command('review')
    .description('one page for the person who signs off: what agents may do, and what changed since the lock')
    .addOption(new Option('--profile <id>', 'only this profile (repeatable)').argParser(collect))
    .addOption(new Option('--out <file>', 'where to write it; - is stdout').default('bridge-review.html'))
    .action((options: ReviewOptions) =>
      go(async (context) => (await import('./commands/review.ts')).review(context, options)),
    )

  program
    .command('operations')
    .description("the contract's operations, and which profiles allow them")
    .addOption(profile())
    .addOption(upstream())
    .option('--search <words>', 'only those in which all of the words occur')
    .addOption(format('text', 'json'))
    .action((options: OperationsOptions) =>
      go(async (context) => (await import('./commands/operations.ts')).operations(context, options)),
    )

  addSetupCommands(program, go)

  program
    .command('profiles')
    .description('the profiles in the file')
    .action(() => go(async (context) => (await import('./commands/profiles.ts')).profiles(context)))

  program
    .command('login')
    .description('sign in a profile that uses OAuth')
    .addOption(profile())
    .addOption(upstream())
    .option('--no-browser', 'only print where to sign in')
    .option('--insecure-storage', 'keep the tokens in a file that only you can read, in place of a keychain')
    .addOption(new Option('--timeout <seconds>', 'how long to wait').argParser(seconds).default(300))
    .action((options: LoginOptions) =>
      go(async (context) => (await import('./commands/login.ts')).login(context, options)),
    )

  program
    .command('logout')
    .description('forget what login stored')
    .addOption(profile())
    .addOption(upstream())
    .action((options: SignInOptions) =>
      go(async (context) => (await import('./commands/logout.ts')).logout(context, options)),
    )

  program
    .command('whoami')
    .description("the state of a profile's credential, never its value")
    .addOption(profile())
    .addOption(upstream())
    .action((options: SignInOptions) =>
      go(async (context) => (await import('./commands/whoami.ts')).whoami(context, options)),
    )

  program
    .command('audit')
    .description('prove that an audit log has no gap and no edit')
    .addArgument(new Argument('<action>').choices(['verify']))
    .argument('<file>', 'the log')
    .option('--sealed', 'refuse a log whose end may be missing')
    .action((_action: string, file: string, options: AuditOptions) =>
      go(async (context) => (await import('./commands/audit.ts')).verifyAudit(context, file, options)),
    )

  addReferenceCommands(program, go)
  for (const one of program.commands) one.addHelpText('after', examplesText(one.name()))
  return program
}
