/** Text for a path → whether it could leave its segment, however a server reads it. */
import { percentDecodeBytes } from './percent.ts'

/** A receiver that decodes more often than this breaks every other client too. */
const DECODING_ROUNDS = 4

/**
 * Why the text can't go into a path, even encoded: servers and proxies decode before they resolve `..`, some more than
 * once, some after cutting off what follows a `;`. A `/` alone is fine: encoded it stays in its segment.
 */
export function pathTextFault(text: string, mayBeEmpty = false): string | undefined {
  if (HARMLESS.test(text)) return undefined
  if (text === '' && !mayBeEmpty) return 'may not be empty, as it is a part of the path'
  let current = text
  for (let round = 0; round <= DECODING_ROUNDS; round++) {
    if (CONTROL.test(current)) return 'may not have control characters, as it is a part of the path'
    if (current.split(/[/\\]/).some(isDotSegment)) return 'may not be or contain "." or ".." as a step of the path'
    const decoded = percentDecodeBytes(current).replaceAll(OVERLONG_DOT, '.').replaceAll(OVERLONG_SLASH, '/')
    if (decoded === current) return undefined
    current = decoded
  }
  return undefined
}

/** Nothing in it is decoded, and it is no step. */
const HARMLESS = /^[\w~-]+$/

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\x00-\x1f\x7f]/

/** Bytes that are no UTF-8, and that lenient decoders took for ASCII. @see RFC 3629 section 10 */
const OVERLONG_DOT = '\xc0\xae'
const OVERLONG_SLASH = '\xc0\xaf'

function isDotSegment(step: string): boolean {
  const name = (step.split(';')[0] ?? '').trim()
  return name === '.' || name === '..'
}
