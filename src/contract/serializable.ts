/** Parameters and bodies → whether they can be written faithfully. Whatever this admits, `request/` writes. */
import { isObject, member } from '../lib/json.ts'
import { isForm, isJson, isText, isXml } from '../lib/media-type.ts'
import type { JsonSchema, Parameter, ParameterPlace } from './model.ts'
import {
  admits,
  type Definitions,
  isSchema,
  type JsonType,
  requiredOf,
  resolveSchema,
  SCALAR_TYPES,
  schemasByName,
} from './schema-admits.ts'

export { isBinary, wantsBase64 } from './binary.ts'
export {
  type BodyFamily,
  bodyFamily,
  contentUnsupported,
  isConcrete,
  mediaTypeUnsupported,
  preferredContent,
  sentMediaType,
} from './body-family.ts'
export { flattensBody } from './object-body.ts'

/** Why no value of this parameter can be sent, or undefined where one can. */
export function parameterUnsupported(parameter: Parameter, definitions: Definitions = new Map()): string | undefined {
  return nameFault(parameter) ?? serializationFault(parameter, definitions)
}

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const ANY_NAME = /^/

/** What names the place can carry. @see RFC 9110 section 5.1, RFC 6265 section 4.1.1 */
const NAMES: Readonly<Record<ParameterPlace, RegExp>> = {
  path: ANY_NAME,
  query: ANY_NAME,
  querystring: ANY_NAME,
  header: TOKEN,
  cookie: TOKEN,
}

function nameFault(parameter: Parameter): string | undefined {
  if (!parameter.name.isWellFormed()) return 'its name is not well-formed text'
  return NAMES[parameter.in].test(parameter.name) ? undefined : `its name is not legal for a ${parameter.in}`
}

function serializationFault(parameter: Parameter, definitions: Definitions): string | undefined {
  const { serialization } = parameter
  if (serialization.kind === 'content') {
    const writable =
      isJson(serialization.mediaType) ||
      (parameter.in === 'querystring' ? isForm(serialization.mediaType) : isPlainText(serialization.mediaType))
    return writable ? undefined : `a ${parameter.in} parameter can't be written as ${serialization.mediaType}`
  }
  if (parameter.in === 'querystring') return 'a querystring parameter needs a media type'
  // which lists it has inside is what its format says
  if (serialization.kind === 'collection') return undefined
  return serialization.style.style === 'deepObject' ? undefined : nestingFault(parameter.schema, definitions)
}

function isPlainText(mediaType: string): boolean {
  return isText(mediaType) || isXml(mediaType)
}

/** Only deepObject writes what is inside a list or an object, where that is a list or an object again. */
function nestingFault(schema: JsonSchema, definitions: Definitions): string | undefined {
  const isFlat = (inner: JsonSchema): boolean => FLAT_TYPES.some((type) => admits(inner, type, definitions))
  const resolved = resolveSchema(schema, definitions)
  if (!isObject(resolved) || isFlat(resolved)) return undefined
  const items = member(resolved, 'items')
  const properties = schemasByName(resolved, 'properties')
  const inner = [items, ...requiredOf(resolved).map((name) => properties.get(name))]
  return inner.some((one) => isSchema(one) && !isFlat(one))
    ? 'its style has no way to write lists or objects inside of lists or objects'
    : undefined
}

const FLAT_TYPES: readonly JsonType[] = [...SCALAR_TYPES, 'null']
