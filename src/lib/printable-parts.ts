/** Text of foreign origin → its stretches, what would act or hide apart from what shows. */
import { show, UNPRINTABLE } from './printable.ts'

/** Stretches of text that shows, and between them what would act or hide, each as its escape. */
export function printableParts(text: string): readonly { readonly text: string; readonly hidden: boolean }[] {
  const parts: { text: string; hidden: boolean }[] = []
  let from = 0
  for (const { 0: found, index } of text.matchAll(UNPRINTABLE)) {
    if (found === '\n' || found === '\t') continue
    if (index > from) parts.push({ text: text.slice(from, index), hidden: false })
    parts.push({ text: show(found), hidden: true })
    from = index + found.length
  }
  return from < text.length ? [...parts, { text: text.slice(from), hidden: false }] : parts
}
