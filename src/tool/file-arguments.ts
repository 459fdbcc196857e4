/** Arguments that are base64 → the same, each of which may also name a file. */
import type { JsonSchema } from '../contract/model.ts'
import { isSchema } from '../contract/schema-admits.ts'
import { isObject, type JsonObject, member } from '../lib/json.ts'
import type { Argument } from './bindings.ts'

/** The argument with a file in place of its base64, or of each of a list; undefined where it is no base64. */
export function withFile(argument: Argument): Argument | undefined {
  const { schema } = argument
  if (isBase64(schema)) return { ...argument, schema: orFile(schema) }
  const items = isObject(schema) ? member(schema, 'items') : undefined
  if (!isObject(schema) || !isSchema(items) || !isBase64(items)) return undefined
  return { ...argument, schema: { ...schema, items: orFile(items) } }
}

function isBase64(schema: JsonSchema): boolean {
  return isObject(schema) && member(schema, 'contentEncoding') === 'base64'
}

function orFile(base64: JsonSchema): JsonObject {
  return { anyOf: [base64, FILE] }
}

const FILE: JsonObject = {
  type: 'object',
  description: 'A file in one of the folders that the profile allows, by its path in that folder.',
  properties: { file: { type: 'string' } },
  required: ['file'],
  additionalProperties: false,
}
