/** Where a parameter stands → which characters its text may have there, and how the others are escaped. */
import type { Style } from '../contract/model.ts'
import { pathTextFault } from './path-text.ts'
import { percentEncode, percentEncodeRest } from './percent.ts'

/** How text stands in one part of a request. `parting` are characters that would be read as separators. */
export interface Place {
  /** Whether every character can be written, as an escape where need be. */
  readonly escapes: boolean
  readonly write: (text: string, parting: string) => string
  readonly writeName: (name: string, parting: string) => string
  /** Why the text can't stand here; `name` is the name that it stands under, if any. */
  readonly fault: (text: string, name: string | undefined) => string | undefined
}

/** Longer header and cookie values are refused: servers cut off at eight or sixteen KiB for all fields together. */
const MAX_FIELD = 8192

/** The sets that stay as they are under allowReserved: legal there, and not read as syntax. @see RFC 3986 sections 3.3, 3.4 */
const RESERVED = { path: ":@!$&'()*+,;=", query: ":/?@!$'()*,;=", cookie: ":/?#[]@!$&'()*+=" } as const

/** Names as contracts write them (`$filter`, `@type`) keep what no reader can mistake. */
const IN_NAMES = '$@:'

/** @see https://spec.openapis.org/oas/v3.2.0.html#appendix-e-percent-encoding-and-form-media-types */
export function placeOf(style: Style): Place {
  switch (style.in) {
    case 'path':
    case 'query':
      return PLACES[style.in][style.allowReserved ? 'allowing' : 'plain']
    case 'header':
      return PLACES.header
    case 'cookie':
      return style.style === 'form' ? PLACES.cookie[style.allowReserved ? 'allowing' : 'plain'] : PLACES.cookie.verbatim
  }
}

function escaping(reserved: string | undefined, fault: Place['fault'] = () => undefined): Place {
  return {
    escapes: true,
    fault,
    write: (text, parting) => {
      if (reserved === undefined) return percentEncode(text, '', parting)
      const keep = [...reserved].filter((one) => !parting.includes(one)).join('')
      return percentEncodeRest(text, keep, parting)
    },
    writeName: (name, parting) => percentEncode(name, IN_NAMES, parting),
  }
}

/** Where every text can stand: a part of a body. */
export const AS_IS: Place = verbatim(() => undefined)

function verbatim(fault: (text: string) => string | undefined): Place {
  return { escapes: false, write: (text) => text, writeName: (name) => name, fault }
}

const inPath: Place['fault'] = (text, name) => pathTextFault(text, name !== undefined)

const PLACES = {
  path: { plain: escaping(undefined, inPath), allowing: escaping(RESERVED.path, inPath) },
  query: { plain: escaping(undefined), allowing: escaping(RESERVED.query) },
  header: verbatim(headerFault),
  cookie: { plain: escaping(undefined), allowing: escaping(RESERVED.cookie), verbatim: verbatim(cookieFault) },
}

/**
 * Fields have no escape that every receiver undoes: percent-encoding is never applied to them, and quoting is up to each
 * field. What can't stand as it is, a comma in an item of a list included, is refused. @see RFC 9110 section 5.5,
 * https://spec.openapis.org/oas/v3.2.0.html#appendix-d-serializing-headers-and-cookies
 */
function headerFault(text: string): string | undefined {
  if (!/^[\x20-\x7e]*$/.test(text)) return 'may have only visible ASCII characters and spaces, as it goes into a header'
  if (text !== text.trim()) return 'may not start or end with a space, as it goes into a header'
  return tooLong(text)
}

/** @see RFC 6265 section 4.1.1, cookie-octet */
function cookieFault(text: string): string | undefined {
  return /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/.test(text)
    ? tooLong(text)
    : 'may have no spaces, quotes, commas, semicolons, backslashes or non-ASCII characters, as it goes into a cookie'
}

function tooLong(text: string): string | undefined {
  return text.length > MAX_FIELD ? `is longer than ${MAX_FIELD} characters, which is too much for a header` : undefined
}
