/** Places in the text of valid JSON → the places behind what starts there, without making values. */

export const QUOTE = 0x22
export const COLON = 0x3a
const BACKSLASH = 0x5c

export function afterSpace(text: string, start: number): number {
  let at = start
  while (isSpace(text.charCodeAt(at))) at++
  return at
}

/** The last place up to `end` that is no space. */
export function beforeSpace(text: string, end: number): number {
  let at = end
  while (isSpace(text.charCodeAt(at))) at--
  return at
}

export function afterString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end + 1
}

function isEscaped(text: string, quote: number): boolean {
  let backslashes = 0
  while (text.charCodeAt(quote - 1 - backslashes) === BACKSLASH) backslashes++
  return backslashes % 2 === 1
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}
