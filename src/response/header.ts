/** Response headers → the facts that a caller can act on. */
import type { Header } from '../upstream/model.ts'

/** The first field of this (lower-case) name, trimmed; undefined where there is none or it is empty. */
export function headerOf(headers: readonly Header[], name: string): string | undefined {
  for (const header of headers) if (header[0] === name) return header[1].trim() || undefined
  return undefined
}

/** A day: beyond that a number of seconds tells a model nothing. */
const LONGEST_WAIT = 86_400

/**
 * `Retry-After` in whole seconds from the answer, at most a day; undefined where it is absent or malformed.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function retryAfterOf(headers: readonly Header[], now: number = Date.now()): number | undefined {
  const value = headerOf(headers, 'retry-after')
  if (value === undefined) return undefined
  if (/^\d+$/.test(value)) return Math.min(Number(value), LONGEST_WAIT)
  if (!HTTP_DATE.test(value)) return undefined
  const until = Date.parse(value)
  const answered = Date.parse(headerOf(headers, 'date') ?? '')
  const seconds = Math.ceil((until - (Number.isNaN(answered) ? now : answered)) / 1000)
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), LONGEST_WAIT)
}

const HTTP_DATE = /^[A-Z][a-z]+, \d\d[ -][A-Z][a-z]{2}[ -]\d{2,4} \d\d:\d\d:\d\d GMT$/

/** The identifier that the upstream's people look a request up by. */
export function requestIdOf(headers: readonly Header[]): string | undefined {
  if (!headers.some(isRequestId)) return undefined
  for (const name of REQUEST_ID_NAMES) {
    const value = headerOf(headers, name)
    if (value !== undefined) return value
  }
  return undefined
}

/** The first that is there counts. */
const REQUEST_ID_NAMES = new Set(['x-request-id', 'request-id', 'x-correlation-id', 'x-amzn-requestid', 'x-trace-id'])

function isRequestId(header: Header): boolean {
  return REQUEST_ID_NAMES.has(header[0])
}

/**
 * Where a `Location` (or a link) leads, as far as it may be shown: the path on the same origin, else the origin alone,
 * since the rest may carry a credential; undefined where it is no http URL. Takes a redacted reference: parsing a URL
 * changes its letters.
 */
export function destination(reference: string, base: URL): Destination | undefined {
  const url = URL.canParse(reference, base.href) ? new URL(reference, base) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) return undefined
  const sameOrigin = url.origin === base.origin
  return { sameOrigin, shown: sameOrigin ? url.pathname : url.origin, url }
}

export interface Destination {
  readonly sameOrigin: boolean
  readonly shown: string
  readonly url: URL
}

/**
 * The target of the first `Link` with `rel=next`.
 * @see https://www.rfc-editor.org/rfc/rfc8288#section-3
 */
export function nextLinkOf(headers: readonly Header[]): string | undefined {
  for (const [name, value] of headers) {
    if (name !== 'link') continue
    for (const [, target, parameters = ''] of value.matchAll(LINK)) {
      if (relationsIn(parameters).includes('next')) return target
    }
  }
  return undefined
}

function relationsIn(parameters: string): readonly string[] {
  const [, , quoted, token = ''] =
    [...parameters.matchAll(LINK_PARAMETER)].find(([, name]) => name?.toLowerCase() === 'rel') ?? []
  return (quoted ?? token).toLowerCase().split(/\s+/)
}

const LINK = /<([^<>]*)>((?:\s*;\s*[^\s=;,"]+(?:\s*=\s*(?:"[^"]*"|[^\s",;]+))?)*)/g
const LINK_PARAMETER = /;\s*([^\s=;,"]+)(?:\s*=\s*(?:"([^"]*)"|([^\s",;]+)))?/g
