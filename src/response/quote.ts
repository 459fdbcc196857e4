/** Words of the upstream → marked lines, so that none of them can pass for a line of ours. */

/** Each line after `> `, at most `most` UTF-16 code units and then a count of what is missing. */
export function quoted(text: string, most: number): readonly string[] {
  const shown = wellFormed(text.slice(0, most))
  const missing = text.length - shown.length
  const lines = shown.split(LINE_END).map((line) => `> ${line}`)
  return missing === 0 ? lines : [...lines, `(${missing} more characters are not shown)`]
}

/** All that some client may show as a new line. */
const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/

function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff]$/, '')
}
