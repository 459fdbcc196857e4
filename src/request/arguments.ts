/** What a model gave → arguments that are valid against the tool and its body, pinned values included. */
import type { JsonSchema } from '../contract/model.ts'
import { admits, schemasByName } from '../contract/schema-admits.ts'
import { type JsonObject, type JsonValue, member } from '../lib/json.ts'
import { loadValidator, type Validate } from '../lib/json-schema.ts'
import { nearest } from '../lib/nearest.ts'
import { failure, type Result, success } from '../lib/result.ts'
import type { Tool } from '../tool/model.ts'
import { pinFaults } from '../tool/pins.ts'
import { assembleBody } from './assemble.ts'
import { coerce } from './coerce.ts'

/**
 * Checks the arguments of a call. The value is what `buildRequest` takes: strings that hold JSON parsed where the schema
 * wants something else, pinned values added. The error has a sentence for everything that is wrong, for the model.
 */
export async function checkArguments(tool: Tool, args: JsonObject): Promise<Result<JsonObject, readonly string[]>> {
  const compiled = await compile(tool)
  const faults: string[] = []
  const given = declaredArguments(tool, args, compiled, faults)
  for (const { message } of compiled.input(given)) faults.push(message)
  faults.push(...compiled.pins)
  if (faults.length > 0) return failure(faults)
  const complete = compiled.hasPins ? { ...given, ...tool.pinned } : given
  const body = tool.body === undefined ? undefined : assembleBody(tool, complete)
  const bodyFaults = body === undefined ? [] : compiled.body(body).map(({ message }) => `in the body: ${message}`)
  return bodyFaults.length > 0 ? failure(bodyFaults) : success(complete)
}

/** Those that the tool has, as they are meant. Nearly always all, just as they were given. */
function declaredArguments(tool: Tool, args: JsonObject, compiled: Compiled, faults: string[]): JsonObject {
  const declared: [string, JsonValue][] = []
  let isAsGiven = true
  for (const name of Object.keys(args)) {
    const value = args[name] ?? null
    const schema = compiled.arguments.get(name)
    const isText = typeof value === 'string' && compiled.texts.has(name)
    const meant = schema === undefined || isText ? value : coerce(value, [schema], compiled.definitions)
    if (schema === undefined) faults.push(undeclaredFault(name, tool, compiled))
    else declared.push([name, meant])
    isAsGiven &&= schema !== undefined && meant === value
  }
  return isAsGiven ? args : Object.fromEntries(declared)
}

interface Compiled {
  /** The arguments that a model may give. */
  readonly arguments: ReadonlyMap<string, JsonSchema>
  /** Those that may be a text, so that a text needs no second look. */
  readonly texts: ReadonlySet<string>
  readonly definitions: ReadonlyMap<string, JsonSchema>
  readonly input: Validate
  readonly body: Validate
  /** What is wrong with the pinned values, which are the same in every call. */
  readonly pins: readonly string[]
  readonly hasPins: boolean
}

const compiledTools = new WeakMap<Tool, Promise<Compiled>>()

/** Once per tool, at its first call. */
function compile(tool: Tool): Promise<Compiled> {
  const known = compiledTools.get(tool)
  if (known !== undefined) return known
  const compiled = loadValidator().then(async (validator): Promise<Compiled> => {
    const definitions = schemasByName(tool.inputSchema, '$defs')
    const schemas = schemasByName(tool.inputSchema, 'properties')
    const texts = [...schemas].filter(([, schema]) => admits(schema, 'string', definitions)).map(([name]) => name)
    return {
      arguments: schemas,
      texts: new Set(texts),
      definitions,
      input: validator.compile(tool.inputSchema, definitions),
      body:
        tool.body === undefined ? () => [] : validator.compile(tool.body.schema, tool.planned.operation.definitions),
      pins: (await pinFaults(tool)).map(({ argument, detail }) => `${argument} (set by the profile): ${detail}`),
      hasPins: Object.keys(tool.pinned).length > 0,
    }
  })
  compiledTools.set(tool, compiled)
  return compiled
}

/** Pinned arguments are never shown, so naming one is no slip of a model that follows the schema. */
function undeclaredFault(name: string, tool: Tool, compiled: Compiled): string {
  if (member(tool.pinned, name) !== undefined) return `${name}: is set by the profile and can't be given`
  const names = [...compiled.arguments.keys()]
  const [near] = nearest(name, names, 1)
  if (near !== undefined) return `${name}: is not an argument of this tool, did you mean ${near}?`
  return `${name}: is not an argument of this tool (${names.length === 0 ? 'it takes none' : names.join(', ')})`
}
