/** A value and its style → the text that goes into path, query, header or cookie. */
import type { Style } from '../contract/model.ts'
import type { JsonValue } from '../lib/json.ts'
import { failure, type Result, success } from '../lib/result.ts'
import { type Expansion, expand, ILL_FORMED } from './expand.ts'
import { type Layout, layoutOf } from './layout.ts'
import { type Place, placeOf } from './place.ts'
import { isScalar, scalarText } from './scalar.ts'

/**
 * The text of a value: for path and header the value alone, for query and cookie the pairs with their names. Undefined
 * where there is nothing to write. The error says what is wrong with the value.
 */
export function writeStyle(name: string, value: JsonValue, style: Style): Result<string | undefined, string> {
  const place = placeOf(style)
  if (isScalar(value)) return writeText(name, scalarText(value), layoutOf(style), place)
  const expanded = expand(name, value, style)
  if (!expanded.ok) return expanded
  const expansion = expanded.value
  if (expansion === undefined) return success(undefined)
  const fault = textFault(expansion, place) ?? partingFault(expansion, place.escapes)
  return fault === undefined ? success(assemble(expansion, place)) : failure(fault)
}

/** Of a scalar, which most values are: nothing in it parts anything. */
function writeText(name: string, text: string, layout: Layout, place: Place): Result<string, string> {
  if (!text.isWellFormed() || (layout.named && !name.isWellFormed())) return failure(ILL_FORMED)
  const over = layout.named ? name : undefined
  const fault = (over === undefined ? undefined : place.fault(over, over)) ?? place.fault(text, over)
  if (fault !== undefined) return failure(fault)
  return success(layout.prefix + underName(over, place.write(text, ''), layout, place, ''))
}

/**
 * What can't be told apart once the parts stand side by side. Where a place has escapes only those matter that are
 * written as escapes themselves: blank, pipe and tab.
 */
export function partingFault({ entries, parting }: Expansion, escapes: boolean): string | undefined {
  if (parting.texts === '' && parting.names === '') return undefined
  const ambiguous = (marks: string): readonly string[] =>
    [...marks].filter((mark) => !escapes || WRITTEN_AS_ESCAPES.includes(mark))
  for (const { name = '', texts } of entries) {
    const mark =
      ambiguous(parting.names).find((one) => name.includes(one)) ??
      ambiguous(parting.texts).find((one) => texts.some((text) => text.includes(one)))
    if (mark !== undefined) return `has ${JSON.stringify(mark)} inside, which separates its parts on the wire`
  }
  return undefined
}

const WRITTEN_AS_ESCAPES = ' |\t'

function textFault({ entries }: Expansion, place: Place): string | undefined {
  for (const { name, texts } of entries) {
    for (const text of name === undefined ? texts : [name, ...texts]) {
      const fault = place.fault(text, name)
      if (fault !== undefined) return fault
    }
  }
  return undefined
}

function assemble({ layout, entries, parting }: Expansion, place: Place): string {
  const delimiter = layout.delimiter === ',' ? ',' : place.write(layout.delimiter, '')
  const parts = entries.map(({ name, texts }) => {
    const text = texts.map((each) => place.write(each, parting.texts)).join(delimiter)
    return underName(name, text, layout, place, parting.names)
  })
  return layout.prefix + parts.join(layout.separator)
}

function underName(name: string | undefined, text: string, layout: Layout, place: Place, parting: string): string {
  if (name === undefined) return text
  const written = place.writeName(name, parting)
  return text === '' && !layout.equalsIfEmpty ? written : `${written}=${text}`
}
