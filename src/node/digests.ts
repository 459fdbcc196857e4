/** Texts and bytes → digests: of these alone, and of a text with a key. */
import { createHash, createHmac } from 'node:crypto'

/** 64 hex digits, of bytes or of a text as UTF-8. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

/** The first 8 bytes of the HMAC-SHA-256 as 16 hex digits. @see https://www.rfc-editor.org/rfc/rfc2104#section-5 */
export function createFingerprint(key: Uint8Array): (text: string) => string {
  return (text) => createHmac('sha256', key).update(text).digest('hex').slice(0, 16)
}

/** Of bytes and their name, as 64 hex digits: who has not the key can't make it. */
export type Seal = (name: string, body: Uint8Array) => string

/** By HMAC-SHA-256. */
export function createSeal(key: Uint8Array): Seal {
  return (name, body) => createHmac('sha256', key).update(`${name}\n`).update(body).digest('hex')
}
