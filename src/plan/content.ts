/** A request body → the one media type in which it is sent. */
import type { MediaType, Operation } from '../contract/model.ts'
import { preferredContent } from '../contract/serializable.ts'

/** Methods whose body has no meaning: the specification says to leave it out. @see RFC 9110 section 9.3.1 */
const BODYLESS: ReadonlySet<string> = new Set(['GET', 'HEAD'])

export function isBodyless(method: string): boolean {
  return BODYLESS.has(method)
}

/** Undefined where there is no body to send, or none that can be written. */
export function chooseContent(operation: Operation): MediaType | undefined {
  if (isBodyless(operation.method)) return undefined
  return preferredContent(operation.requestBody?.content ?? [], operation.definitions)
}
