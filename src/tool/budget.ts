/** Tools and the profile's budget for their definitions → whether they keep to it. */

import { childPointer } from '../lib/pointer.ts'
import type { Plan } from '../plan/model.ts'
import { type Problem, problem } from '../problem/problem.ts'
import type { ToolDefinition, ToolSet } from './model.ts'
import { offersReadMore, READ_MORE } from './read-more.ts'
import { toolSize } from './size.ts'

/** How many of the largest tools are named. */
const NAMED = 5

/** An error where all definitions together, the bridge's own included, have more estimated tokens than the profile allows. */
export function budgetProblems(
  { profile, profilesUri }: Pick<Plan, 'profile' | 'profilesUri'>,
  tools: ToolSet,
): readonly Problem[] {
  const limit = profile.limits.toolTokens
  if (limit === undefined) return []
  const listed: readonly ToolDefinition[] = [...tools.values(), ...(offersReadMore(profile, tools) ? [READ_MORE] : [])]
  const sizes = listed.map((tool) => ({ tool: tool.name, tokens: toolSize(tool).tokens }))
  const tokens = sizes.reduce((sum, size) => sum + size.tokens, 0)
  if (tokens <= limit) return []
  const largest = sizes.toSorted((a, b) => b.tokens - a.tokens).slice(0, NAMED)
  const pointer = childPointer(profile.pointer, 'limits', 'toolTokens')
  return [problem('TOOL_BUDGET_EXCEEDED', { source: 'profile', uri: profilesUri, pointer }, { tokens, limit, largest })]
}
