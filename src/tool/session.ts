/** A tool that changes the session → what is wrong with the argument that says to what. */
import { nearest } from '../lib/nearest.ts'
import { childPointer } from '../lib/pointer.ts'
import type { ToolEntry } from '../profile/model.ts'
import type { Argument } from './bindings.ts'
import type { Places, Report } from './report.ts'

/** The argument is one of the tool's; where the profile fixes it, nothing else is needed for a call. */
export function reportSession(
  { session, arguments: policy, pointer }: ToolEntry,
  all: readonly Argument[],
  report: Report,
  places: Places,
): void {
  if (session === undefined) return
  const names = all.map(({ binding }) => binding.argument)
  const { argument } = session
  if (!names.includes(argument)) {
    const at = places.inProfile(childPointer(pointer, 'session', 'argument'))
    report.error('ARGUMENT_UNKNOWN', at, { argument, key: 'session', nearest: nearest(argument, names) })
    return
  }
  if (!Object.hasOwn(policy.pin, argument)) return
  const open = all.find(({ binding, required }) => required && !Object.hasOwn(policy.pin, binding.argument))
  if (open === undefined) return
  const at = places.inProfile(childPointer(pointer, 'arguments', 'pin', argument))
  const detail = `the call is made before all others and needs ${open.binding.argument} too`
  report.error('ARGUMENT_PIN_INVALID', at, { argument, detail })
}
