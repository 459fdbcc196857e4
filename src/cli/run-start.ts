/** The options of a plain `bridge start` → its exit code. */
import { start } from './commands/start.ts'
import { guarded } from './guarded.ts'
import type { PlainStart } from './plain-start.ts'

export function runStart({ options, startOptions }: PlainStart): Promise<number> {
  return guarded(({ contextOf }) => start(contextOf(options), startOptions))
}
