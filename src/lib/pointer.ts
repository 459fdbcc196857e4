/** JSON Pointers as text: made from names, split into names. */

/** A JSON Pointer: `''` for the whole document, else `/name/0/…` with `~0` for `~` and `~1` for `/`. @see RFC 6901 */
export type JsonPointer = string

export function formatPointer(names: readonly (string | number)[]): JsonPointer {
  return names.map((name) => `/${escapeName(String(name))}`).join('')
}

/** The pointer of a member of what `pointer` points at. */
export function childPointer(pointer: JsonPointer, ...names: readonly (string | number)[]): JsonPointer {
  return pointer + formatPointer(names)
}

/** The names of a pointer, or undefined where the text is none (no leading `/`, a bare `~`). */
export function parsePointer(pointer: JsonPointer): readonly string[] | undefined {
  if (pointer === '') return []
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) return undefined
  return pointer
    .slice(1)
    .split('/')
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function escapeName(name: string): string {
  // most names have neither, and a contract has a great many
  return /[~/]/.test(name) ? name.replaceAll('~', '~0').replaceAll('/', '~1') : name
}
