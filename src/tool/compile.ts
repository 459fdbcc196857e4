/** A plan → its tools, built once: a call only looks up. */

import type { Plan, PlannedTool, ProvenTool } from '../plan/model.ts'
import { all, andThen, type Checked, pass, unlessErrors } from '../problem/checked.ts'
import type { Profile } from '../profile/model.ts'
import { annotationsOf } from './annotations.ts'
import { argumentCount } from './argument-count.ts'
import { type Argument, bindArguments } from './bindings.ts'
import { bodySchema } from './body-schema.ts'
import { toolDescription } from './description.ts'
import { withFile } from './file-arguments.ts'
import { inputSchema } from './input-schema.ts'
import { leanSchema } from './lean-schema.ts'
import type { Tool, ToolSet } from './model.ts'
import { outputOf } from './output-schema.ts'
import { govern } from './policy.ts'
import { createReport, type Places } from './report.ts'
import { reportSession } from './session.ts'
import { toolTitle } from './title.ts'

/** Compiles every tool of the plan, in its order; names of an argument policy that mean nothing are errors. */
export function compileTools(plan: Plan): Checked<ToolSet> {
  const places: Places = {
    contract: plan.contract,
    inProfile: (pointer) => ({ source: 'profile', uri: plan.profilesUri, pointer }),
    inContract: (pointer) => ({ source: 'contract', uri: plan.contract, pointer }),
  }
  const compiled = all(plan.tools.map((proven) => compileTool(proven, plan.profile, places)))
  return andThen(compiled, (tools) => pass(new Map(tools.map((tool) => [tool.name, tool]))))
}

function compileTool(proven: ProvenTool, profile: Profile, places: Places): Checked<Tool> {
  const planned = withoutDocument(proven)
  const { entry, operation, content, name } = planned
  const report = createReport(entry.operation, [places.contract, planned.base.origin])
  const at = places.inContract(operation.pointer)
  const offered = offerFiles(bindArguments(planned), profile)
  const governed = govern(offered.all, entry, operation.definitions, report, places)
  reportSession(entry, offered.all, report, places)
  const { shown, fixed, bound, pinned } = governed
  const output = (entry.outputSchema ?? profile.outputSchema) ? outputOf(proven, report, places) : undefined
  const tool: Tool = {
    name,
    title: toolTitle(planned, report, places),
    description: toolDescription(planned, report, places),
    inputSchema: leanSchema({
      ...inputSchema(shown, operation.definitions, report, places, at),
      ...argumentCount(planned, governed),
    }),
    annotations: annotationsOf(planned),
    bindings: bound.map(({ binding }) => binding),
    pinned,
    ...(fixed.length === 0
      ? {}
      : {
          // nobody is shown these, so what is cleaned in their texts is of no interest
          pinnedSchema: inputSchema(fixed, operation.definitions, createReport(entry.operation), places, at),
        }),
    planned,
    fileArguments: offered.files,
    ...(output === undefined ? {} : { output }),
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

/** Tools stay for a whole session; the way to the schemas of answers would keep the contract with them. */
function withoutDocument(proven: ProvenTool): PlannedTool {
  const { responses, ...operation } = proven.operation
  return { ...proven, operation }
}

interface Offered {
  readonly all: readonly Argument[]
  /** Those that may be files. */
  readonly files: ReadonlySet<string>
}

/** Where the profile has folders to read from, base64 may be given as a file. */
function offerFiles(all: readonly Argument[], { files }: Profile): Offered {
  const withFiles = files === undefined || files.read.length === 0 ? [] : all.map(withFile)
  return {
    all: all.map((argument, index) => withFiles[index] ?? argument),
    files: new Set(withFiles.flatMap((argument) => (argument === undefined ? [] : [argument.binding.argument]))),
  }
}
