/** A planned operation → what the model reads about its tool. */
import { childPointer } from '../lib/pointer.ts'
import type { PlannedTool } from '../plan/model.ts'
import { shorten } from './clean-text.ts'
import type { Places, Report } from './report.ts'

/** Characters; some clients cut at twice as many without saying so. */
const LIMIT = 1024

/** The profile's own words, else the contract's summary and description; last which operation it is. */
export function toolDescription({ entry, operation }: PlannedTool, report: Report, places: Places): string {
  if (entry.description !== undefined) {
    return report.clean(
      entry.description,
      LIMIT,
      'description',
      places.inProfile(childPointer(entry.pointer, 'description')),
    )
  }
  const at = places.inContract(operation.pointer)
  const clean = (text: string | undefined, what: string): string =>
    text === undefined ? '' : report.clean(text, Number.POSITIVE_INFINITY, what, at)
  const summary = clean(operation.summary, 'summary')
  const description = clean(operation.description, 'description')
  const source = shorten(clean(operation.key, 'path'), LIMIT / 4)
  const words = [
    operation.deprecated ? 'Deprecated.' : '',
    description.startsWith(summary) ? '' : summary,
    description,
  ].filter((part) => part !== '')
  const rest = LIMIT - source.length - SEPARATOR.length
  return [shorten(words.join(SEPARATOR), rest), source].filter((part) => part !== '').join(SEPARATOR)
}

const SEPARATOR = '\n\n'
