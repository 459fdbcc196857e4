/** What a locked operation took and what it takes now → changes of its parameters and body, by the tool's argument names. */
import { type JsonObject, type JsonValue, member } from '../../lib/json.ts'
import type { LockChange } from '../../problem/lock-change.ts'
import { type Changes, changeOf, MANNER, objectOf, pairs, type Sides, under, WORDING } from './change.ts'
import { compareSchemas, requirednessChanges } from './compare-schema.ts'
import type { LockedOperation } from './model.ts'

export function compareInputs(from: LockedOperation, to: LockedOperation): Changes {
  const definitions = {
    fromDefinitions: objectOf(member(from.pinned, 'definitions')),
    toDefinitions: objectOf(member(to.pinned, 'definitions')),
  }
  const parameters = pairs(byArgument(from), byArgument(to)).flatMap(([name, sides]) =>
    under(parameterChanges(sides, definitions), name),
  )
  const bodies = { from: member(from.pinned, 'body'), to: member(to.pinned, 'body') }
  const schemas = { from: member(objectOf(bodies.from), 'schema'), to: member(objectOf(bodies.to), 'schema') }
  const isThere = bodies.from !== undefined && bodies.to !== undefined
  const inside = isThere ? compareSchemas({ ...schemas, ...definitions }) : []
  return [...parameters, ...bodyChanges(bodies), ...inside.map(named(from, to))]
}

type DefinitionSides = { readonly fromDefinitions: JsonObject; readonly toDefinitions: JsonObject }

/** Parameters under the names of their arguments; those that are no argument keep their place before their name. */
function byArgument({ pinned, tool }: LockedOperation): JsonObject {
  const names = argumentsByTarget(tool)
  const parameters = Object.entries(objectOf(member(pinned, 'parameters')))
  return Object.fromEntries(parameters.map(([target, parameter]) => [names.get(target) ?? target, parameter]))
}

function argumentsByTarget(tool: JsonObject): ReadonlyMap<JsonValue, string> {
  return new Map(Object.entries(objectOf(member(tool, 'arguments'))).map(([name, target]) => [target, name]))
}

function parameterChanges({ from, to }: Sides, definitions: DefinitionSides): Changes {
  const was = objectOf(from)
  const is = objectOf(to)
  const needed = (one: JsonObject): boolean => member(one, 'required') === true
  if (from === undefined || to === undefined) {
    const words = (one: JsonObject): string => (needed(one) ? 'required' : 'optional')
    const sides = { from: from === undefined ? undefined : words(was), to: to === undefined ? undefined : words(is) }
    return changeOf('property', sides, { ...MANNER, added: needed(is) ? 'breaking' : 'widening' })
  }
  const at = (name: string): Sides => ({ from: member(was, name), to: member(is, name) })
  return [
    ...requirednessChanges(needed(was), needed(is)),
    ...changeOf('deprecated', at('deprecated'), WORDING),
    ...changeOf('description', at('description'), WORDING),
    ...changeOf('style', at('style'), MANNER),
    ...compareSchemas({ ...at('schema'), ...definitions }),
  ]
}

function bodyChanges({ from, to }: Sides): Changes {
  const was = objectOf(from)
  const is = objectOf(to)
  const needed = (one: JsonObject): boolean => member(one, 'required') === true
  if (from === undefined || to === undefined) {
    const type = (one: JsonValue | undefined) => (one === undefined ? undefined : member(objectOf(one), 'mediaType'))
    return changeOf(
      'body',
      { from: type(from), to: type(to) },
      { ...MANNER, added: needed(is) ? 'breaking' : 'widening' },
    )
  }
  const at = (name: string): Sides => ({ from: member(was, name), to: member(is, name) })
  const required =
    needed(was) === needed(is) ? [] : changeOf('body-required', at('required'), needed(is) ? MANNER : OPENED)
  return [
    ...required,
    ...changeOf('media-type', at('mediaType'), MANNER),
    ...changeOf('body-description', at('description'), WORDING),
    ...changeOf('style', at('encoding'), MANNER),
  ]
}

const OPENED = { added: 'widening', removed: 'widening', changed: 'widening' } as const

/** A change in the body under the argument that is the whole body, or that its property became. */
function named(from: LockedOperation, to: LockedOperation): (change: LockChange) => LockChange {
  const before = argumentsByTarget(from.tool)
  const now = argumentsByTarget(to.tool)
  const whole = now.get('body') ?? before.get('body')
  return (change) => {
    const [first, ...rest] = change.path
    if (whole !== undefined) return { ...change, path: [whole, ...change.path] }
    if (first === undefined) return change
    const target = `body ${first}`
    return { ...change, path: [now.get(target) ?? before.get(target) ?? first, ...rest] }
  }
}
