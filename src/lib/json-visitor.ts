/** JSON text → its parts in order, each with its place. */
import { type JSONVisitor, visit } from 'jsonc-parser'

/** Visits strict JSON; `onError` is told what is none. Recursive: text that is nested without end overflows the stack. */
export function visitJson(text: string, visitor: JSONVisitor): void {
  visit(withoutByteOrderMark(text), visitor, { disallowComments: true, allowTrailingComma: false })
}

/** @see RFC 8259 section 8.1 */
export function withoutByteOrderMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}
