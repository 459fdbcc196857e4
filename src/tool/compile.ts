/** A plan → its tools, built once: a call only looks up. */

import type { Plan, PlannedTool } from '../plan/model.ts'
import { all, andThen, type Checked, pass, unlessErrors } from '../problem/checked.ts'
import { annotationsOf } from './annotations.ts'
import { bindArguments } from './bindings.ts'
import { bodySchema } from './body-schema.ts'
import { toolDescription } from './description.ts'
import { inputSchema } from './input-schema.ts'
import type { Tool, ToolSet } from './model.ts'
import { govern } from './policy.ts'
import { createReport, type Places } from './report.ts'
import { toolTitle } from './title.ts'

/** Compiles every tool of the plan, in its order; names of an argument policy that mean nothing are errors. */
export function compileTools(plan: Plan): Checked<ToolSet> {
  const places: Places = {
    inProfile: (pointer) => ({ source: 'profile', uri: plan.profilesUri, pointer }),
    inContract: (pointer) => ({ source: 'contract', uri: plan.contract, pointer }),
  }
  const compiled = all(plan.tools.map((planned) => compileTool(planned, places)))
  return andThen(compiled, (tools) => pass(new Map(tools.map((tool) => [tool.name, tool]))))
}

function compileTool(planned: PlannedTool, places: Places): Checked<Tool> {
  const { entry, operation, content, name } = planned
  const report = createReport(entry.operation)
  const at = places.inContract(operation.pointer)
  const { shown, bound, pinned } = govern(bindArguments(planned), entry, operation.definitions, report, places)
  const tool: Tool = {
    name,
    title: toolTitle(planned, report, places),
    description: toolDescription(planned, report, places),
    inputSchema: inputSchema(shown, operation.definitions, report, places, at),
    annotations: annotationsOf(planned),
    bindings: bound.map(({ binding }) => binding),
    pinned,
    planned,
    ...(content === undefined
      ? {}
      : {
          body: {
            content,
            required: operation.requestBody?.required === true,
            schema: bodySchema(content, operation, report, at),
          },
        }),
  }
  return unlessErrors(report.problems, () => tool)
}
