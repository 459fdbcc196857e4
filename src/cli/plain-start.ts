/** The arguments of a `bridge start` in its plain form → its options, without the parser that knows every form. */
import type { StartOptions } from './commands/start.ts'
import type { GlobalOptions } from './context.ts'
import { GLOBAL_OPTIONS, type OptionText, START_OPTIONS } from './start-options.ts'

export interface PlainStart {
  readonly options: GlobalOptions
  readonly startOptions: StartOptions
}

type Value = string | boolean | readonly string[]

/**
 * Only `start`, `--option value` pairs and flags, each option once: what MCP clients are configured with. Undefined for
 * everything else, which may be another form of the same or wrong, and is for the parser to say.
 */
export function plainStart(args: readonly string[]): PlainStart | undefined {
  const given = new Map<string, Value>()
  let isStart = false
  for (let index = 0; index < args.length; index++) {
    const word = args[index] ?? ''
    if (word === 'start' && !isStart) {
      isStart = true
      continue
    }
    const option = BY_FLAG.get(word)
    // options that only `start` knows stand behind it
    if (option === undefined || (!isStart && option.isOfStart) || given.has(option.name)) return undefined
    const value = option.isFlag ? !word.startsWith('--no-') : args[++index]
    if (value === undefined || !isPlainValue(value, option.choices)) return undefined
    given.set(option.name, option.isRepeatable ? [String(value)] : value)
  }
  if (!isStart) return undefined
  // by the table, the values are what the options of these names may be
  return { options: pick(GLOBAL_OPTIONS, given) as GlobalOptions, startOptions: pick(START_OPTIONS, given) }
}

function isPlainValue(value: string | boolean, choices: readonly string[] | undefined): boolean {
  if (typeof value === 'boolean') return true
  return value !== '' && !value.startsWith('-') && choices?.includes(value) !== false
}

interface Known {
  readonly name: string
  readonly isOfStart: boolean
  readonly isRepeatable: boolean
  /** It takes no value. */
  readonly isFlag: boolean
  readonly choices?: readonly string[]
}

const BY_FLAG: ReadonlyMap<string, Known> = new Map([
  ...Object.entries(GLOBAL_OPTIONS).map((entry) => known(entry, false)),
  ...Object.entries(START_OPTIONS).map((entry) => known(entry, true)),
])

function known(
  [name, { flags, choices, repeatable }]: readonly [string, OptionText],
  isOfStart: boolean,
): readonly [string, Known] {
  const [flag = '', value] = flags.split(' ')
  const form = { isFlag: value === undefined, isRepeatable: repeatable === true }
  return [flag, { name, isOfStart, ...form, ...(choices === undefined ? {} : { choices }) }]
}

function pick(options: object, given: ReadonlyMap<string, Value>): Readonly<Record<string, Value>> {
  return Object.fromEntries([...given].filter(([name]) => Object.hasOwn(options, name)))
}
