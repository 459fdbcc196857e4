/** Arguments → the schema that clients are shown and that calls are checked against. */
import type { JsonSchema } from '../contract/model.ts'
import type { Definitions } from '../contract/schema-admits.ts'
import type { JsonObject } from '../lib/json.ts'
import type { Location } from '../problem/problem.ts'
import type { Argument } from './bindings.ts'
import { placeDefinitions } from './place-definitions.ts'
import type { Places, Report } from './report.ts'
import { DESCRIPTION_LIMIT, deprecatedText, type Tidying, tidySchema, withoutBoolean } from './tidy-schema.ts'

/** An object without composition at its root; references are `#/$defs/<name>` and stay inside. */
export function inputSchema(
  shown: readonly Argument[],
  definitions: Definitions,
  report: Report,
  places: Places,
  operationAt: Location,
): JsonObject {
  const schemas = shown.map((argument) => {
    const what = `argument ${argument.binding.argument}`
    return describe(argument, { definitions, report, what, at: places.inContract(argument.pointer) })
  })
  const placed = placeDefinitions(schemas, tidiedDefinitions(definitions, report, operationAt))
  const properties = shown.map(({ binding }, index) => [
    binding.argument,
    withoutBoolean(placed.schemas[index] ?? true),
  ])
  const required = shown.filter((argument) => argument.required).map(({ binding }) => binding.argument)
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
    ...(Object.keys(placed.definitions).length === 0 ? {} : { $defs: placed.definitions }),
  }
}

/** Each definition tidied when it is first asked for. */
export function tidiedDefinitions(
  definitions: Definitions,
  report: Report,
  at: Location,
): (name: string) => JsonSchema {
  return (name) => {
    const definition = definitions.get(name)
    if (definition === undefined) throw new Error(`an operation was read without its definition ${name}`)
    return tidySchema(definition, { definitions, report, what: `schema ${name}`, at })
  }
}

function describe(argument: Argument, tidying: Tidying): JsonSchema {
  const tidied = tidySchema(argument.schema, tidying)
  const written = argument.description
  if (argument.deprecated) return { ...withoutBoolean(tidied), description: deprecatedText(written ?? '', tidying) }
  const description = written && tidying.report.clean(written, DESCRIPTION_LIMIT, tidying.what, tidying.at)
  return description ? { ...withoutBoolean(tidied), description } : tidied
}
