/** Facts to the pieces of sentences that many messages share. */
import type { Sent } from '../problem.ts'

export function quote(text: string): string {
  return `"${text}"`
}

/** `a, b or c` */
export function either(texts: readonly string[], quoted = true): string {
  return joined(texts, 'or', quoted)
}

/** `a, b and c` */
export function together(texts: readonly string[], quoted = true): string {
  return joined(texts, 'and', quoted)
}

/** `Did you mean "a" or "b"?`, or nothing where nothing comes near. */
export function didYouMean(nearest: readonly string[]): string | undefined {
  return nearest.length === 0 ? undefined : `Did you mean ${either(nearest)}?`
}

/** Sentences with a space between; undefined where there is none. */
export function sentences(...parts: readonly (string | undefined)[]): string | undefined {
  const said = parts.filter((part) => part !== undefined && part !== '')
  return said.length === 0 ? undefined : said.join(' ')
}

/** `1 second`, `30 seconds` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** `24 MiB`, or the number of bytes where it is no round size. */
export function bytes(count: number): string {
  for (const [unit, size] of SIZES) if (count >= size && count % size === 0) return `${count / size} ${unit}`
  return `${count} bytes`
}

/** What is known about whether the upstream acted. */
export const SENT: Readonly<Record<Sent, string>> = {
  no: 'The request was not sent.',
  yes: 'The request was sent.',
  unknown: 'Whether the request was carried out is unknown: look at the state before trying again.',
}

const SIZES = [
  ['MiB', 1024 * 1024],
  ['KiB', 1024],
] as const

function joined(texts: readonly string[], word: string, quoted: boolean): string {
  const shown = quoted ? texts.map(quote) : texts
  const last = shown.at(-1) ?? ''
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} ${word} ${last}`
}
