/** Text of a contract → text that can be shown to a model: nothing in it acts on a terminal or hides from a reader. */

export interface CleanText {
  readonly text: string
  /** What was taken out, as code points: `U+200B`. Empty where nothing was. */
  readonly removed: readonly string[]
}

/** Line ends become `\n`; white space at both ends goes. Neither counts as removed. */
export function cleanText(written: string): CleanText {
  if (PLAIN.test(written)) return { text: written.trim(), removed: [] }
  const removed = new Set<string>()
  const text = written.replace(/\r\n?/g, '\n').replace(TERMINAL_SEQUENCE, note).replace(INVISIBLE, note).trim()
  return { text, removed: [...removed] }

  function note(found: string): string {
    removed.add(`U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`)
    return ''
  }
}

/** At most `limit` UTF-16 code units; what was cut ends with `…`, between words where one is near. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text
  const cut = text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '')
  const space = cut.search(/\s\S*$/)
  return `${(space > limit * 0.8 ? cut.slice(0, space) : cut).trimEnd()}…`
}

/**
 * Nearly all text that there is, typographic signs and letters of the large scripts included: the pattern for the rest
 * takes longer to compile than all of it to check.
 */
const PLAIN =
  /^[\t\n\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0377\u0400-\u0482\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u27bf\u3001-\u3029\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3]*$/

/** Whole escape sequences: what is left of one without its first character is noise. @see ECMA-48 section 5.4 */
const TERMINAL_SEQUENCE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what the sequences are made of
  /(?:\u001b\]|\u009d)[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?/g

/**
 * Controls but tab and line feed, formats (bidi, tags, joiners), line separators, lone surrogates and whatever has no
 * width. One U+FE0E or U+FE0F alone is part of ordinary emoji; behind another variation selector it is not.
 */
const INVISIBLE =
  /(?<=[\ufe00-\ufe0f])[\ufe0e\ufe0f]|(?![\ufe0e\ufe0f\t\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu
