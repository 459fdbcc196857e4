/** What the validator found, folded and placed, with words that a model can act on. */
import { childOf, type JsonValue } from './json.ts'
import { formatPointer, type JsonPointer, parsePointer } from './pointer.ts'
import { violationWords } from './violation-words.ts'

/** One thing that is wrong with a value. */
export interface Violation {
  /** Of what is at fault; of the missing property where one is required. */
  readonly pointer: JsonPointer
  /** `limit: must be at most 50, got 60`; of the whole value without a label. */
  readonly message: string
  readonly keyword: string
}

/** What we read of the validator's own errors. */
export interface RawViolation {
  readonly keyword: string
  readonly instancePath: string
  readonly schemaPath: string
  readonly params: Readonly<Record<string, unknown>>
  readonly parentSchema?: unknown
}

/** At most `limit` violations: more don't help anyone. */
export function violationsOf(raw: readonly RawViolation[], value: JsonValue, limit: number): readonly Violation[] {
  return foldAlternatives(raw)
    .slice(0, limit)
    .map((folded) => place(folded, value))
}

/** An error and, for `anyOf` and `oneOf`, what each alternative found. */
interface Folded {
  readonly error: RawViolation
  readonly branches: readonly Folded[]
}

/** The validator lists what the alternatives found before it says that none of them fits. */
function foldAlternatives(raw: readonly RawViolation[]): readonly Folded[] {
  const folded: Folded[] = []
  for (const error of raw) {
    const branches: Folded[] = []
    if (error.keyword === 'anyOf' || error.keyword === 'oneOf') {
      for (let last = folded.at(-1); last !== undefined && isBranch(last.error, error); last = folded.at(-1)) {
        branches.unshift(last)
        folded.pop()
      }
    }
    folded.push({ error, branches })
  }
  // these only repeat what the schemas inside them found
  const telling = folded.filter(({ error }) => error.keyword !== 'if' && error.keyword !== 'propertyNames')
  return telling.length === 0 ? folded : telling
}

/** A branch's path goes on from the keyword's, or starts anew at a definition. */
function isBranch(error: RawViolation, alternatives: RawViolation): boolean {
  if (!`${error.instancePath}/`.startsWith(`${alternatives.instancePath}/`)) return false
  const siblings = alternatives.schemaPath.slice(0, alternatives.schemaPath.lastIndexOf('/') + 1)
  return error.schemaPath.startsWith(`${alternatives.schemaPath}/`) || !error.schemaPath.startsWith(siblings)
}

function place({ error, branches }: Folded, value: JsonValue): Violation {
  const outer = parsePointer(error.instancePath) ?? []
  const property = error.params[PROPERTY_PARAMETERS.get(error.keyword) ?? '']
  const names = typeof property === 'string' ? [...outer, property] : outer
  const words = violationWords({
    ...error,
    found: names.reduce<JsonValue | undefined>(childOf, value),
    branches: branches.map((branch) => ({
      ...branch.error,
      violation: place(branch, value),
      deeper: branch.error.instancePath !== error.instancePath,
    })),
  })
  return { pointer: formatPointer(names), message: label(names) + words, keyword: error.keyword }
}

/** Keywords that speak of one property of the value, and where they name it. */
const PROPERTY_PARAMETERS: ReadonlyMap<string, string> = new Map([
  ['required', 'missingProperty'],
  ['dependentRequired', 'missingProperty'],
  ['additionalProperties', 'additionalProperty'],
  ['unevaluatedProperties', 'unevaluatedProperty'],
])

/** `address.lines[0]: ` */
function label(names: readonly string[]): string {
  if (names.length === 0) return ''
  const path = names.map((name, index) =>
    /^\d+$/.test(name) && index > 0 ? `[${name}]` : `${index > 0 ? '.' : ''}${name}`,
  )
  return `${path.join('')}: `
}
