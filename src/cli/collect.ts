/** The values of an option that may be given more than once → a list. */
import { InvalidArgumentError } from 'commander'

export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  if (value === '') throw new InvalidArgumentError('It must not be empty.')
  return [...previous, value]
}
