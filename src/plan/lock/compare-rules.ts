/** What a profile or an entry said about calls, and what it says now → what changed. */
import type { JsonObject, JsonValue } from '../../lib/json.ts'
import { member, stringifyJson } from '../../lib/json.ts'
import {
  BOUND,
  CHOICE,
  type Changes,
  changeOf,
  objectOf,
  pairs,
  REACH,
  type Sides,
  setChanges,
  WORDING,
} from './change.ts'

export function compareRules(from: JsonObject, to: JsonObject): Changes {
  return pairs(from, to).flatMap(([name, sides]) => (RULES.get(name) ?? bound)(sides, name))
}

type RuleChanges = (sides: Sides, name: string) => Changes

/** Without it, more happens. */
const bound: RuleChanges = (sides, name) => changeOf('rule', sides, BOUND, name)

/** With it, more happens. */
const opening: RuleChanges = (sides, name) => changeOf('rule', sides, CHOICE, name)

const RULES: ReadonlyMap<string, RuleChanges> = new Map<string, RuleChanges>([
  ['grants', (sides) => setChanges('grant', sides, CHOICE)],
  ['folders', (sides) => setChanges('folder', sides, CHOICE)],
  ['requires', (sides) => setChanges('permission', sides, BOUND)],
  ['rateLimit', rateChanges],
  ['instructions', (sides) => changeOf('instructions', sides, WORDING)],
  ['continuation', opening],
  ['idempotencyKey', opening],
  ['internal', opening],
  ['session', (sides, name) => changeOf('rule', sides, REACH, name)],
])

/** More in the same time, or the same in less. */
function rateChanges(sides: Sides, name: string): Changes {
  const number = (value: JsonValue | undefined, key: string): number =>
    Number(stringifyJson(member(objectOf(value), key) ?? null))
  const perSecond = (value: JsonValue | undefined): number => number(value, 'requests') / number(value, 'perSeconds')
  const { from, to } = sides
  const wider = perSecond(to) > perSecond(from) || number(to, 'requests') > number(from, 'requests')
  return changeOf('rule', sides, { ...BOUND, changed: wider ? 'widening' : 'breaking' }, name)
}
