/** Places in the text of valid JSON → the places behind what starts there, without making values. */

export const QUOTE = 0x22
export const COMMA = 0x2c
export const COLON = 0x3a
export const OPEN_ARRAY = 0x5b
export const OPEN_OBJECT = 0x7b
const BACKSLASH = 0x5c
const CLOSE_ARRAY = 0x5d
const CLOSE_OBJECT = 0x7d

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

export function afterValue(text: string, start: number): number {
  const first = text.charCodeAt(start)
  if (first === QUOTE) return afterString(text, start)
  return first === OPEN_OBJECT || first === OPEN_ARRAY ? afterContainer(text, start) : afterLiteral(text, start)
}

function afterContainer(text: string, start: number): number {
  let depth = 0
  for (let at = start; ; ) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      at = afterString(text, at)
      continue
    }
    at++
    if (code === OPEN_OBJECT || code === OPEN_ARRAY) depth++
    else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) depth--
    if (depth === 0) return at
  }
}

/** Numbers, `true`, `false` and `null` go on until something of the container around them comes. */
function afterLiteral(text: string, start: number): number {
  let at = start
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === COMMA || code === CLOSE_ARRAY || code === CLOSE_OBJECT || isSpace(code)) break
  }
  return at
}

function isEscaped(text: string, quote: number): boolean {
  let backslashes = 0
  while (text.charCodeAt(quote - 1 - backslashes) === BACKSLASH) backslashes++
  return backslashes % 2 === 1
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}
