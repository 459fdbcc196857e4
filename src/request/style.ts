/** A value and its style → the text that goes into path, query, header or cookie. */
import type { Style } from '../contract/model.ts'
import type { JsonValue } from '../lib/json.ts'
import { failure, type Result, success } from '../lib/result.ts'
import { type Entry, type Expansion, expand } from './expand.ts'
import { type Place, placeOf } from './place.ts'

/**
 * The text of a value: for path and header the value alone, for query and cookie the pairs with their names. Undefined
 * where there is nothing to write. The error says what is wrong with the value.
 */
export function writeStyle(name: string, value: JsonValue, style: Style): Result<string | undefined, string> {
  const expanded = expand(name, value, style)
  if (!expanded.ok) return expanded
  const expansion = expanded.value
  if (expansion === undefined) return success(undefined)
  const place = placeOf(style)
  const fault = textFault(expansion, place) ?? partingFault(expansion, place.escapes)
  return fault === undefined ? success(assemble(expansion, place)) : failure(fault)
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
  const one = ({ name, texts }: Entry): string => {
    const text = texts.map((each) => place.write(each, parting.texts)).join(delimiter)
    if (name === undefined) return text
    const written = place.writeName(name, parting.names)
    return text === '' && !layout.equalsIfEmpty ? written : `${written}=${text}`
  }
  return layout.prefix + entries.map(one).join(layout.separator)
}
