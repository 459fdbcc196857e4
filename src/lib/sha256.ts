/** Text → the SHA-256 of its UTF-8 bytes, as 64 hex digits. @see FIPS 180-4 */
import { encodeUtf8 } from './utf8.ts'
export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', encodeUtf8(text))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
