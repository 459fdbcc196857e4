/** Text → percent-encoded text, and how often a receiver may decode it. @see RFC 3986 section 2 */

/**
 * Percent-encodes everything but the unreserved characters and those in `keep`; `force` names unreserved ones that are
 * encoded too. The text must be well-formed.
 */
export function percentEncode(text: string, keep = '', force = ''): string {
  if (force === '' && UNRESERVED.test(text)) return text
  if (force === '' && keep === '' && !LEFT_BY_IT.test(text)) return encodeURIComponent(text.toWellFormed())
  const encoded = text.replace(RESERVED, (character) => (keep.includes(character) ? character : encodeOne(character)))
  return force === '' ? encoded : [...encoded].map((one) => (force.includes(one) ? encodeOne(one) : one)).join('')
}

/** Like `percentEncode`, and leaves what is percent-encoded UTF-8 already. @see RFC 6570 section 3.2.3 */
export function percentEncodeRest(text: string, keep: string, force = ''): string {
  return text
    .split(/((?:%[0-9A-Fa-f]{2})+)/)
    .map((part, index) => (index % 2 === 1 && isEncodedUtf8(part) ? part : percentEncode(part, keep, force)))
    .join('')
}

function isEncodedUtf8(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

/** Decodes once, byte by byte: only what stands for ASCII matters to those who look at the outcome. */
export function percentDecodeBytes(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

const UNRESERVED = /^[A-Za-z0-9\-._~]*$/
const RESERVED = /[^A-Za-z0-9\-._~]/gu

/** What the language's own function takes for unreserved beside that. */
const LEFT_BY_IT = /[!'()*]/

function encodeOne(character: string): string {
  const encoded = encodeURIComponent(character.toWellFormed())
  // it leaves some that are ASCII, and reserved in one place or another
  return encoded === character ? `%${character.charCodeAt(0).toString(16).toUpperCase()}` : encoded
}
