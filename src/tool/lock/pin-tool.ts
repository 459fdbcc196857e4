/** A tool → the JSON that is pinned of it: all that the agent sees, what its arguments are bound to, what is fixed and what its entry says. */
import type { JsonSchema } from '../../contract/model.ts'
import { isObject, type JsonObject } from '../../lib/json.ts'
import type { Binding, Tool } from '../model.ts'
import { createCanonicalSchemas } from './canonical-schema.ts'
import { targetOf } from './pin-operation.ts'
import { pinEntryRules } from './pin-rules.ts'

export function pinTool(tool: Tool): JsonObject {
  const { name, title, description, inputSchema, annotations, bindings, pinned, output } = tool
  return {
    name,
    title,
    description,
    inputSchema: canonicalRoot(inputSchema),
    ...(output === undefined ? {} : { outputSchema: canonicalRoot(output.schema) }),
    annotations: { ...annotations },
    arguments: Object.fromEntries(bindings.map((binding) => [binding.argument, boundTo(binding)])),
    fixed: pinned,
    rules: pinEntryRules(tool.planned.entry),
  }
}

function boundTo(binding: Binding): string {
  if (binding.to === 'parameter') return targetOf(binding.parameter)
  return binding.to === 'property' ? `body ${binding.property}` : 'body'
}

function canonicalRoot({ $defs, ...root }: JsonObject): JsonObject {
  const own = isObject($defs) ? Object.entries($defs) : []
  // the schemas of a tool are what the compiler made: its definitions are schemas
  const schemas = createCanonicalSchemas(new Map(own as [string, JsonSchema][]))
  const schema = schemas.canonical(root)
  const definitions = schemas.definitions()
  if (!isObject(schema) || Object.keys(definitions).length === 0) return isObject(schema) ? schema : {}
  return { ...schema, $defs: definitions }
}
