/** Path values and query → the request's target, proven to be what the operation's template says. */
import type { Base } from '../plan/model.ts'
import { pathTextFault } from './path-text.ts'
import { makesSegments, parseTemplate, segmentsOf, type TemplatePart } from './template.ts'

interface Place {
  readonly base: Base
  readonly operation: { readonly path: string }
}

/** Path and query as they go on the request line, or what escaped. */
export type Target = { readonly ok: true; readonly target: string } | { readonly ok: false; readonly detail: string }

/**
 * Fills the template. `values` has the written text of every placeholder by its name, `query` the written pairs.
 * Whatever the parts were, the outcome counts: it must mean to a URL parser what it says.
 */
export function buildTarget(place: Place, values: ReadonlyMap<string, string>, query: readonly string[]): Target {
  const compiled = compile(place)
  const path = fill(compiled.path, values)
  const fixed = fill(compiled.query, values, inQuery)
  const search = (fixed === '' ? query : [fixed, ...query]).filter((part) => part !== '').join('&')
  const target = search === '' ? path : `${path}?${search}`
  const escaped = (detail: string): Target => ({ ok: false, detail })
  const segments = path.split('/')
  if (!makesSegments(compiled.segments, segments))
    return escaped(`the path is not one that ${place.operation.path} makes`)
  // literal ones are the contract's own
  if (segments.some((segment, index) => compiled.filled[index] === true && pathTextFault(segment) !== undefined))
    return escaped('a segment of the path would be read as a step elsewhere')
  if (!QUERY.test(search)) return escaped('the query has characters that end or split it')
  if (compiled.isOrigin && PLAIN_PATH.test(path)) return { ok: true, target }
  const url = parse(place.base.origin + target)
  if (url === undefined) return escaped('the target is not a URL')
  if (url.origin !== place.base.origin) return escaped('the target is on another origin')
  if (url.pathname !== path || url.hash !== '') return escaped('the path changes when it is read as a URL')
  return { ok: true, target }
}

/** Whether a path (a query after it does not count) is one that the operation's template makes. */
export function pathMatcher(place: Place): (path: string) => boolean {
  return (path) => makesSegments(compile(place).segments, (path.split('?')[0] ?? '').split('/'))
}

/**
 * Steps of letters, digits and what no reader of URLs does anything to, so that there is no need to have one read it;
 * none is a `.` or a `..`.
 */
const PLAIN_PATH = /^(?:\/[\w~-][\w.~-]*)+$/

/** A template with the base before it. */
interface Compiled {
  /** Whether the base's origin is nothing but an origin. */
  readonly isOrigin: boolean
  readonly path: readonly TemplatePart[]
  readonly query: readonly TemplatePart[]
  /** The parts of each segment, and whether values go into it. */
  readonly segments: readonly (readonly TemplatePart[])[]
  readonly filled: readonly boolean[]
}

const templates = new WeakMap<Place, Compiled>()

/** Once for each operation. */
function compile(place: Place): Compiled {
  const known = templates.get(place)
  if (known !== undefined) return known
  const template = parseTemplate(place.operation.path)
  const path: readonly TemplatePart[] = [{ kind: 'literal', text: place.base.path }, ...template.path]
  const segments = segmentsOf(path)
  const filled = segments.map((segment) => segment.some(({ kind }) => kind === 'placeholder'))
  const isOrigin = parse(place.base.origin)?.origin === place.base.origin
  const compiled = { isOrigin, path, query: template.query, segments, filled }
  templates.set(place, compiled)
  return compiled
}

function parse(url: string): URL | undefined {
  try {
    return new URL(url)
  } catch {
    return undefined
  }
}

/** @see RFC 3986 section 3.4 */
const QUERY = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*$/

function fill(
  parts: readonly TemplatePart[],
  values: ReadonlyMap<string, string>,
  adapt: (text: string) => string = (text) => text,
): string {
  let text = ''
  for (const part of parts) text += part.kind === 'literal' ? part.text : adapt(values.get(part.name) ?? '')
  return text
}

/** A path value in a query: what is legal in a segment may part pairs there. */
function inQuery(text: string): string {
  return text.replace(/[&+=]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}
