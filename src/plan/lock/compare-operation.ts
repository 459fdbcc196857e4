/** A locked operation and the same one now → what changed in it, for the API and for the agent. */
import type { JsonObject, JsonValue } from '../../lib/json.ts'
import { member } from '../../lib/json.ts'
import { wordDiff } from '../../lib/word-diff.ts'
import type { LockChange } from '../../problem/lock-change.ts'
import {
  BOUND,
  type Changes,
  changeOf,
  isEqual,
  MANNER,
  objectOf,
  pairs,
  REACH,
  type Sides,
  setChanges,
  under,
  WORDING,
} from './change.ts'
import { compareInputs } from './compare-inputs.ts'
import { compareRules } from './compare-rules.ts'
import { compareSchemas } from './compare-schema.ts'
import type { LockedOperation } from './model.ts'

/** Empty only where both digests are the same. What the operation and its tool both say is told once. */
export function compareOperations(from: LockedOperation, to: LockedOperation): Changes {
  if (from.sha256 === to.sha256 && from.toolSha256 === to.toolSha256) return []
  const ofOperation = [...compareFields(from.pinned, to.pinned, OPERATION_FIELDS), ...compareInputs(from, to)]
  const ofTool = compareFields(from.tool, to.tool, TOOL_FIELDS)
  const changes = [...ofOperation, ...ofTool.filter(isNotToldBy(ofOperation))]
  return changes.length > 0 ? changes : [{ class: 'wording', thing: 'structure', path: [] }]
}

type Field = (sides: Sides) => Changes

function compareFields(from: JsonObject, to: JsonObject, fields: ReadonlyMap<string, Field>): Changes {
  return pairs(from, to).flatMap(([name, sides]) => {
    const field = fields.get(name)
    return field === undefined ? changeOf('constraint', sides, MANNER, name) : field(sides)
  })
}

/** Compared together, in `compareInputs`. */
const elsewhere: Field = () => []

const OPERATION_FIELDS: ReadonlyMap<string, Field> = new Map<string, Field>([
  ['method', (sides) => changeOf('method', sides, REACH)],
  ['path', (sides) => changeOf('path', sides, REACH)],
  ['server', (sides) => changeOf('server', sides, REACH)],
  ['access', (sides) => changeOf('access', sides, REACH)],
  ['security', (sides) => changeOf('security', sides, REACH)],
  ['credentials', (sides) => setChanges('credential', sides, REACH)],
  ['scopes', (sides) => setChanges('scope', sides, BOUND)],
  ['deprecated', (sides) => changeOf('deprecated', sides, WORDING)],
  ['summary', (sides) => changeOf('summary', sides, WORDING)],
  ['description', (sides) => changeOf('description', sides, WORDING)],
  ['parameters', elsewhere],
  ['body', elsewhere],
  ['definitions', elsewhere],
])

const TOOL_FIELDS: ReadonlyMap<string, Field> = new Map<string, Field>([
  ['name', (sides) => changeOf('tool-name', sides, MANNER)],
  ['title', (sides) => changeOf('tool-title', sides, WORDING)],
  ['description', (sides) => changeOf('tool-description', sides, WORDING)],
  ['inputSchema', (sides) => compareSchemas(withDefinitions(sides))],
  ['outputSchema', (sides) => changeOf('constraint', sides, MANNER, 'outputSchema')],
  ['annotations', ({ from, to }) => namedChanges('annotation', objectOf(from), objectOf(to))],
  ['fixed', ({ from, to }) => namedChanges('fixed-argument', objectOf(from), objectOf(to))],
  ['arguments', placeChanges],
  ['rules', ({ from, to }) => compareRules(objectOf(from), objectOf(to))],
])

function withDefinitions({ from, to }: Sides) {
  const of = (schema: JsonValue | undefined): JsonObject => objectOf(member(objectOf(schema), '$defs'))
  return { from, to, fromDefinitions: of(from), toDefinitions: of(to) }
}

function namedChanges(thing: 'annotation' | 'fixed-argument', from: JsonObject, to: JsonObject): Changes {
  return pairs(from, to).flatMap(([name, sides]) => changeOf(thing, sides, REACH, name))
}

/** Arguments that came or went are told with the schemas. */
function placeChanges({ from, to }: Sides): Changes {
  return pairs(objectOf(from), objectOf(to)).flatMap(([name, sides]) =>
    sides.from === undefined || sides.to === undefined ? [] : under(changeOf('place', sides, REACH), name),
  )
}

/** The tool repeats the operation, cut and cleaned: only what it says beyond that is worth telling. */
function isNotToldBy(told: Changes): (change: LockChange) => boolean {
  const words = new Set(told.flatMap(wordChanges))
  return (change) => {
    const own = wordChanges(change)
    if (own.length > 0) return !own.every((one) => words.has(one))
    return !told.some((one) => isWithin(one, change))
  }
}

function wordChanges({ class: kind, thing, from, to }: LockChange): readonly string[] {
  const isText = kind === 'wording' && thing !== 'deprecated' && thing !== 'structure'
  return isText ? wordDiff(from ?? '', to ?? '').changes : []
}

/** The same change at the same place, or further inside: the tool's schema unrolls recursive ones once more. */
function isWithin(one: LockChange, other: LockChange): boolean {
  const rest = other.path.slice(other.path.length - one.path.length)
  return isEqual({ ...one }, { ...other, path: rest }) && (one.path.length > 0 || other.path.length === 0)
}
