/** A planned operation → the name that people read. */
import { childPointer } from '../lib/pointer.ts'
import type { PlannedTool } from '../plan/model.ts'
import type { Places, Report } from './report.ts'

const LIMIT = 100

/** The profile's title, else the contract's summary, else the words of the tool's name. */
export function toolTitle({ entry, operation, name }: PlannedTool, report: Report, places: Places): string {
  if (entry.title !== undefined) {
    return oneLine(report.clean(entry.title, LIMIT, 'title', places.inProfile(childPointer(entry.pointer, 'title'))))
  }
  const summary = oneLine(report.clean(operation.summary ?? '', LIMIT, 'summary', places.inContract(operation.pointer)))
  return summary === '' ? wordsOf(name) : summary
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ')
}

/** `getUserProfile` → `Get user profile`. */
function wordsOf(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .replace(/[_.-]+/g, ' ')
    .trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
