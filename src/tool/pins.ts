/** Pinned values → what their arguments' schemas have against them. */
import { schemasByName } from '../contract/schema-admits.ts'
import { member } from '../lib/json.ts'
import { loadValidator } from '../lib/json-schema.ts'
import { childPointer } from '../lib/pointer.ts'
import type { Plan } from '../plan/model.ts'
import { type Problem, problem } from '../problem/problem.ts'
import type { Tool, ToolSet } from './model.ts'

export interface PinFault {
  readonly argument: string
  readonly detail: string
}

/** Loads the validator only where something is pinned. */
export async function pinFaults({ pinned, pinnedSchema }: Tool): Promise<readonly PinFault[]> {
  if (pinnedSchema === undefined) return []
  const { compile } = await loadValidator()
  const definitions = schemasByName(pinnedSchema, '$defs')
  return [...schemasByName(pinnedSchema, 'properties')].flatMap(([argument, schema]) => {
    const [violation] = compile(schema, definitions)(member(pinned, argument) ?? null)
    return violation === undefined ? [] : [{ argument, detail: violation.message }]
  })
}

/** An error for each pinned value that its argument can't have. */
export async function pinProblems(
  { profilesUri }: Pick<Plan, 'profilesUri'>,
  tools: ToolSet,
): Promise<readonly Problem[]> {
  const found: Problem[] = []
  for (const tool of tools.values()) {
    const { entry } = tool.planned
    for (const fault of await pinFaults(tool)) {
      const pointer = childPointer(entry.pointer, 'arguments', 'pin', fault.argument)
      const at = { source: 'profile', uri: profilesUri, pointer } as const
      found.push(problem('ARGUMENT_PIN_INVALID', at, { ...fault }, entry.operation))
    }
  }
  return found
}
