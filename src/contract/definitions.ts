/** Schemas of a contract, converted once each, and the closure of what some of them refer to. */
import { shortHash } from '../lib/hash.ts'
import { type Problem, problem } from '../problem/problem.ts'
import type { JsonSchema } from './model.ts'
import { locate, type Node } from './node.ts'
import { convertSchema, type DynamicScope, enter, NO_SCOPE } from './schema.ts'
import { selfApplied } from './self-applied.ts'

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

/** `Pet` for the contract's own `#/components/schemas/Pet` (2.0: `#/definitions/Pet`); a longer name for any other place. */
function definitionName(node: Node, root: Node, scope: DynamicScope): string {
  const components = root.context.version === '2.0' ? /^\/definitions\/([^/]+)$/ : /^\/components\/schemas\/([^/]+)$/
  const component = components.exec(node.pointer)?.[1]
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
