/** Schemas of a contract, converted once each, and the closure of what some of them refer to. */
import { shortHash } from '../lib/hash.ts'
import { isArray, isObject, type JsonValue } from '../lib/json.ts'
import { type Problem, problem } from '../problem/problem.ts'
import type { JsonSchema } from './model.ts'
import { locate, type Node } from './node.ts'
import { convertSchema, type DynamicScope, enter, NO_SCOPE } from './schema.ts'

/** A schema and the names of the definitions that it refers to directly. */
export interface Fragment {
  readonly schema: JsonSchema
  readonly references: ReadonlySet<string>
  readonly problems: readonly Problem[]
}

export interface Definitions {
  /** Converts the schema at a node; `undefined` (no schema given) admits everything. */
  readonly convert: (node: Node | undefined) => Fragment
  /** Every definition that the fragments reach, by name, and all their problems. */
  readonly close: (fragments: readonly Fragment[]) => {
    readonly definitions: ReadonlyMap<string, JsonSchema>
    readonly problems: readonly Problem[]
  }
}

interface Definition {
  readonly place: string
  readonly node: Node
  readonly scope: DynamicScope
  fragment?: Fragment
}

/** One set of definitions for a contract: names depend on places only, never on who asks first. */
export function createDefinitions(root: Node): Definitions {
  const byName = new Map<string, Definition>()

  const define = (node: Node, scope: DynamicScope): string => {
    const place = `${node.document.uri}#${node.pointer}${scopeKey(scope)}`
    const plain = definitionName(node, root, scope)
    const name = byName.get(plain)?.place === place || !byName.has(plain) ? plain : `${plain}_${shortHash(place)}`
    if (!byName.has(name)) byName.set(name, { place, node, scope })
    return name
  }

  const convertAt = (node: Node, scope: DynamicScope): Fragment => {
    const problems: Problem[] = []
    const references = new Set<string>()
    const track = (target: Node, inner: DynamicScope): string => {
      const name = define(target, inner)
      references.add(name)
      return name
    }
    const schema = convertSchema(node, scope, { define: track, problems })
    return { schema, references, problems }
  }

  const fragmentOf = (definition: Definition): Fragment => {
    definition.fragment ??= convertAt(definition.node, definition.scope)
    return definition.fragment
  }

  return {
    convert: (node) =>
      node === undefined
        ? { schema: true, references: new Set(), problems: [] }
        : convertAt(node, enter(node, NO_SCOPE)),
    close: (fragments) => {
      const reached = new Map<string, JsonSchema>()
      const problems = fragments.flatMap((fragment) => fragment.problems)
      const pending = fragments.flatMap((fragment) => [...fragment.references])
      for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
        const definition = byName.get(name)
        if (definition === undefined || reached.has(name)) continue
        const fragment = fragmentOf(definition)
        reached.set(name, fragment.schema)
        problems.push(...fragment.problems)
        pending.push(...fragment.references)
      }
      for (const name of selfApplied(reached)) {
        const node = byName.get(name)?.node
        if (node !== undefined)
          problems.push(
            problem('SCHEMA_INVALID', locate(node), { detail: 'it applies itself to the same value, without end' }),
          )
      }
      return { definitions: new Map([...reached].sort(([a], [b]) => (a < b ? -1 : 1))), problems }
    },
  }
}

/** Definitions that reach themselves without descending into a member or item: nothing can be checked against them. */
function selfApplied(definitions: ReadonlyMap<string, JsonSchema>): readonly string[] {
  const inPlace = new Map([...definitions].map(([name, schema]) => [name, inPlaceReferences(schema)]))
  const done = new Set<string>()
  const circular: string[] = []
  const visit = (name: string, path: readonly string[]): void => {
    if (path.includes(name)) circular.push(name)
    if (done.has(name)) return
    done.add(name)
    for (const next of inPlace.get(name) ?? []) visit(next, [...path, name])
  }
  for (const name of definitions.keys()) visit(name, [])
  return circular
}

const IN_PLACE = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else']

function inPlaceReferences(schema: JsonValue): readonly string[] {
  if (!isObject(schema)) return []
  const own = typeof schema.$ref === 'string' ? [schema.$ref.slice('#/$defs/'.length)] : []
  const applied = IN_PLACE.flatMap((keyword) => {
    const value = schema[keyword]
    return value === undefined ? [] : isArray(value) ? value : [value]
  })
  return [...own, ...applied.flatMap(inPlaceReferences)]
}

/** `Pet` for the contract's `#/components/schemas/Pet` or `#/definitions/Pet`; a longer name for any other place. */
function definitionName(node: Node, root: Node, scope: DynamicScope): string {
  const component = /^\/(?:components\/schemas|definitions)\/([^/]+)$/.exec(node.pointer)?.[1]
  const own = node.document.uri === root.document.uri
  const stem = own ? '' : `${/([^/]*?)(?:\.[A-Za-z0-9]+)?$/.exec(new URL(node.document.uri).pathname)?.[1] ?? ''}_`
  const written = `${stem}${component ?? node.pointer.slice(1)}`
  const safe = written.replace(/[^A-Za-z0-9_.-]+/g, '_') || 'root'
  const plain = own && component === safe
  const key = scopeKey(scope)
  return plain && key === '' ? safe : `${safe.slice(-60)}_${shortHash(`${node.document.uri}#${node.pointer}${key}`)}`
}

function scopeKey(scope: DynamicScope): string {
  return [...scope]
    .map(([name, node]) => ` ${name}=${node.document.uri}#${node.pointer}`)
    .sort()
    .join('')
}
