/** A report → JSON, the stable form for programs. */

import type { JsonObject } from '../../lib/json.ts'
import { hintOf, messageOf } from '../../problem/format.ts'
import type { Problem } from '../../problem/problem.ts'
import type { Report } from './report.ts'

export function reportJson(report: Report): string {
  const profiles = report.profiles.map(({ id, ok, contract, tools, problems }) => ({
    id,
    ok,
    contract,
    tools: tools.map(({ name }) => name),
    problems: problems.map(problemJson),
  }))
  return `${JSON.stringify({ version: 1, ok: report.ok, profiles, problems: report.problems.map(problemJson) }, undefined, 2)}\n`
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
