/** The bytes of a body → its text, by the charset that its media type declares. */
import { failure, type Result, success } from '../lib/result.ts'

/** Why bytes are no text: a charset that nobody here reads, or bytes that are not of theirs. */
export interface DecodeFault {
  readonly kind: 'charset-unknown' | 'malformed'
  readonly charset: string
}

/**
 * Decodes without ever replacing a character; a byte order mark wins over the declaration and is left out.
 * @param incomplete whether the body was cut, so that it may end within a character
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.3.2
 */
export function decodeText(
  body: Uint8Array,
  declared: string | undefined,
  incomplete = false,
): Result<string, DecodeFault> {
  const charset = marked(body) ?? declared ?? 'utf-8'
  const decoder = decoderOf(charset, incomplete)
  if (decoder === undefined) return failure({ kind: 'charset-unknown', charset })
  try {
    return success(decoder.decode(body, { stream: incomplete }))
  } catch {
    return failure({ kind: 'malformed', charset })
  }
}

/** Nearly every body, whole; one that was cut leaves its end in the decoder that it had. */
const UTF8 = new TextDecoder('utf-8', { fatal: true })

function decoderOf(charset: string, incomplete: boolean) {
  if (charset === 'utf-8' && !incomplete) return UTF8
  try {
    return new TextDecoder(charset, { fatal: true })
  } catch {
    return undefined
  }
}

/** The charset whose byte order mark the bytes begin with; none of those begins with a lower byte. */
function marked(body: Uint8Array): string | undefined {
  if ((body[0] ?? 0) < 0xef) return undefined
  return MARKS.find(({ mark }) => mark.every((byte, at) => body[at] === byte))?.charset
}

const MARKS: readonly { readonly mark: readonly number[]; readonly charset: string }[] = [
  { mark: [0xef, 0xbb, 0xbf], charset: 'utf-8' },
  { mark: [0xfe, 0xff], charset: 'utf-16be' },
  { mark: [0xff, 0xfe], charset: 'utf-16le' },
]
