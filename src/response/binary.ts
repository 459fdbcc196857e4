/** Bytes that are no text → an image, audio or resource block, a file to save, or a statement that they are not shown. */
import { byteString } from '../lib/base64.ts'
import type { UpstreamResponse } from '../upstream/model.ts'
import type { RenderContext } from './context.ts'
import { fileName } from './file-name.ts'
import { headerOf } from './header.ts'
import type { Media } from './media.ts'
import type { ContentBlock, Rendered } from './model.ts'
import { textBlock } from './text.ts'

/** Base64 makes a third more of it; clients refuse results over 1 MiB. */
export const MOST_BINARY_BYTES = 524_288

type Binary = Pick<Rendered, 'content' | 'file'>

export function renderBinary(context: RenderContext, response: UpstreamResponse, media: Media): Binary {
  const { body, cut } = response
  const what = `${cut ? 'more than ' : ''}${body.length} bytes of ${media.mediaType}`
  const isSmall = body.length <= MOST_BINARY_BYTES
  const saves = context.savesFiles === true
  if (cut || !(isSmall || saves))
    return said(context, `${what}: too much to show, at most ${MOST_BINARY_BYTES} bytes are`)
  const text = byteString(body)
  if (context.redact(text) !== text) return said(context, `${what} that contain the credential: not shown`)
  const shown = isSmall ? shownBlocks(context, media, text) : []
  if (!saves) return { content: shown }
  const disposition = headerOf(response.headers, 'content-disposition')
  const name = fileName(disposition && context.redact(disposition), context.tool.name, media.mediaType)
  const file = { name, mediaType: context.redact(media.mediaType), bytes: body }
  // what is saved is shown only where a model can look at it
  return { content: shown.filter(({ type }) => type !== 'resource'), file }
}

function said(context: RenderContext, what: string): Binary {
  return { content: [textBlock(context.redact(`The upstream answered with ${what}.`))] }
}

function shownBlocks(context: RenderContext, media: Media, text: string): readonly ContentBlock[] {
  const data = btoa(text)
  const mimeType = context.redact(media.mediaType)
  if (media.kind === 'image' || media.kind === 'audio') return [{ type: media.kind, data, mimeType }]
  return [{ type: 'resource', resource: { uri: `drawbridge://result/${context.tool.name}`, mimeType, blob: data } }]
}
