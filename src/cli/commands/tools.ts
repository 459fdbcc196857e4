/** `bridge tools`: what the agent will see, and which operation each tool is bound to. */
import { loadProfile } from '../../bridge/load.ts'
import { printable } from '../../lib/printable.ts'
import { listTools } from '../../mcp/listing.ts'
import type { ExitCode } from '../../problem/exit.ts'
import type { Binding, Tool } from '../../tool/model.ts'
import { offersReadMore, READ_MORE } from '../../tool/read-more.ts'
import { toolSize } from '../../tool/size.ts'
import { type Context, loadOptions, openProfile } from '../context.ts'
import { fail } from '../failure.ts'
import { createPaint } from '../report/paint.ts'

export interface ToolsOptions {
  readonly profile?: string
  readonly format: 'text' | 'json'
}

/** Binds a listed tool to its operation. */
const META_KEY = 'io.github.drawbridge-mcp/binding'

export async function tools(context: Context, options: ToolsOptions): Promise<ExitCode> {
  const chosen = await openProfile(context, options.profile)
  if (!chosen.ok) return fail(context.terminal, chosen.problems)
  const loaded = await loadProfile(chosen.value.profile, chosen.value.profiles, loadOptions(context))
  if (!loaded.ok) return fail(context.terminal, loaded.problems)
  const set = [...loaded.value.tools.values()]
  const own = offersReadMore(chosen.value.profile, loaded.value.tools) ? [READ_MORE] : []
  const { out } = context.terminal
  if (options.format === 'json') {
    const listed = listTools([...set, ...own]).map((tool, index) => ({
      ...tool,
      _meta: { [META_KEY]: bindingOf(set[index]) },
    }))
    out.write(`${JSON.stringify(listed, undefined, 2)}\n`)
    return 0
  }
  const paint = createPaint(out.colour)
  for (const tool of set) {
    const { bytes, tokens } = toolSize(tool)
    const { operation, access } = tool.planned
    out.write(
      `${paint.bold(tool.name)}  ${access}  ${printable(operation.key)}  ${bytes} bytes, about ${tokens} tokens\n`,
    )
    out.write(`  ${printable(tool.title)}\n`)
    for (const detail of detailsOf(tool)) out.write(`  ${paint.dim(printable(detail))}\n`)
  }
  for (const { name: uri, operation } of loaded.value.resources) {
    out.write(`${paint.bold(printable(uri))}  read  resource\n`)
    if (operation.summary !== undefined) out.write(`  ${printable(operation.summary)}\n`)
  }
  for (const tool of own) {
    const { bytes, tokens } = toolSize(tool)
    out.write(`${paint.bold(tool.name)}  the bridge's own, calls nothing  ${bytes} bytes, about ${tokens} tokens\n`)
  }
  const total = [...set, ...own]
    .map(toolSize)
    .reduce((sum, size) => ({ bytes: sum.bytes + size.bytes, tokens: sum.tokens + size.tokens }), {
      bytes: 0,
      tokens: 0,
    })
  out.write(`${set.length + own.length} tools, ${total.bytes} bytes, about ${total.tokens} tokens\n`)
  return 0
}

/** Where the arguments go, and what is no argument. */
function detailsOf({ bindings, pinned, planned: { scopes, withheld } }: Tool): readonly string[] {
  return [
    ...bindings.map(bindingText),
    ...Object.keys(pinned).map((name) => `${name} is fixed by the profile`),
    ...(scopes.length === 0 ? [] : [`needs the ${scopes.length === 1 ? 'scope' : 'scopes'} ${scopes.join(', ')}`]),
    ...withheld.map(({ in: place, name }) => `${place} "${name}" is a credential, so no argument`),
  ]
}

function bindingOf(tool: Tool | undefined) {
  if (tool === undefined) return { own: true }
  const { entry, operation, access, base } = tool.planned
  const bindings = tool.bindings.map((binding) => ({ argument: binding.argument, ...TARGETS[binding.to](binding) }))
  return {
    ...(entry.upstream === '' ? {} : { upstream: entry.upstream }),
    operation: operation.operationId ?? operation.key,
    method: operation.method,
    path: operation.path,
    server: base.origin + base.path,
    access,
    arguments: bindings,
  }
}

interface Target {
  readonly in: string
  readonly name?: string
}

const TARGETS: Readonly<Record<Binding['to'], (binding: Binding) => Target>> = {
  parameter: (binding) =>
    binding.to === 'parameter' ? { in: binding.parameter.in, name: binding.parameter.name } : { in: 'body' },
  property: (binding) => (binding.to === 'property' ? { in: 'body', name: binding.property } : { in: 'body' }),
  body: () => ({ in: 'body' }),
}

function bindingText(binding: Binding): string {
  const target = TARGETS[binding.to](binding)
  return `${binding.argument} → ${target.in}${target.name === undefined || target.name === binding.argument ? '' : ` "${target.name}"`}`
}
