/** Tools → the patterns of their arguments that are not checked before sending. */
import type { JsonSchema } from '../contract/model.ts'
import { schemasByName } from '../contract/schema-admits.ts'
import { isObject, member } from '../lib/json.ts'
import { loadPatterns } from '../lib/pattern.ts'
import type { JsonPointer } from '../lib/pointer.ts'
import type { Plan } from '../plan/model.ts'
import { type Problem, warning } from '../problem/problem.ts'
import type { Tool, ToolSet } from './model.ts'
import { mapSubschemas } from './subschemas.ts'

/** Loads the pattern engine: for a check, not for starting. A pattern is said once for each tool that has it. */
export async function unenforcedPatterns({ contract }: Plan, tools: ToolSet): Promise<readonly Problem[]> {
  const compilePattern = await loadPatterns()
  return [...tools.values()].flatMap((tool) =>
    [...patternsOf(tool)].flatMap(([pattern, pointer]) => {
      const compiled = compilePattern(pattern)
      if (compiled.ok) return []
      const at = { source: 'contract', uri: contract, pointer } as const
      return [warning('PATTERN_NOT_ENFORCED', at, { pattern, detail: compiled.error }, tool.planned.entry.operation)]
    }),
  )
}

/** Each pattern with the place in the contract of the first argument that has it; definitions stand for the operation. */
function patternsOf(tool: Tool): ReadonlyMap<string, JsonPointer> {
  const { operation, content } = tool.planned
  const found = new Map<string, JsonPointer>()
  const bindings = new Map(tool.bindings.map((binding) => [binding.argument, binding]))
  for (const [argument, schema] of schemasByName(tool.inputSchema, 'properties')) {
    const binding = bindings.get(argument)
    const pointer = binding?.to === 'parameter' ? binding.parameter.pointer : content?.pointer
    collect(schema, pointer ?? operation.pointer, found)
  }
  for (const schema of schemasByName(tool.inputSchema, '$defs').values()) collect(schema, operation.pointer, found)
  return found
}

function collect(root: JsonSchema, pointer: JsonPointer, found: Map<string, JsonPointer>): void {
  const visit = (schema: JsonSchema): JsonSchema => {
    if (typeof schema === 'boolean') return schema
    const pattern = member(schema, 'pattern')
    const byName = member(schema, 'patternProperties')
    const patterns = [
      ...(typeof pattern === 'string' ? [pattern] : []),
      ...(isObject(byName) ? Object.keys(byName) : []),
    ]
    for (const one of patterns) if (!found.has(one)) found.set(one, pointer)
    return mapSubschemas(schema, visit)
  }
  visit(root)
}
