/** A report → SARIF 2.1.0, for code scanning. */
import type { Log, ReportingDescriptor, Result } from 'sarif'
import { version } from '../../node/version.ts'
import { explanations } from '../../problem/explanations.ts'
import { hintOf, messageOf } from '../../problem/format.ts'
import type { Problem, ProblemCode } from '../../problem/problem.ts'
import { placeOf } from './place.ts'
import { allProblems, type Report } from './report.ts'

/** @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function reportSarif(report: Report, cwd: string): string {
  const problems = allProblems(report)
  const rules = [...new Set(problems.map(({ code }) => code))].sort()
  const sarif: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'drawbridge', version, rules: rules.map(rule) } },
        results: problems.map((found) => result(found, cwd, rules.indexOf(found.code))),
      },
    ],
  }
  return `${JSON.stringify(sarif, undefined, 2)}\n`
}

/** What a code means, for who opens the finding. */
function rule(id: ProblemCode): ReportingDescriptor {
  const text = explanations[id]
  return { id, shortDescription: { text: id }, fullDescription: { text }, help: { text } }
}

function result(found: Problem, cwd: string, ruleIndex: number): Result {
  const hint = hintOf(found)
  const { file, line } = placeOf(found.at, cwd)
  // a URI reference
  const uri = file?.split('/').map(encodeURIComponent).join('/') ?? found.at.uri
  const region = line === undefined ? {} : { region: { startLine: line } }
  const logical = found.at.pointer === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: found.at.pointer }] }
  const location = uri === undefined ? {} : { physicalLocation: { artifactLocation: { uri }, ...region } }
  return {
    ruleId: found.code,
    ruleIndex,
    level: found.severity,
    message: { text: hint === undefined ? messageOf(found) : `${messageOf(found)} ${hint}` },
    locations: [{ ...location, ...logical }],
  }
}
