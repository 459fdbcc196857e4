/** Reports for other programs → what those programs' schemas ask for. */
import { describe, expect, test } from 'vitest'
import { reportJunit } from '../../src/cli/report/junit.ts'
import { createReport } from '../../src/cli/report/report.ts'
import { reportSarif } from '../../src/cli/report/sarif.ts'
import { problem, warning } from '../../src/problem/problem.ts'

const NASTY = '<&>"\'\u0000\u001b[31m]]>\ud800 é 🚗'
const AT = { source: 'profile', uri: 'file:///repo/a b/agent-profiles.json', pointer: '/profiles/a', line: 3 } as const
const REPORT = createReport(
  [
    {
      ...{
        id: NASTY,
        ok: false,
        contract: 'https://api.example/openapi.json',
        contracts: new Map(),
        scopes: [],
        tools: [],
      },
      problems: [
        problem('OPERATION_NOT_FOUND', AT, { operation: NASTY, nearest: [] }, NASTY),
        warning('OPERATION_DEPRECATED', { source: 'contract', uri: 'https://api.example/x' }, { operation: 'x' }, 'x'),
      ],
    },
    {
      ...{ id: 'b', ok: true, contract: 'file:///repo/openapi.yaml', contracts: new Map(), scopes: [], problems: [] },
      tools: [{ name: 'listX', access: 'read', operation: 'GET /x' }],
    },
  ],
  [problem('USAGE', { source: 'usage' }, { detail: 'no place at all' })],
)

/** The compiler holds its members to the types of the schema; here is what types can't say. */
describe('SARIF 2.1.0', () => {
  const [run] = JSON.parse(reportSarif(REPORT, '/repo')).runs
  const { rules } = run.tool.driver

  test('every result is of a rule, and of the level that the schema has', () => {
    for (const { ruleId, ruleIndex, level } of run.results) {
      expect(rules[ruleIndex].id).toBe(ruleId)
      expect(['error', 'warning', 'note', 'none']).toContain(level)
    }
    expect(new Set(rules.map(({ id }: { id: string }) => id)).size).toBe(rules.length)
  })

  test('a rule says what it means', () => {
    for (const { fullDescription, help } of rules) {
      expect(fullDescription.text.length).toBeGreaterThan(20)
      expect(help.text).toBe(fullDescription.text)
    }
  })

  test('a place is a URI reference, a line begins with 1', () => {
    const places = run.results.flatMap(({ locations }: { locations: { physicalLocation?: object }[] }) =>
      locations.flatMap(({ physicalLocation }) => physicalLocation ?? []),
    )
    expect(places).toEqual([
      { artifactLocation: { uri: 'a%20b/agent-profiles.json' }, region: { startLine: 3 } },
      { artifactLocation: { uri: 'https://api.example/x' } },
    ])
  })
})

/** @see https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd */
const ELEMENTS: Readonly<
  Record<string, { readonly in: readonly string[]; readonly needs: readonly string[]; readonly may: readonly string[] }>
> = {
  testsuites: { in: [''], needs: [], may: ['name', 'time', 'tests', 'failures', 'errors'] },
  testsuite: {
    in: ['testsuites'],
    needs: ['name', 'tests'],
    may: ['failures', 'errors', 'skipped', 'time', 'timestamp', 'hostname', 'id', 'package'],
  },
  testcase: { in: ['testsuite'], needs: ['name'], may: ['classname', 'time', 'status', 'file', 'line'] },
  failure: { in: ['testcase'], needs: [], may: ['type', 'message'] },
  'system-out': { in: ['testcase', 'testsuite'], needs: [], may: [] },
}

interface Element {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly parent: Element | undefined
}

/** Well-formed XML of elements, attributes and text only; anything else throws. */
function parseXml(xml: string): readonly Element[] {
  const found: Element[] = []
  let open: Element | undefined
  let rest = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '')
  while (rest !== '') {
    const [text = ''] = /^[^<]*/.exec(rest) ?? []
    if (/&(?!(?:amp|lt|gt|quot|apos|#10);)/.test(text) || text.includes(']]>')) throw new Error(`text: ${text}`)
    rest = rest.slice(text.length)
    if (rest === '') break
    const tag = /^<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>/.exec(rest)
    if (tag === null) throw new Error(`tag: ${rest.slice(0, 80)}`)
    const [whole, closes, name = '', attributes = '', empty] = tag
    rest = rest.slice(whole.length)
    if (closes === '/') {
      if (open?.name !== name) throw new Error(`${name} closes ${open?.name}`)
      open = open.parent
      continue
    }
    const pairs = [...attributes.matchAll(/ ([a-z]+)="([^"]*)"/g)].map(
      ([, key = '', value = '']) => [key, value] as const,
    )
    const element = { name, attributes: new Map(pairs), parent: open }
    if (element.attributes.size < pairs.length) throw new Error(`an attribute twice: ${whole}`)
    found.push(element)
    if (empty !== '/') open = element
  }
  if (open !== undefined) throw new Error(`${open.name} is open`)
  return found
}

describe('JUnit', () => {
  const xml = reportJunit(REPORT)
  const elements = parseXml(xml)

  test('elements stand where they may, with the attributes that they need', () => {
    for (const { name, attributes, parent } of elements) {
      const rule = ELEMENTS[name]
      expect(rule?.in).toContain(parent?.name ?? '')
      expect([...attributes.keys()]).toEqual(expect.arrayContaining([...(rule?.needs ?? [])]))
      for (const key of attributes.keys()) expect([...(rule?.needs ?? []), ...(rule?.may ?? [])]).toContain(key)
    }
  })

  test('the numbers are those of what is in a suite', () => {
    for (const suite of elements.filter(({ name }) => name === 'testsuite')) {
      const cases = elements.filter(({ parent }) => parent === suite)
      const failures = elements.filter(({ name, parent }) => name === 'failure' && parent?.parent === suite)
      expect(suite.attributes.get('tests')).toBe(String(cases.length))
      expect(suite.attributes.get('failures')).toBe(String(failures.length))
    }
  })

  test('every character is one of XML 1.0', () => {
    // a lone surrogate becomes another one when it is written as UTF-8
    const written = new TextDecoder().decode(new TextEncoder().encode(xml))
    expect(written).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u)
  })
})
