/** The words of an option → the option as the parser of command lines has it. */
import { Option } from 'commander'
import { collect } from './collect.ts'
import type { OptionText } from './start-options.ts'

export function optionOf({ flags, description, choices, repeatable }: OptionText): Option {
  const option = new Option(flags, description)
  if (repeatable === true) return option.argParser(collect)
  return choices === undefined ? option : option.choices(choices)
}
