/** A report → JSON, the stable form for programs. */

import type { JsonObject } from '../../lib/json.ts'
import { hintOf, messageOf } from '../../problem/format.ts'
import type { Problem } from '../../problem/problem.ts'
import type { ProfileReport, Report } from './report.ts'

export function reportJson(report: Report): string {
  const profiles = report.profiles.map(({ id, ok, contracts, tools, problems }) => ({
    id,
    ok,
    ...contractsJson(contracts),
    tools: tools.map(({ name }) => name),
    problems: problems.map(problemJson),
  }))
  return `${JSON.stringify({ version: 1, ok: report.ok, profiles, problems: report.problems.map(problemJson) }, undefined, 2)}\n`
}

/** The only contract; of several the first, and all of them by the names of their upstreams. */
function contractsJson(contracts: ProfileReport['contracts']): JsonObject {
  const [contract = ''] = contracts.values()
  return contracts.has('') ? { contract } : { contract, contracts: Object.fromEntries(contracts) }
}

/** One problem as programs read it; JSON-RPC errors of `start` carry the same. */
export function problemJson(found: Problem): JsonObject {
  const { code, severity, operation, at } = found
  const hint = hintOf(found)
  return {
    code,
    severity,
    ...(operation === undefined ? {} : { operation }),
    message: messageOf(found),
    ...(hint === undefined ? {} : { hint }),
    at: { ...at },
  }
}
