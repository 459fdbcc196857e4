/** One operation, allowlisted and compiled: the tool, or the problems. */
import type { Checked } from '../../src/problem/checked.ts'
import { andThen, pass } from '../../src/problem/checked.ts'
import type { ToolEntry } from '../../src/profile/model.ts'
import { compileTools } from '../../src/tool/compile.ts'
import type { Tool } from '../../src/tool/model.ts'
import { type OperationParts, planOf } from '../plan/factory.ts'

export function compileOne(operation: OperationParts, entry: Partial<ToolEntry> = {}): Checked<Tool> {
  const { method = 'GET', path = '/jobs' } = operation
  const allowed = { operation: `${method} ${path}`, access: method === 'GET' ? 'read' : 'write', ...entry } as const
  return andThen(andThen(planOf({ tools: [allowed] }, { operations: [operation] }), compileTools), (tools) => {
    const [tool] = tools.values()
    if (tool === undefined) throw new Error('no tool')
    return pass(tool)
  })
}

/** The tool; throws with the problems where there is none. */
export function toolOf(operation: OperationParts, entry: Partial<ToolEntry> = {}): Tool {
  const compiled = compileOne(operation, entry)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.value
}
