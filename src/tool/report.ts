/** What compiling one tool finds: places to point to, and texts cleaned on the way. */
import type { JsonPointer } from '../lib/pointer.ts'
import {
  type Location,
  type Problem,
  type ProblemArgs,
  type ProblemCode,
  problem,
  warning,
} from '../problem/problem.ts'
import { cleanText, shorten } from './clean-text.ts'
import { suspiciousText } from './suspicious-text.ts'

/** Collects the problems of one tool, each once. */
export interface Report {
  readonly problems: readonly Problem[]
  error<C extends ProblemCode>(code: C, at: Location, args: ProblemArgs[C]): void
  warn<C extends ProblemCode>(code: C, at: Location, args: ProblemArgs[C]): void
  /** The text cleaned and at most `limit` characters long; `what` names it in the finding. */
  clean(text: string, limit: number, what: string, at: Location): string
}

export interface Places {
  /** Absolute URL of the contract. */
  readonly contract: string
  readonly inProfile: (pointer: JsonPointer) => Location
  readonly inContract: (pointer: JsonPointer) => Location
}

/** `own` are absolute URLs to whose hosts texts may point. */
export function createReport(operation: string, own: readonly string[] = []): Report {
  const problems = new Map<string, Problem>()
  const add = (found: Problem): void => {
    problems.set(JSON.stringify(found), found)
  }
  return {
    get problems() {
      return [...problems.values()]
    },
    error: (code, at, args) => add(problem(code, at, args, operation)),
    warn: (code, at, args) => add(warning(code, at, args, operation)),
    clean(text, limit, what, at) {
      const cleaned = cleanText(text)
      if (cleaned.removed.length > 0) {
        add(warning('TEXT_CLEANED', at, { what, removed: cleaned.removed.join(', ') }, operation))
      }
      // the profile's own words are those of whoever runs the check
      if (at.source === 'contract') {
        for (const found of suspiciousText(cleaned.text, own)) {
          add(warning('TEXT_SUSPICIOUS', at, { what, found }, operation))
        }
      }
      return shorten(cleaned.text, limit)
    },
  }
}
