/** The text of a media type to its parts, and what kind of content it stands for. @see RFC 9110 section 8.3 */

import { remembering } from './remembering.ts'

/** Everything but parameter values is in lower case. */
export interface ParsedMediaType {
  readonly type: string
  /** Without the suffix: `problem` of `application/problem+json`. */
  readonly subtype: string
  /** `json` of `application/problem+json`. */
  readonly suffix?: string
  readonly parameters: ReadonlyMap<string, string>
}

/**
 * The parts, or undefined where the text is no media type. Ranges (`image/*`) are taken too. A parameter that can't be
 * read is left out: servers send `text/html; charset`.
 */
export const parseMediaType = remembering(parse)

function parse(text: string): ParsedMediaType | undefined {
  const [, type, whole, rest] = ESSENCE.exec(text) ?? []
  if (type === undefined || whole === undefined) return undefined
  const name = whole.toLowerCase()
  const plus = name.lastIndexOf('+')
  const suffixed = plus > 0 && plus < name.length - 1
  return {
    type: type.toLowerCase(),
    subtype: suffixed ? name.slice(0, plus) : name,
    ...(suffixed ? { suffix: name.slice(plus + 1) } : {}),
    parameters: parseParameters(rest ?? ''),
  }
}

/** `type/subtype+suffix` in lower case, without parameters. */
export const essenceOf = remembering((text) => {
  const parsed = parseMediaType(text)
  return parsed && `${parsed.type}/${parsed.subtype}${parsed.suffix === undefined ? '' : `+${parsed.suffix}`}`
})

/** `application/json`, `text/json` and everything with `+json`. A stream of JSON texts (ndjson, json-seq) is not. */
export function isJson(text: string): boolean {
  return isFormat(text, 'json')
}

/** `application/xml`, `text/xml` and everything with `+xml`. */
export function isXml(text: string): boolean {
  return isFormat(text, 'xml')
}

/** Anything that reads as characters: `text/*`, JSON and XML included. */
export function isText(text: string): boolean {
  const parsed = parseMediaType(text)
  if (parsed === undefined) return false
  const { type, subtype, suffix } = parsed
  if (type === 'text' || isJson(text) || isXml(text)) return true
  return TEXTUAL_SUFFIXES.has(suffix ?? '') || (type === 'application' && TEXTUAL_SUBTYPES.has(subtype))
}

export function isForm(text: string): boolean {
  return essenceOf(text) === 'application/x-www-form-urlencoded'
}

export function isMultipart(text: string): boolean {
  return parseMediaType(text)?.type === 'multipart'
}

/** The declared charset in lower case. */
export function charset(text: string): string | undefined {
  return parseMediaType(text)?.parameters.get('charset')?.toLowerCase()
}

/** Whether a range (or a plain media type) covers a media type. Parameters, `q` among them, are not compared. @see RFC 9110 section 12.5.1 */
export function matchesRange(range: string, mediaType: string): boolean {
  const wanted = essenceOf(range)
  const given = essenceOf(mediaType)
  if (wanted === undefined || given === undefined) return false
  return wanted === '*/*' || wanted === given || (wanted.endsWith('/*') && given.startsWith(wanted.slice(0, -1)))
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+"
const ESSENCE = new RegExp(`^[ \\t]*(${TOKEN})/(${TOKEN})[ \\t]*(;.*)?$`, 's')
const PARAMETER = new RegExp(`^(${TOKEN})=(?:(${TOKEN})|"((?:[^"\\\\]|\\\\.)*)")$`, 's')

const TEXTUAL_SUFFIXES = new Set(['yaml', 'json-seq'])
const TEXTUAL_SUBTYPES = new Set(
  'ecmascript graphql javascript json-seq jsonl ndjson rtf sql toml x-javascript x-ndjson x-sh x-yaml yaml'.split(' '),
)

function isFormat(text: string, format: string): boolean {
  const parsed = parseMediaType(text)
  if (parsed === undefined) return false
  if (parsed.suffix !== undefined) return parsed.suffix === format
  return parsed.subtype === format && (parsed.type === 'application' || parsed.type === 'text')
}

function parseParameters(text: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>()
  for (const part of splitOutsideQuotes(text)) {
    const [, name, token, quoted] = PARAMETER.exec(part.trim()) ?? []
    if (name === undefined) continue
    const key = name.toLowerCase()
    if (!parameters.has(key)) parameters.set(key, token ?? (quoted ?? '').replace(/\\(.)/gs, '$1'))
  }
  return parameters
}

function splitOutsideQuotes(text: string): readonly string[] {
  return text.match(/(?:[^;"]|"(?:[^"\\]|\\.)*"?)+/gs) ?? []
}
