/** A report → JUnit XML: a suite for each profile, a case for each tool and each problem. */
import { describe, messageOf } from '../../problem/format.ts'
import type { Problem } from '../../problem/problem.ts'
import type { ProfileReport, Report } from './report.ts'

export function reportJunit(report: Report): string {
  const suites = report.profiles.map(suiteOf)
  const outer = report.problems.length === 0 ? [] : [suite('profiles file', report.problems.map(caseOf))]
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="bridge check">\n${[...outer, ...suites].join('')}</testsuites>\n`
}

function suiteOf({ id, tools, problems }: ProfileReport): string {
  const proven = tools.map(
    ({ name, operation }) => `    <testcase classname="${xml(operation)}" name="${xml(name)}"/>\n`,
  )
  return suite(id, [...problems.map(caseOf), ...proven])
}

function suite(name: string, cases: readonly string[]): string {
  const failures = cases.filter((one) => one.includes('<failure ')).length
  return `  <testsuite name="${xml(name)}" tests="${cases.length}" failures="${failures}">\n${cases.join('')}  </testsuite>\n`
}

/** A warning is a case that passes and says so. */
function caseOf(found: Problem): string {
  const text = xml(describe(found))
  const body =
    found.severity === 'error'
      ? `<failure type="${found.code}" message="${xml(messageOf(found))}">${text}</failure>`
      : `<system-out>${text}</system-out>`
  return `    <testcase classname="${xml(found.operation ?? found.at.source)}" name="${found.code}">${body}</testcase>\n`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

function xml(text: string): string {
  return (
    text
      .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
      // XML 1.0 can't hold these, escaped or not
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replaceAll('\n', '&#10;')
  )
}
