/** The words before the cursor, and the one at it → what could stand there. */
import type { Argument, Command, Option } from 'commander'

export interface Candidate {
  readonly value: string
  readonly says: string
}

/** A path is for the shell to complete. */
export type Candidates = 'files' | readonly Candidate[]

/** Where names come from that only the profiles file or the catalogue knows. */
export interface Names {
  readonly profiles: () => Promise<readonly Candidate[]>
  readonly upstreams: () => Promise<readonly Candidate[]>
  readonly tools: () => Promise<readonly Candidate[]>
  readonly codes: () => Promise<readonly Candidate[]>
}

export interface Cursor {
  /** Those before the one at the cursor, the program's name aside. */
  readonly words: readonly string[]
  readonly current: string
}

/** Values of options that were given, by the option's long flag. */
export type Given = ReadonlyMap<string, string>

/** Everything that begins with the current word. */
export async function candidatesAt(
  program: Command,
  { words, current }: Cursor,
  namesOf: (given: Given) => Names,
): Promise<Candidates> {
  const { command, given, operands, open } = read(program, words)
  const names = namesOf(given)
  const joined = /^(--[a-z-]+)=(.*)$/s.exec(current)
  if (joined !== null) {
    const [, flag = '', value = ''] = joined
    const option = optionsOf(program, command).find(({ long }) => long === flag)
    const found = option === undefined ? [] : await valuesOf(option, names)
    if (found === 'files') return 'files'
    return beginning(found, value).map((one) => ({ ...one, value: `${flag}=${one.value}` }))
  }
  if (open !== undefined) return beginningOf(await valuesOf(open, names), current)
  if (current.startsWith('-')) {
    const flags = optionsOf(program, command).map(({ long, description }) => ({ value: long ?? '', says: description }))
    return beginning([...flags, { value: '--help', says: 'what it does, with examples' }], current)
  }
  if (command === undefined) return beginning(commandsOf(program), current)
  if (command.name() === 'help') return beginning(commandsOf(program), current)
  const { registeredArguments } = command
  const last = registeredArguments.at(-1)
  const argument = registeredArguments[operands] ?? (last?.variadic === true ? last : undefined)
  return argument === undefined ? [] : beginningOf(await operandsOf(argument, names), current)
}

/** The command, what was given to it, and the option that still wants its value. */
function read(program: Command, words: readonly string[]) {
  const given = new Map<string, string>()
  let command: Command | undefined
  let operands = 0
  let open: Option | undefined
  for (const word of words) {
    if (open !== undefined) {
      given.set(open.long ?? '', word)
      open = undefined
      continue
    }
    const [flag = '', ...value] = word.split('=')
    const option = optionsOf(program, command).find(({ long, short }) => flag === long || flag === short)
    if (option !== undefined && value.length > 0) given.set(option.long ?? '', value.join('='))
    else if (option?.required === true) open = option
    if (word.startsWith('-')) continue
    if (command === undefined) command = commandOf(program, word)
    else operands++
  }
  return { command, given, operands, open }
}

function commandOf(program: Command, name: string): Command | undefined {
  return program
    .createHelp()
    .visibleCommands(program)
    .find((one) => one.name() === name)
}

function optionsOf(program: Command, command: Command | undefined): readonly Option[] {
  return [...(command?.options ?? []), ...program.options].filter(({ hidden }) => !hidden)
}

function commandsOf(program: Command): readonly Candidate[] {
  const visible = program.createHelp().visibleCommands(program)
  return visible.map((one) => ({ value: one.name(), says: one.description() }))
}

const OPTION_NAMES: Readonly<Record<string, keyof Names | 'files'>> = {
  '--profile': 'profiles',
  '--upstream': 'upstreams',
  '--profiles': 'files',
  '--contract': 'files',
  '--audit': 'files',
  '--out': 'files',
  '--against': 'files',
  '--summary': 'files',
}

const OPERAND_NAMES: Readonly<Record<string, keyof Names | 'files'>> = {
  tool: 'tools',
  code: 'codes',
  file: 'files',
  contract: 'files',
}

function valuesOf(option: Option, names: Names): Promise<Candidates> | Candidates {
  return option.argChoices?.map(plain) ?? named(OPTION_NAMES[option.long ?? ''], names)
}

function operandsOf(argument: Argument, names: Names): Promise<Candidates> | Candidates {
  return argument.argChoices?.map(plain) ?? named(OPERAND_NAMES[argument.name()], names)
}

function named(what: keyof Names | 'files' | undefined, names: Names): Promise<Candidates> | Candidates {
  if (what === undefined) return []
  return what === 'files' ? 'files' : names[what]()
}

function plain(value: string): Candidate {
  return { value, says: '' }
}

function beginningOf(found: Candidates, text: string): Candidates {
  return found === 'files' ? 'files' : beginning(found, text)
}

function beginning(found: readonly Candidate[], text: string): readonly Candidate[] {
  return found.filter(({ value }) => value.startsWith(text))
}
