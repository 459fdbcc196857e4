/** Base64 text → bytes. */

/** Takes both alphabets, with or without padding; undefined where the text is none. @see RFC 4648 sections 4, 5 */
export function decodeBase64(text: string): Uint8Array | undefined {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = new Uint8Array(binary.length)
    for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at)
    return bytes
  } catch {
    return undefined
  }
}

/** What to say of a text that is none. Files are never opened here: only content is taken. */
export const NOT_BASE64 = 'must be the content itself as base64'
