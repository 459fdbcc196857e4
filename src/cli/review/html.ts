/** Text of any origin → HTML in which it is text and nothing else. */

/** Only this module makes one, so whatever is one has been escaped. */
class Html {
  readonly markup: string

  constructor(markup: string) {
    this.markup = markup
  }
}

export type { Html }

/** What may stand in a template; `undefined` is nothing, a list is its parts one after another. */
export type Part = Html | string | number | undefined | readonly Part[]

/**
 * A template whose parts are escaped, but for those that are HTML already. A value of an attribute must stand in
 * double quotes, and no part may name a tag, an attribute or a URL.
 */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const pieces = literals.map((literal, index) => {
    if (index < parts.length && UNSAFE_PLACE.test(literal)) throw new Error(`no place for a value: ${literal}`)
    return literal + markupOf(parts[index])
  })
  return new Html(pieces.join(''))
}

/** Markup of our own that no template makes: the text of a style or a script. */
export function trusted(markup: string): Html {
  return new Html(markup)
}

function markupOf(part: Part): string {
  if (part === undefined) return ''
  if (part instanceof Html) return part.markup
  if (typeof part === 'string') return part.replace(/[&<>"']/g, (found) => ESCAPES[found] ?? '')
  return typeof part === 'number' ? String(part) : part.map(markupOf).join('')
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Behind `<`, `</` or `=`, or in a value that is a URL or code. */
const UNSAFE_PLACE = /(?:<\/?|=|='|\b(?:href|src|action|style|on\w+)="[^"#]*)$/i
