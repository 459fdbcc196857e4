/** A value → the named texts that its style makes of it, before any encoding. */
import type { Style } from '../contract/model.ts'
import { isArray, type JsonValue } from '../lib/json.ts'
import { failure, type Result, success } from '../lib/result.ts'
import { deepMembers } from './deep-object.ts'
import { type Layout, layoutOf } from './layout.ts'
import { isScalar, scalarText } from './scalar.ts'

export interface Entry {
  readonly name?: string
  readonly texts: readonly string[]
}

export interface Expansion {
  readonly layout: Layout
  readonly entries: readonly Entry[]
  /** What parts the texts and, in a spread object, the names: none of it may occur in them as it is. */
  readonly parting: { readonly texts: string; readonly names: string }
}

/**
 * The entries of a value, or undefined where there is nothing to write: null and empty lists and objects are "undefined"
 * to RFC 6570, as is a member that is null.
 */
export function expand(name: string, value: JsonValue, style: Style): Result<Expansion | undefined, string> {
  const parts = partsOf(name, value, style)
  if (!parts.ok) return parts
  const expansion = arrange(name, parts.value, layoutOf(style))
  if (!expansion.entries.every(isWellFormed)) return failure(ILL_FORMED)
  return success(expansion.entries.length === 0 ? undefined : expansion)
}

export const ILL_FORMED = 'is not well-formed text (a surrogate stands alone)'

function isWellFormed({ name = '', texts }: Entry): boolean {
  return name.isWellFormed() && texts.every((text) => text.isWellFormed())
}

type Members = readonly (readonly [name: string, text: string])[]
type Parts =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'scalar'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'object'; readonly members: Members }

function partsOf(name: string, value: JsonValue, style: Style): Result<Parts, string> {
  if (value === null) return success({ kind: 'nothing' })
  if (isScalar(value)) return success({ kind: 'scalar', text: scalarText(value) })
  if (style.style === 'deepObject') {
    const members = deepMembers(name, value)
    return members.ok ? success({ kind: 'object', members: members.value }) : members
  }
  if (isArray(value)) {
    const items = value.filter(isScalar)
    if (value.includes(null)) return failure('has null as an item, which this parameter has no way to write')
    return items.length < value.length ? failure(NESTED) : success({ kind: 'list', items: items.map(scalarText) })
  }
  const members = Object.entries(value).filter(([, member]) => member !== null)
  const texts = members.flatMap(([key, member]) => (isScalar(member) ? [[key, scalarText(member)] as const] : []))
  return texts.length < members.length ? failure(NESTED) : success({ kind: 'object', members: texts })
}

const NESTED = 'has a list or an object inside, which this parameter has no way to write'

function arrange(name: string, parts: Parts, layout: Layout): Expansion {
  const own = layout.named ? { name } : {}
  const separator = layout.separator.trim()
  const parting = layout.spread ? { texts: separator, names: `${separator}=` } : { texts: layout.delimiter, names: '' }
  const joined = (texts: readonly string[]): readonly Entry[] => (texts.length === 0 ? [] : [{ ...own, texts }])
  switch (parts.kind) {
    case 'nothing':
      return { layout, entries: [], parting }
    case 'scalar':
      return { layout, entries: [{ ...own, texts: [parts.text] }], parting: { texts: '', names: '' } }
    case 'list':
      return {
        layout,
        entries: layout.spread ? parts.items.map((item) => ({ ...own, texts: [item] })) : joined(parts.items),
        parting,
      }
    case 'object':
      return {
        layout,
        entries: layout.spread
          ? parts.members.map(([key, text]) => ({ name: key, texts: [text] }))
          : joined(parts.members.flat()),
        parting,
      }
  }
}
