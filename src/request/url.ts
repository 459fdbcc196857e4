/** Path values and query → the request's target, proven to be what the operation's template says. */
import type { Base } from '../plan/model.ts'
import { pathTextFault } from './path-text.ts'
import { makesPath, parseTemplate, segmentsOf, type Template, type TemplatePart } from './template.ts'

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
  const parts = pathParts(place)
  const path = fill(parts, values)
  const fixed = fill(templateOf(place).query, values, inQuery)
  const search = [fixed, ...query].filter((part) => part !== '').join('&')
  const target = search === '' ? path : `${path}?${search}`
  const escaped = (detail: string): Target => ({ ok: false, detail })
  if (!makesPath(parts, path)) return escaped(`the path is not one that ${place.operation.path} makes`)
  if (filledSegments(parts, path).some((segment) => pathTextFault(segment) !== undefined))
    return escaped('a segment of the path would be read as a step elsewhere')
  if (!QUERY.test(search)) return escaped('the query has characters that end or split it')
  if (!URL.canParse(place.base.origin + target)) return escaped('the target is not a URL')
  const url = new URL(place.base.origin + target)
  if (url.origin !== place.base.origin) return escaped('the target is on another origin')
  if (url.pathname !== path || url.hash !== '') return escaped('the path changes when it is read as a URL')
  return { ok: true, target }
}

/** Whether a path (a query after it does not count) is one that the operation's template makes. */
export function pathMatcher(place: Place): (path: string) => boolean {
  const parts = pathParts(place)
  return (path) => makesPath(parts, path.split('?')[0] ?? '')
}

function pathParts({ base, operation }: Place): readonly TemplatePart[] {
  return [{ kind: 'literal', text: base.path }, ...templateOf({ base, operation }).path]
}

const templates = new WeakMap<Place['operation'], Template>()

/** Parsed once for each operation. */
function templateOf({ operation }: Place): Template {
  const known = templates.get(operation)
  if (known !== undefined) return known
  const template = parseTemplate(operation.path)
  templates.set(operation, template)
  return template
}

/** @see RFC 3986 section 3.4 */
const QUERY = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*$/

function fill(
  parts: readonly TemplatePart[],
  values: ReadonlyMap<string, string>,
  adapt: (text: string) => string = (text) => text,
): string {
  return parts.map((part) => (part.kind === 'literal' ? part.text : adapt(values.get(part.name) ?? ''))).join('')
}

/** A path value in a query: what is legal in a segment may part pairs there. */
function inQuery(text: string): string {
  return text.replace(/[&+=]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** The segments that values went into: literal ones are the contract's own. */
function filledSegments(parts: readonly TemplatePart[], path: string): readonly string[] {
  const segments = path.split('/')
  return segmentsOf(parts).flatMap((segment, index) =>
    segment.some(({ kind }) => kind === 'placeholder') ? [segments[index] ?? ''] : [],
  )
}
