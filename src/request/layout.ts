/** Style and explode → how the parts of a value are laid out in text. The whole of the specification's table is here. */
import type { Style } from '../contract/model.ts'

/**
 * A value is written as entries, each an optional name and one or more texts. A list or object that is `spread` has an
 * entry for each item or member, otherwise one entry for all.
 */
export interface Layout {
  /** Before the first entry. */
  readonly prefix: string
  /** Between entries. */
  readonly separator: string
  /** Between the texts of one entry. */
  readonly delimiter: string
  /** Whether scalars and items stand under the parameter's name. Members always have their own. */
  readonly named: boolean
  readonly spread: boolean
  /** Whether `=` follows a name even where the text is empty. */
  readonly equalsIfEmpty: boolean
}

type Name = Style['style']
interface Both {
  readonly joined: Layout
  readonly exploded: Layout
}

const simple = both({ prefix: '', separator: ',', delimiter: ',', named: false, equalsIfEmpty: true })
const form = both({ prefix: '', separator: '&', delimiter: ',', named: true, equalsIfEmpty: true })
const cookie = both({ prefix: '', separator: '; ', delimiter: ',', named: true, equalsIfEmpty: true })

/** @see https://spec.openapis.org/oas/v3.2.0.html#style-examples and RFC 6570 appendix A */
const LAYOUTS: Readonly<Record<Name, Both>> = {
  simple,
  label: both({ prefix: '.', separator: '.', delimiter: ',', named: false, equalsIfEmpty: true }),
  matrix: both({ prefix: ';', separator: ';', delimiter: ',', named: true, equalsIfEmpty: false }),
  form,
  // the specification leaves these open for explode: they are then what form is, as in 2.0's "multi"
  spaceDelimited: { joined: { ...form.joined, delimiter: ' ' }, exploded: form.exploded },
  pipeDelimited: { joined: { ...form.joined, delimiter: '|' }, exploded: form.exploded },
  tabDelimited: { joined: { ...form.joined, delimiter: '\t' }, exploded: form.exploded },
  // explode says nothing here: many contracts leave out what its default would contradict
  deepObject: { joined: form.exploded, exploded: form.exploded },
  cookie,
}

/** The layout of a style. Cookies are separated by `; ` whatever the style. @see RFC 6265 section 4.2.1 */
export function layoutOf(style: Style): Layout {
  const layouts = style.in === 'cookie' ? cookie : LAYOUTS[style.style]
  return style.explode ? layouts.exploded : layouts.joined
}

function both(layout: Omit<Layout, 'spread'>): Both {
  return { joined: { ...layout, spread: false }, exploded: { ...layout, spread: true } }
}
