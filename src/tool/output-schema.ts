/** What an operation answers with → the output schema that its tool is listed with, which no answer can fail. */
import type { JsonSchema, Response } from '../contract/model.ts'
import { type Definitions, resolveSchema, schemasByName } from '../contract/schema-admits.ts'
import { type JsonObject, member, stringifyJson } from '../lib/json.ts'
import { isJson, isText } from '../lib/media-type.ts'
import type { ProvenTool } from '../plan/model.ts'
import { isInherited, plainName, type Simplifying, simplify } from './answer-schema.ts'
import type { Output } from './model.ts'
import { placeDefinitions } from './place-definitions.ts'
import { partsOf } from './read-only.ts'
import type { Places, Report } from './report.ts'
import { withoutBoolean } from './tidy-schema.ts'

/** Characters of a listed schema; it is part of every conversation. */
const MOST_CHARACTERS = 16_384

const DESCRIPTION_LIMIT = 160

/**
 * Undefined, with a warning, where the contract does not say it or says too much. Nothing at the root is required and
 * other properties are admitted, so that the text alone conforms whenever the answer does not.
 */
export function outputOf({ operation }: ProvenTool, report: Report, places: Places): Output | undefined {
  const at = places.inContract(operation.pointer)
  const leftOut = (detail: string): undefined => {
    report.warn('OUTPUT_SCHEMA_LEFT_OUT', at, { detail })
  }
  const read = operation.responses()
  if (!read.ok) return leftOut('the answers in the contract can not be read')
  const { responses, definitions } = read.value
  const successes = responses.filter(({ status }) => status.startsWith('2')).flatMap(({ content }) => content)
  if (!successes.some(({ mediaType }) => isJson(mediaType))) return leftOut('the contract has no JSON answer')
  if (!successes.every(({ mediaType }) => isText(mediaType))) return leftOut('some answers are no text')
  const schema = oneSchema(successes)
  const describe = (text: string): string | undefined =>
    report.clean(text, DESCRIPTION_LIMIT, 'description of an answer', at) || undefined
  const described = build(schema, { definitions, describe })
  if (sizeOf(described) <= MOST_CHARACTERS) return described
  const bare = build(schema, { definitions, describe: () => undefined })
  const size = sizeOf(bare)
  return size <= MOST_CHARACTERS
    ? bare
    : leftOut(`it would have ${size} characters, at most ${MOST_CHARACTERS} are shown`)
}

function sizeOf({ schema }: Output): number {
  return stringifyJson(schema).length
}

function oneSchema(content: Response['content']): JsonSchema {
  const schemas = content.filter(({ mediaType }) => isJson(mediaType)).map(({ schema }) => schema)
  const different = [...new Map(schemas.map((schema) => [stringifyJson(schema), schema])).values()]
  return different.length === 1 ? (different[0] ?? true) : { anyOf: different }
}

function build(schema: JsonSchema, simplifying: Simplifying): Output {
  const members = objectMembers(schema, simplifying.definitions)
  const simple = simplify(members === undefined ? schema : { properties: Object.fromEntries(members) }, simplifying)
  const byName = new Map([...simplifying.definitions].map(([name, one]) => [plainName(name), one]))
  const placed = placeDefinitions([simple], (name) => simplify(byName.get(name) ?? true, simplifying))
  const [whole = true] = placed.schemas
  const properties =
    members === undefined
      ? new Map<string, JsonSchema>([['result', withoutBoolean(whole)]])
      : schemasByName(withoutBoolean(whole), 'properties')
  const textName = freeName([...properties.keys(), ...(members?.keys() ?? [])])
  return {
    schema: {
      type: 'object',
      properties: { ...Object.fromEntries(properties), [textName]: TEXT },
      ...(Object.keys(placed.definitions).length === 0 ? {} : { $defs: placed.definitions }),
    },
    wrapped: members === undefined,
    textName,
  }
}

const TEXT: JsonObject = {
  type: 'string',
  description: 'In place of all else: the text of an answer that has another form, was cut or comes with notes.',
}

function freeName(taken: readonly string[]): string {
  let name = 'answerText'
  while (taken.includes(name)) name = `${name}_`
  return name
}

/** The properties of an answer that is an object whichever way it turns out; undefined where it may be something else. */
function objectMembers(schema: JsonSchema, definitions: Definitions): ReadonlyMap<string, JsonSchema> | undefined {
  const parts = partsOf(resolveSchema(schema, definitions), definitions).filter((part) => typeof part === 'object')
  const isObject = parts.some((part) => member(part, 'type') === 'object' || member(part, 'properties') !== undefined)
  if (!isObject || parts.some((part) => OPEN.some((keyword) => member(part, keyword) !== undefined))) return undefined
  const members = new Map<string, JsonSchema>()
  for (const part of parts) {
    for (const [name, one] of schemasByName(part, 'properties')) {
      const other = members.get(name)
      if (!isInherited(name)) members.set(name, other === undefined ? one : { allOf: [other, one] })
    }
  }
  return members.size === 0 ? undefined : members
}

/** What can't be said by properties alone. */
const OPEN = ['oneOf', 'anyOf', 'not', 'const', 'enum', 'patternProperties'] as const
