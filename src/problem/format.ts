/** A problem to text. */
import { printableLine } from '../lib/printable.ts'
import type { Entry } from './catalogue/entry.ts'
import { catalogue } from './catalogue.ts'
import type { Location, Problem, ProblemCode } from './problem.ts'

/** What is wrong, one sentence without a full stop. Facts are in it as they are: escape it for a terminal. */
export function messageOf(found: Problem): string {
  return entryOf(found).message(found.args)
}

/** What to do about it. */
export function hintOf(found: Problem): string | undefined {
  return entryOf(found).hint(found.args)
}

/** For a terminal, one line each: code and message, the place, the hint. Foreign characters are escaped. */
export function describe(found: Problem): string {
  const place = placeOf(found.at)
  const hint = hintOf(found)
  return [
    `${found.code}: ${messageOf(found)}`,
    ...(place === '' ? [] : [`  at ${place}`]),
    ...(hint === undefined ? [] : [`  hint: ${hint}`]),
  ]
    .map(printableLine)
    .join('\n')
}

/** `file:///…/agent-profiles.json:14 (/profiles/x/tools/2)` */
function placeOf({ uri, line, pointer }: Location): string {
  const file = uri === undefined ? '' : `${uri}${line === undefined ? '' : `:${line}`}`
  const inside = pointer === undefined || pointer === '' ? '' : `(${pointer})`
  return [file, inside].filter((part) => part !== '').join(' ')
}

function entryOf(found: Problem): Entry<ProblemCode> {
  // code and arguments of a problem belong together by its type, which an index by the union can't express
  return catalogue[found.code] as unknown as Entry<ProblemCode>
}
