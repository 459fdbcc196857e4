/** A path item, by reference or not → its operations and what they share. */
import { isObject, member } from '../lib/json.ts'
import { andThen, type Checked, pass } from '../problem/checked.ts'
import { members, type Node, step, textOf } from './node.ts'
import { dereference } from './reference.ts'

/** What the reference leads to, then what stands beside the reference: each in its own place. At least one. */
export type PathItem = readonly [Node, ...Node[]]

/** A path item's reference may have fields beside it: they count where the target has none of that name. */
export function readPathItem(written: Node): Checked<PathItem> {
  if (textOf(written, '$ref') === undefined) return pass([written])
  return andThen(dereference(written), (target) => pass([target, written]))
}

/** The layer that a field is to be read from. */
export function layerWith(pathItem: PathItem, field: string): Node {
  // asked many times for each of thousands of paths: without making a node to see whether there is one
  return pathItem.find(({ value }) => isObject(value) && member(value, field) !== undefined) ?? pathItem[0]
}

/** Methods as a request has them, with their operations. @see https://spec.openapis.org/oas/v3.2.0.html#path-item-object */
export function operationsOf(pathItem: PathItem): readonly (readonly [method: string, node: Node])[] {
  const [{ context }] = pathItem
  const names = new Set(pathItem.flatMap(({ value }) => (isObject(value) ? Object.keys(value) : [])))
  const ofFields = [...names].flatMap((name) => {
    const isMethod = METHOD_FIELDS.has(name) && (name !== 'query' || context.version === '3.2')
    const node = isMethod ? step(layerWith(pathItem, name), name) : undefined
    return node === undefined ? [] : [[name.toUpperCase(), node] as const]
  })
  const additional = step(layerWith(pathItem, 'additionalOperations'), 'additionalOperations')
  return [...ofFields, ...(context.version === '3.2' ? members(additional) : [])]
}

/** The fields of a path item that are operations. */
export const METHOD_FIELDS: ReadonlySet<string> = new Set([
  ...['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'],
])
