/** Collection formats of Swagger 2.0 → the style that writes the same, else the delimiters themselves. */
import { isObject, type JsonValue, member } from '../lib/json.ts'
import type { Collection, Serialization, Style } from './model.ts'
import type { Node } from './node.ts'

export type Place20 = 'path' | 'query' | 'header' | 'formData'
export type Format = Exclude<Serialization, { kind: 'content' }>

/**
 * How the value of a parameter or form field is written, or (a text) why it can't be.
 * @see https://spec.openapis.org/oas/v2.0.html#parameter-object
 */
export function readFormat(node: Node, place: Place20): Format | string {
  const [outermost, ...inner] = formatsOf(node.value)
  if (outermost === undefined) return { kind: 'style', style: SINGLE[place] }
  const style = STYLES[place](outermost)
  if (inner.length === 0 && style !== undefined) return { kind: 'style', style }
  const spread = outermost === 'multi' && (place === 'query' || place === 'formData')
  const delimiters = (spread ? inner : [outermost, ...inner]).map((format) => DELIMITERS.get(format))
  const known = delimiters.filter((one) => one !== undefined)
  if (known.length < delimiters.length)
    return `${[outermost, ...inner].join(' of ')} is no collectionFormat in ${place}`
  if (new Set(known).size < known.length) return 'a list inside a list has the same delimiter'
  return { kind: 'collection', collection: { in: PLACES[place], spread, delimiters: known } }
}

/** Formats of the lists in a value, the outermost first; none where it is no list. */
function formatsOf(schema: JsonValue | undefined): readonly string[] {
  if (!isObject(schema) || member(schema, 'type') !== 'array') return []
  const format = member(schema, 'collectionFormat')
  return [typeof format === 'string' ? format : 'csv', ...formatsOf(member(schema, 'items'))]
}

const DELIMITERS: ReadonlyMap<string, string> = new Map([
  ['csv', ','],
  ['ssv', ' '],
  ['tsv', '\t'],
  ['pipes', '|'],
])

const PLACES: Readonly<Record<Place20, Collection['in']>> = {
  path: 'path',
  query: 'query',
  header: 'header',
  formData: 'query',
}

type QueryStyle = Extract<Style, { in: 'query' }>

const form: QueryStyle = { in: 'query', style: 'form', explode: true, allowReserved: false }

/** A single value is the same in every format. */
const SINGLE: Readonly<Record<Place20, Style>> = {
  path: { in: 'path', style: 'simple', explode: false, allowReserved: false },
  query: form,
  header: { in: 'header', style: 'simple', explode: false },
  formData: form,
}

/** Undefined where no style does what the format says. */
const STYLES: Readonly<Record<Place20, (format: string) => Style | undefined>> = {
  path: (format) => (format === 'csv' ? SINGLE.path : undefined),
  header: (format) => (format === 'csv' ? SINGLE.header : undefined),
  query: inQuery,
  formData: inQuery,
}

function inQuery(format: string): Style | undefined {
  const style = QUERY_STYLES.get(format)
  return style === undefined ? undefined : { ...form, style, explode: format === 'multi' }
}

const QUERY_STYLES: ReadonlyMap<string, QueryStyle['style']> = new Map([
  ['csv', 'form'],
  ['multi', 'form'],
  ['ssv', 'spaceDelimited'],
  ['tsv', 'tabDelimited'],
  ['pipes', 'pipeDelimited'],
])
