/** Bytes that are no text → an image, audio or resource block, or a statement that they are not shown. */
import type { UpstreamResponse } from '../upstream/model.ts'
import type { RenderContext } from './context.ts'
import type { Media } from './media.ts'
import type { ContentBlock } from './model.ts'
import { textBlock } from './text.ts'

/** Base64 makes a third more of it; clients refuse results over 1 MiB. */
export const MOST_BINARY_BYTES = 524_288

export function binaryBlocks(
  context: RenderContext,
  response: UpstreamResponse,
  media: Media,
): readonly ContentBlock[] {
  const { body, cut } = response
  const what = `${cut ? 'more than ' : ''}${body.length} bytes of ${media.mediaType}`
  if (cut || body.length > MOST_BINARY_BYTES) {
    return [textBlock(`The upstream answered with ${what}: too much to show, at most ${MOST_BINARY_BYTES} bytes are.`)]
  }
  const text = binaryText(body)
  if (context.redact(text) !== text) {
    return [textBlock(`The upstream answered with ${what} that contain the credential: not shown.`)]
  }
  const data = btoa(text)
  const mimeType = context.redact(media.mediaType)
  if (media.kind === 'image' || media.kind === 'audio') return [{ type: media.kind, data, mimeType }]
  return [{ type: 'resource', resource: { uri: `drawbridge://result/${context.tool.name}`, mimeType, blob: data } }]
}

/** A character for each byte, which is what `btoa` takes. */
function binaryText(bytes: Uint8Array): string {
  let text = ''
  // in pieces: arguments of one call are limited
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return text
}
