/** JSON text that is not taken → what is wrong with it, and where. */
import { visitJson } from './json-visitor.ts'
import { formatPointer, type JsonPointer } from './pointer.ts'

/** Why a text is not the JSON that we take; `line` and `column` count from 1. */
export type JsonFault =
  | { readonly kind: 'syntax'; readonly line: number; readonly column: number }
  | { readonly kind: 'duplicate-key'; readonly key: string; readonly pointer: JsonPointer; readonly line: number }
  | { readonly kind: 'too-deep'; readonly limit: number }

/** Nesting beyond this is refused: nothing real comes near, and recursive code stays safe. */
export const MAX_DEPTH = 500

/** The first fault of a text that is no JSON. */
export function syntaxFault(text: string): JsonFault {
  let fault: JsonFault = { kind: 'syntax', line: 1, column: 1 }
  let first = true
  try {
    visitJson(text, {
      onError: (_code, _offset, _length, line, column) => {
        if (first) fault = { kind: 'syntax', line: line + 1, column: column + 1 }
        first = false
      },
    })
  } catch {
    // the visitor recurses: what is nested deep enough exhausts the stack
    return { kind: 'too-deep', limit: MAX_DEPTH }
  }
  return fault
}

/** The first key of a text that its object already has. */
export function duplicateKeyFault(text: string): JsonFault {
  const seen: Set<string>[] = []
  let fault: JsonFault = { kind: 'duplicate-key', key: '', pointer: '', line: 1 }
  let first = true
  visitJson(text, {
    onObjectBegin: () => void seen.push(new Set()),
    onObjectEnd: () => void seen.pop(),
    onObjectProperty: (key, _offset, _length, line, _column, path) => {
      const keys = seen.at(-1)
      if (first && keys?.has(key)) {
        fault = { kind: 'duplicate-key', key, pointer: formatPointer([...path(), key]), line: line + 1 }
        first = false
      }
      keys?.add(key)
    },
  })
  return fault
}
