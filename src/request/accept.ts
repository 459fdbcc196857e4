/** What an operation answers with → the Accept field. */

import type { Operation } from '../contract/model.ts'
import { isConcrete } from '../contract/serializable.ts'
import { essenceOf, isJson } from '../lib/media-type.ts'

/** JSON before what else the operation gives, and errors of any kind. @see RFC 9110 section 12.5.1 */
export function acceptOf(operation: Operation): string {
  const known = accepts.get(operation)
  if (known !== undefined) return known
  const written = write(operation)
  accepts.set(operation, written)
  return written
}

/** Written at the first call. */
const accepts = new WeakMap<Operation, string>()

function write(operation: Operation): string {
  const mediaTypes = operation.answers
    .filter(({ status }) => SUCCESS.test(status))
    .flatMap((answer) => answer.mediaTypes)
    .filter(isConcrete)
    .flatMap((mediaType) => essenceOf(mediaType) ?? [])
  const json = mediaTypes.filter(isJson)
  const others = mediaTypes.filter((mediaType) => !isJson(mediaType))
  const first = mediaTypes.length === 0 ? ['application/json'] : json
  const second = json.length === 0 ? others : others.map((mediaType) => `${mediaType};q=0.9`)
  return [...new Set([...first, ...second]), '*/*;q=0.8'].join(', ')
}

const SUCCESS = /^(?:2|default$)/i
