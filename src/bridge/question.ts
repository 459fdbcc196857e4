/** A tool and the arguments of a call → what a person is asked before it is made. */
import { type JsonObject, stringifyJson } from '../lib/json.ts'
import { printableLine } from '../lib/printable.ts'
import type { Access } from '../profile/model.ts'
import type { Redact } from '../response/redact.ts'
import type { Tool } from '../tool/model.ts'

/** UTF-16 code units of one argument that are shown. */
const MOST_OF_VALUE = 600

/** UTF-16 code units of all arguments that are shown. */
const MOST_OF_ALL = 4000

const EFFECTS: Readonly<Record<Access, string>> = {
  read: 'It reads.',
  write: 'It changes something.',
  destructive: 'It may destroy something.',
  spend: 'It spends money or credits.',
}

/**
 * Title, operation, effect and arguments, one a line. Names and values come from outside: none of them can begin a line,
 * act on a terminal or show a secret, and what is left out is said.
 */
export function questionOf({ title, name, planned }: Tool, args: JsonObject, redact: Redact): string {
  const shown: string[] = []
  let left = MOST_OF_ALL
  let isCut = false
  for (const [argument, value] of Object.entries(args)) {
    // redacted whole: half a secret is not recognised
    const line = redact(`${argument}: ${stringifyJson(value)}`)
    const most = Math.min(left, MOST_OF_VALUE)
    isCut ||= line.length > most
    if (most > 0) shown.push(`- ${printableLine(line.slice(0, most))}${line.length > most ? '…' : ''}`)
    left -= Math.min(line.length, most)
  }
  return [
    `Allow this call? ${printableLine(redact(title))} (${name})`,
    `${printableLine(planned.entry.operation)} at ${planned.base.origin}. ${EFFECTS[planned.access]}`,
    shown.length === 0 ? 'It has no arguments.' : 'Arguments:',
    ...shown,
    ...(isCut ? ['Not all of the arguments is shown.'] : []),
  ].join('\n')
}
