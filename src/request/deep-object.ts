/** A nested value → members with names in brackets, as most servers read them. */
import { isArray, type JsonObject, type JsonValue } from '../lib/json.ts'
import { failure, type Result, success } from '../lib/result.ts'
import { isScalar, scalarText } from './scalar.ts'

type Members = readonly (readonly [name: string, text: string])[]

/**
 * `a[b][c]=…` for objects at any depth, `a[b][]=…` for each item of a list of scalars, and `a[b][0][c]=…` where the items
 * are objects or lists themselves: without an index no reader could tell which item a member belongs to. The
 * specification says nothing of lists and depth; this is what qs, Rack and PHP read back. A member that is null, like an
 * empty list or object, leaves nothing behind.
 * @see https://spec.openapis.org/oas/v3.2.0.html#style-values
 */
export function deepMembers(name: string, value: readonly JsonValue[] | JsonObject): Result<Members, string> {
  const isList = isArray(value)
  const indexed = isList && !value.every(isScalar)
  const members: (readonly [string, string])[] = []
  for (const [key, member] of Object.entries(value)) {
    if (isList && member === null) return failure('has null as an item, which this parameter has no way to write')
    if (/[[\]]/.test(key)) return failure(`has the name "${key}" inside, whose brackets can't be told from its own`)
    const inner = `${name}[${isList && !indexed ? '' : key}]`
    if (member === null) continue
    const nested = isScalar(member) ? success([[inner, scalarText(member)] as const]) : deepMembers(inner, member)
    if (!nested.ok) return nested
    members.push(...nested.value)
  }
  return success(members)
}
