/** A path template → its literal parts and placeholders. @see https://spec.openapis.org/oas/v3.2.0.html#path-templating */
import { percentEncodeRest } from './percent.ts'

export type TemplatePart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'placeholder'; readonly name: string }

export interface Template {
  readonly path: readonly TemplatePart[]
  /** What some contracts write after a `?` in their paths, to tell operations apart; empty where there is none. */
  readonly query: readonly TemplatePart[]
}

/** Literal text stays as written but for what is illegal in a URL. A fragment is never sent, so it is left out. */
export function parseTemplate(template: string): Template {
  const [target = ''] = template.split('#')
  const mark = target.indexOf('?')
  return mark === -1
    ? { path: partsOf(target), query: [] }
    : { path: partsOf(target.slice(0, mark)), query: partsOf(target.slice(mark + 1)) }
}

/** The parts of each segment. */
export function segmentsOf(parts: readonly TemplatePart[]): readonly (readonly TemplatePart[])[] {
  let current: TemplatePart[] = []
  const segments = [current]
  for (const part of parts) {
    if (part.kind === 'placeholder') {
      current.push(part)
      continue
    }
    for (const [index, text] of part.text.split('/').entries()) {
      if (index > 0) {
        current = []
        segments.push(current)
      }
      if (text !== '') current.push({ kind: 'literal', text })
    }
  }
  return segments
}

/**
 * Whether the template of these segments makes these, whatever the values: each fills a part of one segment, and is not
 * empty.
 */
export function makesSegments(wanted: readonly (readonly TemplatePart[])[], given: readonly string[]): boolean {
  return (
    wanted.length === given.length &&
    given.every((segment, index) => !/[?#]/.test(segment) && makesSegment(wanted[index] ?? [], segment))
  )
}

/** Literals are looked for from the left, in linear time: a pattern could be made to backtrack by the one who redirects. */
function makesSegment(parts: readonly TemplatePart[], text: string): boolean {
  const [first, second] = parts
  if (first !== undefined && second === undefined)
    return first.kind === 'placeholder' ? text !== '' : text === first.text
  let at = 0
  let least = 0
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'placeholder') {
      least++
      continue
    }
    const isLast = index === parts.length - 1
    const found =
      least > 0 && isLast && text.endsWith(part.text)
        ? text.length - part.text.length
        : text.indexOf(part.text, at + least)
    if (found < at + least || (least === 0 && found > at)) return false
    at = found + part.text.length
    least = 0
  }
  return least === 0 ? at === text.length : text.length >= at + least
}

/** What a path or query may have as it is. @see RFC 3986 section 3.3 */
const LEGAL = "/:@!$&'()*+,;=?"

function partsOf(text: string): readonly TemplatePart[] {
  return text
    .split(/(\{[^{}]+\})/)
    .filter((part) => part !== '')
    .map((part) =>
      /^\{[^{}]+\}$/.test(part)
        ? { kind: 'placeholder', name: part.slice(1, -1) }
        : { kind: 'literal', text: percentEncodeRest(part, LEGAL) },
    )
}
