/** The `Content-Type` of an answer → how its body is shown. */
import { charset, essenceOf, isForm, isJson, isText } from '../lib/media-type.ts'
import { remembering } from '../lib/remembering.ts'
import type { UpstreamResponse } from '../upstream/model.ts'
import { headerOf } from './header.ts'

export type MediaKind = 'json' | 'html' | 'text' | 'image' | 'audio' | 'binary'

export interface Media {
  readonly kind: MediaKind
  /** Without parameters. */
  readonly mediaType: string
  readonly charset?: string
}

const HTML = new Set(['text/html', 'application/xhtml+xml'])

/** What the upstream says that the body is; where it doesn't, text unless a byte is zero. @see RFC 9110 section 8.3 */
export function mediaOf(response: UpstreamResponse): Media {
  const declared = headerOf(response.headers, 'content-type')
  return (declared === undefined ? undefined : declaredMedia(declared)) ?? guess(response.body)
}

/** A server says the same few over and over. */
const declaredMedia = remembering((declared): Media | undefined => {
  const mediaType = essenceOf(declared)
  if (mediaType === undefined) return undefined
  const named = charset(declared)
  return { kind: kindOf(mediaType), mediaType, ...(named === undefined ? {} : { charset: named }) }
})

export function isHtml(mediaType: string): boolean {
  return HTML.has(essenceOf(mediaType) ?? '')
}

function kindOf(mediaType: string): MediaKind {
  if (isHtml(mediaType)) return 'html'
  if (isJson(mediaType)) return 'json'
  if (isText(mediaType) || isForm(mediaType)) return 'text'
  if (mediaType.startsWith('image/')) return 'image'
  return mediaType.startsWith('audio/') ? 'audio' : 'binary'
}

function guess(body: Uint8Array): Media {
  return body.includes(0)
    ? { kind: 'binary', mediaType: 'application/octet-stream' }
    : { kind: 'text', mediaType: 'text/plain' }
}
