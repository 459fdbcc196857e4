/** Characters to bytes of UTF-8 and back, and the search for some in them. */

export function encodeUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** Of what is known to be UTF-8; a byte order mark is left out. */
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
