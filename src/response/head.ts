/** An answer that has no body because of its method → its status and the header fields that say something. */
import type { UpstreamResponse } from '../upstream/model.ts'
import type { RenderContext } from './context.ts'
import { quoted } from './quote.ts'

/** Methods that are called for the header fields of their answers. */
export const ASKS_FOR_HEADERS: ReadonlySet<string> = new Set(['HEAD', 'OPTIONS'])

const MOST = { fields: 40, characters: 300 } as const

/** Lines of ours, and the fields as marked lines. */
export function headLines(context: RenderContext, { headers }: UpstreamResponse, status: string): readonly string[] {
  const telling = headers.filter(([name]) => TELLING.has(name) || COUNTS.test(name)).slice(0, MOST.fields)
  if (telling.length === 0) return [`${status}: the upstream answered without a body.`]
  return [
    `${status}: the upstream answered without a body. Its header fields:`,
    ...telling.flatMap(([name, value]) => quoted(context.redact(`${name}: ${value}`), MOST.characters)),
  ]
}

/** What describes the resource and what may be done with it. @see https://www.rfc-editor.org/rfc/rfc9110#section-8 */
const TELLING: ReadonlySet<string> = new Set([
  ...['content-type', 'content-length', 'content-language', 'content-disposition', 'content-range', 'content-md5'],
  ...['etag', 'last-modified', 'expires', 'cache-control', 'age', 'digest', 'repr-digest', 'accept-ranges'],
  ...['allow', 'accept', 'accept-patch', 'accept-post', 'deprecation', 'sunset', 'retry-after'],
])

/** What APIs say of a list or a version in fields of their own. */
const COUNTS = /^x-(?:[a-z0-9-]+-)?(?:count|total|pages?|size|length|version|revision|checksum|sha256)(?:-|$)/
