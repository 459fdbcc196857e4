/** What rendering knows about the call besides the answer. */
import type { Tool } from '../tool/model.ts'
import type { Redact } from './redact.ts'
import type { TextStore } from './text-store.ts'

export interface RenderContext {
  readonly tool: Tool
  /** The most of the upstream's text to show, in UTF-16 code units. */
  readonly resultCharacters: number
  /** How to renew the credential, where another hint is wanted than that of the tool's own credentials. */
  readonly renew?: string
  /** The request before credentials were attached. */
  readonly request: { readonly method: string; readonly target: string }
  readonly redact: Redact
  /** Where what is not shown at once can be kept. */
  readonly keep?: TextStore['keep'] | undefined
  /** Whether answers that are no text are saved as files. */
  readonly savesFiles?: boolean
}

/** The URL of the call, without credentials. */
export function urlOf({ tool, request }: RenderContext): URL {
  return new URL(tool.planned.base.origin + request.target)
}

/** `POST /jobs`: the query is left out, it may be long and says nothing new to who called. */
export function callOf(context: RenderContext): string {
  return `${context.request.method} ${clip(context, context.request.target.split('?', 1)[0] ?? '', 300)}`
}

/** A foreign text of at most `most` UTF-16 code units. Redacted first: half a secret is not recognised. */
export function clip({ redact }: RenderContext, text: string, most: number): string {
  return redact(text).slice(0, most)
}

/** What to do about a refused credential, as the profile has it. */
export function renewOf({ tool, renew }: RenderContext): string | undefined {
  return renew ?? tool.planned.credentials.find(({ credential }) => credential.renew !== undefined)?.credential.renew
}
