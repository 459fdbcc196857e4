/** Content blocks of a hosted MCP server → blocks of ours: what they hold as it came, within limits and without secrets. */
import { isArray, isObject, type JsonObject, type JsonValue, member } from '../lib/json.ts'
import { encodeUtf8 } from '../lib/utf8.ts'
import type { RenderContext } from './context.ts'
import type { ContentBlock } from './model.ts'
import { shorten } from './shorten.ts'
import { textBlock } from './text.ts'

export interface RemoteBlocks {
  readonly blocks: readonly ContentBlock[]
  /** Whether nothing was cut, redacted or left out. */
  readonly isWhole: boolean
}

/** Base64 characters of one result: clients refuse results over 1 MiB. */
const MOST_BASE64 = 700_000

/** @see https://modelcontextprotocol.io/specification/2025-11-25/server/tools#tool-result */
export function remoteBlocks(context: RenderContext, content: readonly JsonValue[]): RemoteBlocks {
  const left = { characters: context.resultCharacters, base64: MOST_BASE64 }
  const blocks: ContentBlock[] = []
  let isWhole = true
  for (const one of content) {
    const shown = isObject(one) ? show(one, context, left) : undefined
    blocks.push(
      ...(shown?.blocks ?? [textBlock('(A part of the answer that is no content of the protocol is not shown.)')]),
    )
    isWhole &&= shown?.isWhole === true
  }
  return { blocks, isWhole }
}

interface Left {
  characters: number
  base64: number
}

type Show = (block: JsonObject, context: RenderContext, left: Left) => RemoteBlocks | undefined

function show(block: JsonObject, context: RenderContext, left: Left): RemoteBlocks | undefined {
  const type = member(block, 'type')
  return typeof type === 'string' ? SHOW.get(type)?.(block, context, left) : undefined
}

const SHOW: ReadonlyMap<string, Show> = new Map<string, Show>([
  ['text', showText],
  ['image', showMedia],
  ['audio', showMedia],
  ['resource', showResource],
  ['resource_link', showLink],
])

function showText(block: JsonObject, context: RenderContext, left: Left): RemoteBlocks | undefined {
  const text = member(block, 'text')
  if (typeof text !== 'string') return undefined
  const shown = cutText(text, context, left)
  const [first, ...notes] = shown.blocks
  // what goes beside a text (for whom it is) stays with it
  const whole = { ...annotationsOf(block, context), type: 'text', text: first } as const
  return { isWhole: shown.isWhole, blocks: [whole, ...notes.map(textBlock)] }
}

/** The text, or its beginning and what is missing; what is shown counts against what is left for others. */
function cutText(text: string, context: RenderContext, left: Left) {
  const redacted = context.redact(text)
  const bytes = encodeUtf8(text).length
  const isJson = /^\s*[[{]/.test(redacted)
  const received = { text: redacted, bytes, incomplete: false, late: false, isJson }
  const shown = shorten({ ...context, resultCharacters: left.characters }, received)
  const texts = shown.map((one) => (one.type === 'text' ? one.text : ''))
  left.characters = Math.max(0, left.characters - (texts[0] ?? '').length)
  const [first = '', ...notes] = texts
  return { isWhole: redacted === text && notes.length === 0, blocks: [first, ...notes] as const }
}

function showMedia(block: JsonObject, context: RenderContext, left: Left): RemoteBlocks | undefined {
  const data = member(block, 'data')
  const mimeType = member(block, 'mimeType')
  if (typeof data !== 'string' || typeof mimeType !== 'string') return undefined
  const kind = member(block, 'type') === 'audio' ? 'audio' : 'image'
  return (
    unshown(data, mimeType, context, left) ?? {
      isWhole: true,
      blocks: [{ ...annotationsOf(block, context), type: kind, data, mimeType: context.redact(mimeType) }],
    }
  )
}

function unshown(data: string, mimeType: string, { redact }: RenderContext, left: Left): RemoteBlocks | undefined {
  const what = `${data.length} characters of base64 (${redact(mimeType)})`
  const said = (why: string): RemoteBlocks => ({ isWhole: false, blocks: [textBlock(`(${what} ${why}: not shown)`)] })
  if (data.length > left.base64) return said('are more than clients take')
  if (redact(data) !== data) return said('contain the credential')
  left.base64 -= data.length
  return undefined
}

function showResource(block: JsonObject, context: RenderContext, left: Left): RemoteBlocks | undefined {
  const resource = member(block, 'resource')
  if (!isObject(resource)) return undefined
  const uri = member(resource, 'uri')
  const text = member(resource, 'text')
  const blob = member(resource, 'blob')
  if (typeof uri !== 'string') return undefined
  const given = member(resource, 'mimeType')
  const type = typeof given === 'string' ? { mimeType: context.redact(given) } : {}
  const head = { uri: context.redact(uri), ...type }
  const extra = annotationsOf(block, context)
  if (typeof text === 'string') {
    const { isWhole, blocks } = cutText(text, context, left)
    const [first, ...notes] = blocks
    return {
      isWhole,
      blocks: [{ ...extra, type: 'resource', resource: { ...head, text: first } }, ...notes.map(textBlock)],
    }
  }
  if (typeof blob !== 'string') return undefined
  const shown = { isWhole: true, blocks: [{ ...extra, type: 'resource', resource: { ...head, blob } } as const] }
  return unshown(blob, typeof given === 'string' ? given : 'application/octet-stream', context, left) ?? shown
}

function showLink(block: JsonObject, context: RenderContext): RemoteBlocks | undefined {
  const uri = member(block, 'uri')
  const name = member(block, 'name')
  if (typeof uri !== 'string' || typeof name !== 'string') return undefined
  const { redact } = context
  const described = ['title', 'description', 'mimeType'].flatMap((key) => {
    const value = member(block, key)
    return typeof value === 'string' ? [[key, redact(value)] as const] : []
  })
  const link: ContentBlock = {
    type: 'resource_link',
    uri: redact(uri),
    name: redact(name),
    ...Object.fromEntries(described),
  }
  return { isWhole: redact(uri + name) === uri + name, blocks: [link] }
}

/** For whom a block is and how much it matters; nothing else that a server may add. */
function annotationsOf(block: JsonObject, { redact }: RenderContext): { readonly annotations?: JsonObject } {
  const given = member(block, 'annotations')
  if (!isObject(given)) return {}
  const kept = Object.entries(given).filter(([name, value]) => ANNOTATIONS.get(name)?.(value) === true)
  return kept.length === 0 ? {} : { annotations: redactedStrings(Object.fromEntries(kept), redact) }
}

const ANNOTATIONS: ReadonlyMap<string, (value: JsonValue) => boolean> = new Map([
  ['audience', (value: JsonValue) => isArray(value) && value.every((one) => one === 'user' || one === 'assistant')],
  ['priority', (value: JsonValue) => typeof value === 'number' && value >= 0 && value <= 1],
  ['lastModified', (value: JsonValue) => typeof value === 'string'],
])

function redactedStrings(object: JsonObject, redact: RenderContext['redact']): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name, typeof value === 'string' ? redact(value) : value]),
  )
}
