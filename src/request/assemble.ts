/** Arguments → the value of the body, before it is written. */
import { type JsonObject, type JsonValue, member } from '../lib/json.ts'
import type { Tool } from '../tool/model.ts'

/** Undefined where there is no body to send: none of it was given, and none is required. */
export function assembleBody(tool: Tool, args: JsonObject): JsonValue | undefined {
  const properties: [string, JsonValue][] = []
  for (const binding of tool.bindings) {
    const value = member(args, binding.argument)
    if (binding.to === 'parameter' || value === undefined) continue
    if (binding.to === 'body') return value
    properties.push([binding.property, value])
  }
  // an object body that must be there may still have no property that must be; any other is a required argument
  return properties.length > 0 || tool.body?.required === true ? Object.fromEntries(properties) : undefined
}
