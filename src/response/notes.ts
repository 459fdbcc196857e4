/** The headers of a successful answer → what the body does not say: more pages, work still going on, a new place. */
import type { Header, UpstreamResponse } from '../upstream/model.ts'
import { clip, type RenderContext, urlOf } from './context.ts'
import { destination, headerOf, nextLinkOf, requestIdOf, retryAfterOf } from './header.ts'

const MOST_VALUES = 20
const MOST_CHARACTERS = 300

/** One sentence a note, in a fixed order. */
export function notesOn(context: RenderContext, response: UpstreamResponse): readonly string[] {
  const { status, headers } = response
  if (status !== 202 && status !== 206 && !headers.some(isTelling)) return []
  const notes = [accepted, partial, place, nextPage]
  return notes.flatMap((note) => note(context, response))
}

function isTelling([name]: Header): boolean {
  return name === 'location' || name === 'link'
}

function accepted(context: RenderContext, { status, headers }: UpstreamResponse): readonly string[] {
  if (status !== 202) return []
  const wait = retryAfterOf(headers)
  const id = requestIdOf(headers)
  return [
    '202 Accepted: the upstream has taken the request and is not done with it yet.',
    ...(wait === undefined ? [] : [`Ask for the outcome in ${wait} seconds, not before.`]),
    ...(id === undefined ? [] : [`Request id: ${written(context, id)}.`]),
  ]
}

function partial(context: RenderContext, { status, headers }: UpstreamResponse): readonly string[] {
  if (status !== 206) return []
  const range = headerOf(headers, 'content-range')
  return [
    `206 Partial Content: this is a part of the whole${range === undefined ? '' : ` (${written(context, range)})`}.`,
  ]
}

/** What was made, or where an outcome will be. */
function place(context: RenderContext, { status, headers }: UpstreamResponse): readonly string[] {
  const location = headerOf(headers, 'location')
  const to = location === undefined ? undefined : destination(context.redact(location), urlOf(context))
  if (to === undefined) return []
  const what = status === 202 ? 'The outcome will be' : 'It is'
  return [`${what} at ${clip(context, to.shown, MOST_CHARACTERS)} (the upstream's Location).`]
}

/** The next page as arguments of the tool: links are never followed. @see https://www.rfc-editor.org/rfc/rfc8288 */
function nextPage(context: RenderContext, { headers }: UpstreamResponse): readonly string[] {
  const link = nextLinkOf(headers)
  if (link === undefined) return []
  const url = urlOf(context)
  const next = destination(context.redact(link), url)
  if (next === undefined) return []
  if (!next.sameOrigin || next.url.pathname !== url.pathname) {
    const shown = clip(context, next.shown, MOST_CHARACTERS)
    return [`There is a next page, which this tool cannot read: the upstream has it at ${shown}.`]
  }
  const values = [...next.url.searchParams]
    .slice(0, MOST_VALUES)
    .map(([name, value]) => `${argumentOf(context, name)}: ${written(context, value)}`)
  return [`There is a next page: call again with ${values.join(', ')} (from the upstream's Link).`]
}

function argumentOf(context: RenderContext, parameter: string): string {
  const binding = context.tool.bindings.find(
    (one) => one.to === 'parameter' && one.parameter.in === 'query' && one.parameter.name === parameter,
  )
  return binding?.argument ?? written(context, parameter)
}

/** A foreign value as one JSON string, so that it can't pass for words of ours. */
function written(context: RenderContext, value: string): string {
  return JSON.stringify(clip(context, value, MOST_CHARACTERS))
}
