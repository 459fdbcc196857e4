/** What can be wrong, as typed facts with a place; the words for people are in the catalogue. */
import type { JsonPointer } from '../lib/pointer.ts'
import type { ProblemArgs, Sent } from './problem-args.ts'

export type { AuditFault, ProblemArgs, Sent, Unconfirmed } from './problem-args.ts'

/** The kind of thing that a problem is in; it says how to read `uri`. */
export type Source = 'usage' | 'profile' | 'contract' | 'lock' | 'environment' | 'call' | 'upstream' | 'audit'

/** Where a problem is: the file or URL (absolute), the JSON pointer in it and the line (from 1) where the text has one. */
export interface Location {
  readonly source: Source
  readonly uri?: string
  readonly pointer?: JsonPointer
  readonly line?: number
}

export type ProblemCode = keyof ProblemArgs
export type Severity = 'error' | 'warning'

/** One thing that is wrong; `operation` is the allowlist entry's reference as written, where it belongs to one. */
export type Problem = {
  readonly [C in ProblemCode]: {
    readonly code: C
    readonly severity: Severity
    readonly at: Location
    readonly args: ProblemArgs[C]
    readonly operation?: string
  }
}[ProblemCode]

/** An error of this code at this place. */
export function problem<C extends ProblemCode>(
  code: C,
  at: Location,
  args: ProblemArgs[C],
  operation?: string,
): Problem {
  // the mapped type can't follow a generic C through the spread: code and args agree by the signature
  return { code, severity: 'error', at, args, ...(operation === undefined ? {} : { operation }) } as Problem
}

/** The same problem as a warning. */
export function warning<C extends ProblemCode>(
  code: C,
  at: Location,
  args: ProblemArgs[C],
  operation?: string,
): Problem {
  return { ...problem(code, at, args, operation), severity: 'warning' }
}

/** The problem as one of an allowlist entry. */
export function ofOperation(found: Problem, operation: string): Problem {
  return found.operation === undefined ? { ...found, operation } : found
}

/** Whether a request had left: problems after its first byte carry the fact, everything else was stopped before. */
export function sentOf({ args }: Problem): Sent {
  return 'sent' in args ? args.sent : 'no'
}
