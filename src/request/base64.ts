/** Base64 text → bytes. */

/** Takes both alphabets, with or without padding; undefined where the text is none. @see RFC 4648 sections 4, 5 */
export function decodeBase64(text: string): Uint8Array | undefined {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    return Uint8Array.from(binary, (character) => character.charCodeAt(0))
  } catch {
    return undefined
  }
}

/** What to say of a text that is none. Files are never opened here: only content is taken. */
export const NOT_BASE64 = 'must be the content itself as base64'
