/** Text of foreign origin to text that a terminal shows as it is: what would act or hide becomes visible. */

/** Keeps line ends and tabs. Use it for text that is meant to have several lines. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (found) => (found === '\n' || found === '\t' ? found : show(found)))
}

/** As one line: line ends and tabs are escaped too, so that a foreign name can't pretend to be a line of ours. */
export function printableLine(text: string): string {
  return text.replace(UNPRINTABLE, show)
}

/**
 * Controls, formats (bidi, tags, joiners), line separators, lone surrogates and whatever has no width. One U+FE0E or
 * U+FE0F alone is part of ordinary emoji; behind another variation selector it is not.
 */
export const UNPRINTABLE =
  /(?<=[\ufe00-\ufe0f])[\ufe0e\ufe0f]|(?![\ufe0e\ufe0f])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/** The character as an escape. */
export function show(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16)
  return code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`
}
