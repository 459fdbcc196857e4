/** A request's media type → how its body is written, and whether it can be. */
import { charset, essenceOf, isForm, isJson, isMultipart, isText, isXml } from '../lib/media-type.ts'
import type { MediaType } from './model.ts'
import { admits, type Definitions, type JsonType, SCALAR_TYPES } from './schema-admits.ts'

/** `xml` and `text` are sent as the caller wrote them, `binary` is given as base64. */
export type BodyFamily = 'json' | 'form' | 'multipart' | 'text' | 'xml' | 'binary'

/** The first that fits decides: `text/xml` is text too, and everything is binary. */
const FAMILIES: readonly (readonly [BodyFamily, (mediaType: string) => boolean])[] = [
  ['json', isJson],
  ['form', isForm],
  ['multipart', isMultipart],
  ['xml', isXml],
  ['text', isText],
  ['binary', () => true],
]

/** What a range is sent as. A range of anything else says nothing about the bytes that are wanted. */
const SENT_AS: ReadonlyMap<string, string> = new Map([
  ['*/*', 'application/json'],
  ['application/*', 'application/json'],
  ['text/*', 'text/plain'],
  ['multipart/*', 'multipart/form-data'],
])

/** Types that a value of a family can be written from. */
const WRITABLE: Readonly<Record<BodyFamily, readonly JsonType[]>> = {
  json: ['null', ...SCALAR_TYPES, 'array', 'object'],
  form: ['object'],
  multipart: ['object'],
  text: SCALAR_TYPES,
  xml: ['string'],
  binary: ['string'],
}

/** The media type that a body is sent as; only a range is sent as something else than written. */
export function sentMediaType(mediaType: string): string {
  return SENT_AS.get(essenceOf(mediaType) ?? '') ?? mediaType
}

export function bodyFamily(mediaType: string): BodyFamily {
  const sent = sentMediaType(mediaType)
  return FAMILIES.find(([, fits]) => fits(sent))?.[0] ?? 'binary'
}

/** Whether the text is a media type, not a range, that can stand in a header as it is. */
export function isConcrete(mediaType: string): boolean {
  return /^[\x20-\x7e]+$/.test(mediaType) && essenceOf(mediaType)?.includes('*') === false
}

/** Why no body can be sent in this media type, or undefined where one can. */
export function mediaTypeUnsupported(mediaType: string): string | undefined {
  const sent = sentMediaType(mediaType)
  if (!isConcrete(sent)) return 'it names no one media type to send'
  if (bodyFamily(sent) === 'multipart' && essenceOf(sent) !== 'multipart/form-data')
    return 'of multipart only form-data can be written'
  const declared = charset(sent)
  return declared === undefined || declared === 'utf-8' || declared === 'utf8'
    ? undefined
    : `bodies are written in UTF-8, not in ${declared}`
}

/** Like `mediaTypeUnsupported`, and looks at the schema and encodings too: XML, say, is only sent as text. */
export function contentUnsupported(content: MediaType, definitions: Definitions): string | undefined {
  const reason = mediaTypeUnsupported(content.mediaType)
  if (reason !== undefined) return reason
  const family = bodyFamily(content.mediaType)
  if (!WRITABLE[family].some((type) => admits(content.schema, type, definitions)))
    return `a body of this media type is written from ${WRITABLE[family].join(', ')}, which its schema does not admit`
  const header = [...content.encoding.values()].flatMap((encoding) => encoding.headers).find(({ required }) => required)
  return family === 'multipart' && header !== undefined
    ? `its parts need the header ${header.name}, for which there is no argument`
    : undefined
}

const PREFERENCE: readonly BodyFamily[] = ['json', 'form', 'multipart', 'text', 'xml', 'binary']

/** The media type to send: of those that can be written, JSON before form, multipart, text, anything else. */
export function preferredContent(
  content: readonly MediaType[],
  definitions: Definitions = new Map(),
): MediaType | undefined {
  const rank = ({ mediaType }: MediaType): number =>
    PREFERENCE.indexOf(bodyFamily(mediaType)) + (essenceOf(mediaType) === 'application/json' ? -1 : 0)
  return content
    .filter((one) => contentUnsupported(one, definitions) === undefined)
    .sort((a, b) => rank(a) - rank(b))[0]
}
