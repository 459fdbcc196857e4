/** Base64 that a caller gave → its bytes, or what to say of a text that is none. */
import { decodeBase64 } from '../lib/base64.ts'
import { failure, type Result, success } from '../lib/result.ts'

/** Files are never opened here: only content is taken. */
export function givenBytes(text: string): Result<Uint8Array, string> {
  const bytes = decodeBase64(text)
  return bytes === undefined ? failure('must be the content itself as base64') : success(bytes)
}
