/** The arguments of a `bridge start` in its plain form → its options, without the parser that knows every form. */
import type { StartOptions } from './commands/start.ts'
import type { GlobalOptions } from './context.ts'
import { GLOBAL_OPTIONS, type OptionText, START_OPTIONS } from './start-options.ts'

export interface PlainStart {
  readonly options: GlobalOptions
  readonly startOptions: StartOptions
}

/**
 * Only `start` and `--option value` pairs, each option once: what MCP clients are configured with. Undefined for
 * everything else, which may be another form of the same or wrong, and is for the parser to say.
 */
export function plainStart(args: readonly string[]): PlainStart | undefined {
  const at = args.indexOf('start')
  if (at % 2 !== 0) return undefined
  const given = new Map<string, string | readonly string[]>()
  const pairs = args.filter((_, index) => index !== at)
  for (let index = 0; index < pairs.length; index += 2) {
    const [flag = '', value] = pairs.slice(index, index + 2)
    const option = BY_FLAG.get(flag)
    // options that only `start` knows stand behind it
    if (option === undefined || (index < at && option.isOfStart) || given.has(option.name)) return undefined
    if (value === undefined || !isPlainValue(value, option.choices)) return undefined
    given.set(option.name, option.isRepeatable ? [value] : value)
  }
  // by the table, the values are what the options of these names may be
  return { options: pick(GLOBAL_OPTIONS, given) as GlobalOptions, startOptions: pick(START_OPTIONS, given) }
}

function isPlainValue(value: string, choices: readonly string[] | undefined): boolean {
  return value !== '' && !value.startsWith('-') && choices?.includes(value) !== false
}

interface Known {
  readonly name: string
  readonly isOfStart: boolean
  readonly isRepeatable: boolean
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
  const [flag = ''] = flags.split(' ')
  return [flag, { name, isOfStart, isRepeatable: repeatable === true, ...(choices === undefined ? {} : { choices }) }]
}

function pick(
  options: object,
  given: ReadonlyMap<string, string | readonly string[]>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...given].filter(([name]) => Object.hasOwn(options, name)))
}
