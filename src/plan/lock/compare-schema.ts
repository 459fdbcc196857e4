/** Two schemas, each with its definitions → what changed in what they admit and say, argument by argument. */
import { isKeyword, type Keyword } from '../../contract/schema-keywords.ts'
import { canonicalJson } from '../../lib/canonical-json.ts'
import { isObject, type JsonObject, type JsonValue, member } from '../../lib/json.ts'
import {
  BOUND,
  CHOICE,
  type Changes,
  changeOf,
  isNotIn,
  itemsOf,
  objectOf,
  pairs,
  type Sides,
  under,
} from './change.ts'
import { bound, KEYWORD_CHANGES, type OuterKeyword } from './keyword-changes.ts'
import { resolveSchema } from './resolve-schema.ts'

export interface SchemaSides {
  readonly from: JsonValue | undefined
  readonly to: JsonValue | undefined
  readonly fromDefinitions: JsonObject
  readonly toDefinitions: JsonObject
}

/** References are followed on both sides: only what a value may be counts, not how the schemas are put together. */
export function compareSchemas({ from, to, fromDefinitions, toDefinitions }: SchemaSides): Changes {
  const known = new Map<string, Changes>()
  return compare({ from, to })

  function compare(sides: Sides): Changes {
    const before = resolveSchema(sides.from, fromDefinitions)
    const after = resolveSchema(sides.to, toDefinitions)
    // recursive schemas meet themselves again as references on both sides
    const key = before.refers && after.refers ? canonicalJson([sides.from ?? true, sides.to ?? true]) : undefined
    const done = key === undefined ? undefined : known.get(key)
    if (done !== undefined) return done
    if (key !== undefined) known.set(key, [])
    const changes = compareResolved(before.schema, after.schema)
    if (key !== undefined) known.set(key, changes)
    return changes
  }

  function compareResolved(from: JsonObject, to: JsonObject): Changes {
    return pairs(from, to).flatMap(([keyword, sides]) => {
      if (keyword === '$defs') return []
      if (!isKeyword(keyword)) return bound(sides, keyword)
      return isOuter(keyword) ? OUTER[keyword](sides, compare, { from, to }) : KEYWORD_CHANGES[keyword](sides, keyword)
    })
  }
}

type Compare = (sides: Sides) => Changes
type Inside = (
  sides: Sides,
  compare: Compare,
  schemas: { readonly from: JsonObject; readonly to: JsonObject },
) => Changes

const OUTER: Readonly<Record<OuterKeyword, Inside>> = {
  properties: (sides, compare, schemas) =>
    pairs(objectOf(sides.from), objectOf(sides.to)).flatMap(([name, property]) =>
      under(propertyChanges(name, property, compare, schemas), name),
    ),
  required: (sides, _compare, schemas) => {
    const isProperty = (name: JsonValue): boolean =>
      typeof name === 'string' &&
      [schemas.from, schemas.to].some((one) => Object.hasOwn(objectOf(member(one, 'properties')), name))
    // of properties it is said with them
    const others = (value: JsonValue | undefined) => itemsOf(value).filter((name) => !isProperty(name))
    const [from, to] = [others(sides.from), others(sides.to)]
    return changeOf('constraint', { from: listOf(from), to: listOf(to) }, BOUND, 'required')
  },
  items: within('items', '[]'),
  unevaluatedItems: within('unevaluatedItems', '[]'),
  contains: within('contains', '[]'),
  additionalProperties: within('additionalProperties', '*'),
  unevaluatedProperties: within('unevaluatedProperties', '*'),
  propertyNames: within('propertyNames'),
  contentSchema: within('contentSchema'),
  not: turned(within('not')),
  if: turned(within('if')),
  // biome-ignore lint/suspicious/noThenProperty: the keyword's name
  then: within('then'),
  else: within('else'),
  prefixItems: listed('constraint', '[]'),
  allOf: listed('constraint'),
  anyOf: listed('variant'),
  oneOf: listed('variant'),
  patternProperties: byName('patternProperties'),
  dependentSchemas: byName('dependentSchemas'),
}

function isOuter(keyword: Keyword): keyword is OuterKeyword {
  return Object.hasOwn(OUTER, keyword)
}

function propertyChanges(
  name: string,
  sides: Sides,
  compare: Compare,
  schemas: { readonly from: JsonObject; readonly to: JsonObject },
): Changes {
  const was = isRequired(schemas.from, name)
  const is = isRequired(schemas.to, name)
  const classes = { added: is ? 'breaking' : 'widening', removed: 'breaking', changed: 'breaking' } as const
  if (sides.from === undefined || sides.to === undefined) {
    const named = (value: JsonValue | undefined, needed: boolean) => (value === undefined ? undefined : words(needed))
    return changeOf('property', { from: named(sides.from, was), to: named(sides.to, is) }, classes)
  }
  return [...requirednessChanges(was, is), ...compare(sides)]
}

export function requirednessChanges(was: boolean, is: boolean): Changes {
  const changed = is ? 'breaking' : 'widening'
  return changeOf('required', { from: words(was), to: words(is) }, { added: changed, removed: changed, changed })
}

function words(required: boolean): string {
  return required ? 'required' : 'optional'
}

function isRequired(schema: JsonObject, name: string): boolean {
  return itemsOf(member(schema, 'required')).includes(name)
}

function listOf(items: readonly JsonValue[]): JsonValue | undefined {
  return items.length === 0 ? undefined : items
}

/** One schema; where none is, everything is admitted. */
function within(keyword: string, ...path: readonly string[]): Inside {
  return ({ from = true, to = true }, compare) => {
    if (isObject(from) && isObject(to)) return under(compare({ from, to }), ...path)
    const before = from === true ? undefined : from
    const after = to === true ? undefined : to
    const changed = from === false ? 'widening' : 'breaking'
    return changeOf('constraint', { from: before, to: after }, { ...BOUND, changed }, keyword)
  }
}

/** What is wider inside admits less outside, or nobody can tell. */
function turned(inside: Inside): Inside {
  return (...sides) =>
    inside(...sides).map((change) => (change.class === 'widening' ? { ...change, class: 'breaking' } : change))
}

/** Schemas in a list. One more variant admits more, unless there was no choice before; one more of `allOf` admits less. */
function listed(thing: 'constraint' | 'variant', ...path: readonly string[]): Inside {
  return ({ from, to }, compare) => {
    const before = itemsOf(from)
    const after = itemsOf(to)
    if (before.length === after.length) {
      return before.flatMap((one, index) => under(compare({ from: one, to: after[index] }), ...path))
    }
    const isChoice = thing === 'variant' && before.length > 0 && after.length > 0
    const classes = isChoice ? CHOICE : BOUND
    const kept = before.filter((one) => !isNotIn(after)(one))
    return [
      ...after.filter(isNotIn(before)).flatMap((one) => changeOf(thing, { from: undefined, to: one }, classes)),
      ...before.filter(isNotIn(after)).flatMap((one) => changeOf(thing, { from: one, to: undefined }, classes)),
      // the same words may refer to what is another schema now
      ...kept.flatMap((one) => under(compare({ from: one, to: one }), ...path)),
    ]
  }
}

function byName(keyword: string): Inside {
  return ({ from, to }, compare) =>
    pairs(objectOf(from), objectOf(to)).flatMap(([name, sides]) =>
      sides.from === undefined || sides.to === undefined
        ? changeOf('constraint', sides, BOUND, `${keyword} ${name}`)
        : under(compare(sides), name),
    )
}
