/** The texts kept in this process → the tool that reads on in them. */
import { type JsonObject, member } from '../lib/json.ts'
import { problem } from '../problem/problem.ts'
import { renderPart } from '../response/continue.ts'
import { renderFailure } from '../response/failure.ts'
import type { Redact } from '../response/redact.ts'
import type { TextStore } from '../response/text-store.ts'
import { READ_MORE } from '../tool/read-more.ts'
import type { CallOutcome, OwnTool } from './bridge.ts'

/** `most` is the number of UTF-16 code units of a part. Nothing is ever sent. */
export function createReadMore(store: TextStore, most: number, redact: Redact): OwnTool {
  const refused = (...faults: readonly string[]): CallOutcome => {
    const found = problem('ARGUMENTS_INVALID', { source: 'call' }, { faults })
    return { ...renderFailure(found, 'no', redact), problem: found }
  }
  return {
    ...READ_MORE,
    call: async (args) => {
      const { handle, offset } = { handle: member(args, 'handle'), offset: member(args, 'offset') ?? 0 }
      const faults = faultsOf(args)
      if (faults.length > 0 || typeof handle !== 'string' || typeof offset !== 'number') return refused(...faults)
      const kept = store.find(handle)
      if (kept === undefined)
        return refused('handle: nothing is kept under it (any more); make the call that was cut again')
      if (offset >= kept.text.length) return refused(`offset: must be below ${kept.text.length}, where the text ends`)
      return renderPart(kept, handle, offset, most)
    },
  }
}

function faultsOf(args: JsonObject): readonly string[] {
  const offset = member(args, 'offset') ?? 0
  return [
    ...Object.keys(args)
      .filter((name) => name !== 'handle' && name !== 'offset')
      .map((name) => `${name}: is not an argument of this tool (handle, offset)`),
    ...(typeof member(args, 'handle') === 'string' ? [] : ['handle: must be text, as the cut answer has it']),
    ...(Number.isSafeInteger(offset) && Number(offset) >= 0 ? [] : ['offset: must be a whole number from 0']),
  ]
}
