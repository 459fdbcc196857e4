/** Characters to bytes of UTF-8 and back, and the search for some in them. */

export function encodeUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** A byte order mark is left out; what is no UTF-8 becomes a replacement character. */
export function decodeUtf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

/** Whether a word, of one character at least, occurs anywhere. */
export function includesWord(bytes: Uint8Array, word: string): boolean {
  const [first = 0, ...rest] = encodeUtf8(word)
  for (let at = bytes.indexOf(first); at !== -1; at = bytes.indexOf(first, at + 1)) {
    if (rest.every((byte, index) => bytes[at + 1 + index] === byte)) return true
  }
  return false
}
