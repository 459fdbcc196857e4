/** A list, or lists in lists, of Swagger 2.0 → the texts that its delimiters make of it. */
import type { Collection } from '../contract/model.ts'
import { isArray, type JsonValue } from '../lib/json.ts'
import { failure, type Result, success } from '../lib/result.ts'
import { AS_IS, type Place, placeOf } from './place.ts'
import { isScalar, scalarText } from './scalar.ts'

/** The text of a parameter: the value for path and header, the pairs for query. Undefined where there is nothing to write. */
export function writeCollection(
  name: string,
  value: JsonValue,
  collection: Collection,
): Result<string | undefined, string> {
  const place = PLACES[collection.in]
  const texts = collectionTexts(value, collection, place)
  if (!texts.ok) return texts
  if (texts.value.length === 0) return success(undefined)
  if (collection.in !== 'query') return success(texts.value.join(''))
  return success(texts.value.map((text) => `${place.writeName(name, '')}=${text}`).join('&'))
}

/** One text, or one for each item where they are spread; none for null and an empty list. Nothing is escaped unless the place does. */
export function collectionTexts(
  value: JsonValue,
  { spread, delimiters }: Collection,
  place: Place = AS_IS,
): Result<readonly string[], string> {
  if (value === null || (isArray(value) && value.length === 0)) return success([])
  const parts = spread && isArray(value) ? value : [value]
  const texts: string[] = []
  for (const part of parts) {
    const text = join(part, delimiters, delimiters, place)
    if (!text.ok) return text
    texts.push(text.value)
  }
  return success(texts)
}

const PLACES: Readonly<Record<Collection['in'], Place>> = {
  path: placeOf({ in: 'path', style: 'simple', explode: false, allowReserved: false }),
  query: placeOf({ in: 'query', style: 'form', explode: false, allowReserved: false }),
  header: placeOf({ in: 'header', style: 'simple', explode: false }),
}

function join(
  value: JsonValue,
  [delimiter, ...inner]: readonly string[],
  all: readonly string[],
  place: Place,
): Result<string, string> {
  if (isScalar(value)) return write(scalarText(value), all, place)
  if (value === null) return failure('has null as an item, which this parameter has no way to write')
  if (!isArray(value) || delimiter === undefined) {
    return failure('has a list or an object inside, which this parameter has no way to write')
  }
  if (value.length === 0) return failure('has an empty list inside, which this parameter has no way to write')
  const texts: string[] = []
  for (const item of value) {
    const text = join(item, inner, all, place)
    if (!text.ok) return text
    texts.push(text.value)
  }
  return success(texts.join(isPlain(delimiter) ? delimiter : place.write(delimiter, '')))
}

function write(text: string, delimiters: readonly string[], place: Place): Result<string, string> {
  if (!text.isWellFormed()) return failure('is not well-formed text (a surrogate stands alone)')
  const mark = delimiters.find((one) => text.includes(one) && !(place.escapes && isPlain(one)))
  if (mark !== undefined) return failure(`has ${JSON.stringify(mark)} inside, which separates its parts on the wire`)
  const fault = place.fault(text, undefined)
  return fault === undefined ? success(place.write(text, '')) : failure(fault)
}

/** A delimiter that stands as it is, so that an escaped one inside of a value is told from it. */
function isPlain(delimiter: string): boolean {
  return delimiter === ','
}
