/** Bytes to base64 and back. @see RFC 4648 sections 4, 5 */
import { encodeUtf8 } from './utf8.ts'

export function encodeBase64(bytes: Uint8Array): string {
  return btoa(byteString(bytes))
}

/** UTF-8. */
export function textBase64(text: string): string {
  return encodeBase64(encodeUtf8(text))
}

/** Takes both alphabets, with or without padding; undefined where the text is none. */
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

/** A character for each byte, which is what `btoa` takes. */
export function byteString(bytes: Uint8Array): string {
  let text = ''
  // in pieces: arguments of one call are limited
  for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE))
  return text
}

const PIECE = 8192
