/** An option's text → seconds to wait for a person. */
import { InvalidArgumentError } from 'commander'

/** A person has at most five minutes: that long, a port of this machine waits for an answer. */
export function seconds(value: string): number {
  const count = Number(value)
  if (!/^\d+$/.test(value) || count < 1 || count > 300) throw new InvalidArgumentError('It must be from 1 to 300.')
  return count
}
