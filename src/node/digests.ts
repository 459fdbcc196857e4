/** Texts → digests: of the text alone, and of the text with a key. */
import { createHash, createHmac } from 'node:crypto'

/** 64 hex digits, of the text as UTF-8. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** The first 8 bytes of the HMAC-SHA-256 as 16 hex digits. @see https://www.rfc-editor.org/rfc/rfc2104#section-5 */
export function createFingerprint(key: Uint8Array): (text: string) => string {
  return (text) => createHmac('sha256', key).update(text).digest('hex').slice(0, 16)
}
