/** A schema in a media type → whether its string stands for bytes, which a caller gives as base64. */
import { isObject, member } from '../lib/json.ts'
import { essenceOf, isText } from '../lib/media-type.ts'
import { bodyFamily } from './body-family.ts'
import type { JsonSchema, MediaType } from './model.ts'
import { type Definitions, resolveSchema } from './schema-admits.ts'

/**
 * Whether a part of a multipart body is bytes: `format: binary`, or a binary `contentMediaType` (or content type of its
 * encoding). With `contentEncoding` the text itself is what goes on the wire.
 * @see https://spec.openapis.org/oas/v3.1.1.html#working-with-binary-data
 */
export function isBinary(schema: JsonSchema, definitions: Definitions, contentType?: string): boolean {
  const resolved = resolveSchema(schema, definitions)
  if (isEncoded(resolved)) return false
  if (contentType?.split(',').every(isBytes)) return true
  if (!isObject(resolved)) return false
  const media = member(resolved, 'contentMediaType')
  return member(resolved, 'format') === 'binary' || (typeof media === 'string' && isBytes(media))
}

/** Whether the body as a whole is given as base64. */
export function wantsBase64(content: MediaType, definitions: Definitions): boolean {
  return bodyFamily(content.mediaType) === 'binary' && !isEncoded(resolveSchema(content.schema, definitions))
}

function isBytes(mediaType: string): boolean {
  const essence = essenceOf(mediaType)
  return essence !== undefined && essence !== '*/*' && !isText(mediaType)
}

function isEncoded(schema: JsonSchema): boolean {
  return isObject(schema) && member(schema, 'contentEncoding') !== undefined
}
