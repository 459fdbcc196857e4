/** Arguments and the profile's policy for them → what a caller may still give, and what is fixed. */
import { admits, type Definitions, type JsonType } from '../contract/schema-admits.ts'
import { type JsonObject, member, stringifyJson } from '../lib/json.ts'
import { nearest } from '../lib/nearest.ts'
import { childPointer } from '../lib/pointer.ts'
import type { ToolEntry } from '../profile/model.ts'
import type { Argument } from './bindings.ts'
import type { Places, Report } from './report.ts'
import { withoutBoolean } from './tidy-schema.ts'

export interface Governed {
  /** What is shown, bounded by `max`. */
  readonly shown: readonly Argument[]
  /** What is pinned. */
  readonly fixed: readonly Argument[]
  /** What requests are made from: shown and pinned. */
  readonly bound: readonly Argument[]
  readonly pinned: JsonObject
}

/** Applies `pin`, `forbid` and `max`; names that are no argument are errors. */
export function govern(
  all: readonly Argument[],
  entry: ToolEntry,
  definitions: Definitions,
  report: Report,
  places: Places,
): Governed {
  const { pin, forbid, max } = entry.arguments
  const byName = new Map(all.map((one) => [one.binding.argument, one]))
  const at = (...names: (string | number)[]) => places.inProfile(childPointer(entry.pointer, 'arguments', ...names))
  const find = (argument: string, key: string, ...names: (string | number)[]): Argument | undefined => {
    const found = byName.get(argument)
    if (found === undefined) {
      report.error('ARGUMENT_UNKNOWN', at(key, ...names), { argument, key, nearest: nearest(argument, byName.keys()) })
    }
    return found
  }

  for (const argument of Object.keys(pin)) {
    const found = find(argument, 'pin', argument)
    if (found !== undefined && forbid.includes(argument)) {
      report.error('ARGUMENT_PIN_INVALID', at('pin', argument), { argument, detail: 'it is forbidden too' })
    }
  }
  for (const [index, argument] of forbid.entries()) {
    const found = find(argument, 'forbid', index)
    if (found?.required) report.error('ARGUMENT_FORBID_REQUIRED', at('forbid', index), { argument })
  }
  for (const [argument, most] of Object.entries(max)) {
    const found = find(argument, 'max', argument)
    if (found !== undefined && !isNumeric(found, definitions)) {
      report.error('ARGUMENT_MAX_INVALID', at('max', argument), { argument, max: most })
    }
  }

  const bound = all
    .filter(({ binding }) => !forbid.includes(binding.argument))
    .map((one) => withMaximum(one, Object.hasOwn(max, one.binding.argument) ? max[one.binding.argument] : undefined))
  const isFixed = ({ binding }: Argument) => Object.hasOwn(pin, binding.argument)
  return { shown: bound.filter((one) => !isFixed(one)), fixed: bound.filter(isFixed), bound, pinned: pin }
}

/** A bound on numbers is none for an argument that takes texts or lists too. */
const NOT_NUMERIC: readonly JsonType[] = ['boolean', 'string', 'array', 'object']

function isNumeric({ schema }: Argument, definitions: Definitions): boolean {
  return admits(schema, 'number', definitions) && !NOT_NUMERIC.some((type) => admits(schema, type, definitions))
}

function withMaximum(argument: Argument, most: number | undefined): Argument {
  if (most === undefined) return argument
  const schema = withoutBoolean(argument.schema)
  const declared = member(schema, 'maximum')
  const maximum = declared === undefined ? most : Math.min(most, Number(stringifyJson(declared)))
  return { ...argument, schema: { ...schema, maximum } }
}
