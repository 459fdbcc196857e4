/** A text that breaks off, secrets → the text without the beginning of one at its end. */
import { byteString } from '../lib/base64.ts'
import { encodeUtf8 } from '../lib/utf8.ts'

/** Characters of a secret, fewer of which are in many texts, and at the beginning of every token of some APIs. */
const LEAST = 8

/** Puts `mark` in place of `LEAST` or more characters of any secret, plain, percent-encoded, in JSON or in base64. */
export function withoutBeginning(text: string, secrets: readonly string[], mark: string): string {
  const longest = Math.max(...secrets.flatMap(formsOf).map((form) => sharedEnd(text, form)))
  return longest < LEAST ? text : text.slice(0, text.length - longest) + mark
}

/** How many characters at the end of the text are the beginning of the form. */
function sharedEnd(text: string, form: string): number {
  for (let length = Math.min(form.length, text.length); length >= LEAST; length--) {
    if (text.endsWith(form.slice(0, length))) return length
  }
  return 0
}

function formsOf(secret: string): readonly string[] {
  const bytes = byteString(encodeUtf8(secret))
  // inside of longer data, without the character whose bits it shares with what is before it
  const base64 = [0, 1, 2].map((offset) => btoa('\0'.repeat(offset) + bytes).slice(offset === 0 ? 0 : offset + 1))
  const base64url = base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), ...base64, ...base64url]
}
