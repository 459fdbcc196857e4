/** A schema of any OpenAPI version → JSON Schema 2020-12 whose references are `#/$defs/<name>`. */
import { isArray, isObject, type JsonObject, type JsonValue } from '../lib/json.ts'
import { type Problem, warning } from '../problem/problem.ts'
import { dynamicAnchorsOf, withBase } from './anchors.ts'
import type { JsonSchema } from './model.ts'
import { isObjectNode, items, locate, members, type Node, type ObjectNode, textOf } from './node.ts'
import { dereference, follow } from './reference.ts'
import { fromOlderDialect, isOlderForm } from './schema-3.0.ts'
import { isKeyword, isSchemaKind, KEYWORDS, type Keyword, LEGAL } from './schema-keywords.ts'

/** The dynamic anchors in force, outermost first in precedence. @see JSON Schema 2020-12 core section 7.1 */
export type DynamicScope = ReadonlyMap<string, Node>

export const NO_SCOPE: DynamicScope = new Map()

/** Gives the definition of what a reference leads to, and returns its name. */
export type Define = (target: Node, scope: DynamicScope) => string

export interface Conversion {
  readonly define: Define
  readonly problems: Problem[]
}

/** Converts one schema. What it refers to is defined through `conversion.define`, not copied. */
export function convertSchema(written: Node, outer: DynamicScope, conversion: Conversion): JsonSchema {
  if (typeof written.value === 'boolean') return written.value
  if (!isObjectNode(written)) {
    conversion.problems.push(warning('SCHEMA_INVALID', locate(written), { detail: 'a schema must be an object' }))
    return true
  }
  const node = { ...written, base: withBase(written).base }
  // a resource of its own inside of another brings its own dynamic anchors
  const scope = node.base === written.base ? outer : enter(node, outer)
  const reference = referenceOf(node, scope, conversion)
  const older = isOlder(node)
  // before 3.1 a reference stands alone: what is beside it does not count
  if (reference !== undefined && older) return reference
  const converted = convertKeywords(node, scope, conversion)
  if (older) return fromOlderDialect(converted, node.value)
  return reference === undefined ? converted : { ...converted, ...reference }
}

function referenceOf(node: ObjectNode, scope: DynamicScope, conversion: Conversion): JsonObject | undefined {
  const reference = textOf(node, '$ref') ?? textOf(node, '$dynamicRef')
  if (reference === undefined) return undefined
  const dynamic = textOf(node, '$ref') === undefined
  const target = follow(node, reference, dynamic ? '$dynamicRef' : '$ref')
  const circular = target.ok ? dereference(target.value) : target
  if (!target.ok || !circular.ok) {
    conversion.problems.push(
      ...(target.ok ? [] : target.problems),
      ...(target.ok && !circular.ok ? circular.problems : []),
    )
    return {}
  }
  // a dynamic reference goes to the outermost anchor of its name, if its own target is a dynamic anchor at all
  const anchor = dynamic ? textOf(target.value, '$dynamicAnchor') : undefined
  const outermost = anchor === undefined ? undefined : scope.get(anchor)
  const chosen = outermost ?? target.value
  return { $ref: `#/$defs/${conversion.define(chosen, enter(chosen, scope))}` }
}

/** The scope inside a schema: its resource's anchors count where no outer resource has them. */
export function enter(target: Node, scope: DynamicScope): DynamicScope {
  const own = dynamicAnchorsOf(target.context, target.base)
  return own.size === 0 ? scope : new Map([...own, ...scope])
}

function convertKeywords(node: ObjectNode, scope: DynamicScope, conversion: Conversion): JsonObject {
  const kept: [string, JsonValue][] = []
  for (const [name, child] of members(node)) {
    if (!isKeyword(name)) continue
    const value = convertKeyword(name, child, scope, conversion)
    if (value !== undefined)
      kept.push(name === 'items' && isArray(child.value) ? ['prefixItems', value] : [name, value])
  }
  return Object.fromEntries(kept)
}

function convertKeyword(
  name: Keyword,
  child: Node,
  scope: DynamicScope,
  conversion: Conversion,
): JsonValue | undefined {
  const kind = KEYWORDS[name]
  const convert = (inner: Node): JsonSchema => convertSchema(inner, scope, conversion)
  if (!isSchemaKind(kind)) {
    if (LEGAL[kind](child.value)) return DISTINCT.has(name) ? distinct(child.value) : child.value
    if (!(isOlder(child) && isOlderForm(name, child.value))) illegal(name, child, conversion)
    return undefined
  }
  if (kind === 'schemasByName') {
    if (isObject(child.value)) return Object.fromEntries(members(child).map(([key, inner]) => [key, convert(inner)]))
  } else if (kind === 'schemas' || (name === 'items' && isArray(child.value))) {
    if (isArray(child.value) && child.value.length > 0) return items(child).map(convert)
  } else {
    return convert(child)
  }
  illegal(name, child, conversion)
  return undefined
}

function isOlder({ context }: Node): boolean {
  return context.version === '2.0' || context.version === '3.0'
}

/** Lists in which a name may stand once only. */
const DISTINCT: ReadonlySet<Keyword> = new Set<Keyword>(['required', 'type'])

function distinct(value: JsonValue): JsonValue {
  return isArray(value) ? [...new Set(value)] : value
}

function illegal(keyword: Keyword, child: Node, conversion: Conversion): void {
  conversion.problems.push(
    warning('SCHEMA_INVALID', locate(child), { detail: `"${keyword}" has a value that it can't have` }),
  )
}
