/** Two JSON values at one place of a lock → the change that they make. */
import { canonicalJson } from '../../lib/canonical-json.ts'
import { isArray, isObject, type JsonObject, type JsonValue } from '../../lib/json.ts'
import type { ChangeClass, ChangedThing, LockChange } from '../../problem/lock-change.ts'

export type Changes = readonly LockChange[]

/** What a change is where something came, went or became something else. */
export interface Classes {
  readonly added: ChangeClass
  readonly removed: ChangeClass
  readonly changed: ChangeClass
}

/** A bound on what may be sent: with more of it less is taken. */
export const BOUND: Classes = { added: 'breaking', removed: 'widening', changed: 'breaking' }

/** One more thing to choose from. */
export const CHOICE: Classes = { added: 'widening', removed: 'breaking', changed: 'breaking' }

/** Where it goes and what it may do there. */
export const REACH: Classes = { added: 'widening', removed: 'widening', changed: 'widening' }
/** Callers have to do something else. */
export const MANNER: Classes = { added: 'breaking', removed: 'breaking', changed: 'breaking' }
export const WORDING: Classes = { added: 'wording', removed: 'wording', changed: 'wording' }

export interface Sides {
  readonly from: JsonValue | undefined
  readonly to: JsonValue | undefined
}

/** No change where both are the same. */
export function changeOf(thing: ChangedThing, { from, to }: Sides, classes: Classes, name?: string): Changes {
  if (isEqual(from, to)) return []
  const kind = from === undefined ? classes.added : to === undefined ? classes.removed : classes.changed
  return [
    {
      class: kind,
      thing,
      path: [],
      ...(name === undefined ? {} : { name }),
      ...(from === undefined ? {} : { from: wordsOf(from, thing) }),
      ...(to === undefined ? {} : { to: wordsOf(to, thing) }),
    },
  ]
}

/** One change for each item that came or went; the order of items is none. */
export function setChanges(thing: ChangedThing, { from, to }: Sides, classes: Classes): Changes {
  const before = itemsOf(from)
  const after = itemsOf(to)
  return [
    ...after.filter(isNotIn(before)).flatMap((item) => changeOf(thing, { from: undefined, to: item }, classes)),
    ...before.filter(isNotIn(after)).flatMap((item) => changeOf(thing, { from: item, to: undefined }, classes)),
  ]
}

/** The names of both, each with its values. */
export function pairs(from: JsonObject, to: JsonObject): readonly (readonly [name: string, sides: Sides])[] {
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort()
  const at = (object: JsonObject, name: string) => (Object.hasOwn(object, name) ? object[name] : undefined)
  return names.map((name) => [name, { from: at(from, name), to: at(to, name) }])
}

/** The changes of something as changes of what it is in. */
export function under(changes: Changes, ...path: readonly string[]): Changes {
  return changes.map((change) => ({ ...change, path: [...path, ...change.path] }))
}

export function isEqual(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  return canonicalJson(a) === canonicalJson(b)
}

/** What a damaged lock has in place of an object counts as empty: then everything is new. */
export function objectOf(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {}
}

export function itemsOf(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined) return []
  return isArray(value) ? value : [value]
}

export function isNotIn(others: readonly JsonValue[]): (item: JsonValue) => boolean {
  const texts = new Set(others.map(canonicalJson))
  return (item) => !texts.has(canonicalJson(item))
}

/** Where the text `1` and the number 1 are two things. */
const AS_JSON: ReadonlySet<ChangedThing> = new Set(['value', 'constraint', 'default', 'fixed-argument'])

function wordsOf(value: JsonValue, thing: ChangedThing): string {
  return typeof value === 'string' && !AS_JSON.has(thing) ? value : canonicalJson(value)
}
