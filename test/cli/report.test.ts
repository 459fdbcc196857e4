import { describe, expect, test } from 'vitest'
import { reportGithub } from '../../src/cli/report/github.ts'
import { reportJson } from '../../src/cli/report/json.ts'
import { reportJunit } from '../../src/cli/report/junit.ts'
import { createPaint } from '../../src/cli/report/paint.ts'
import { createReport, type Report } from '../../src/cli/report/report.ts'
import { reportSarif } from '../../src/cli/report/sarif.ts'
import { reportText } from '../../src/cli/report/text.ts'
import { problem, warning } from '../../src/problem/problem.ts'

const CWD = '/repo'
const IN_FILE = {
  source: 'profile',
  uri: 'file:///repo/mcp/agent-profiles.json',
  pointer: '/profiles/a/tools/1',
  line: 14,
} as const
const IN_CONTRACT = { source: 'contract', uri: 'https://api.example/openapi.json', pointer: '/paths/~1x/get' } as const

/** One profile that failed, with text that every format has to escape, and one that passed. */
const REPORT: Report = createReport(
  [
    {
      id: 'a',
      ok: false,
      contracts: new Map([['', 'https://api.example/openapi.json']]),
      tools: [],
      scopes: [],
      problems: [
        problem('OPERATION_NOT_FOUND', IN_FILE, { operation: 'get<&>"\u001b[31m%: ,\nX', nearest: ['getX'] }, 'getX'),
        warning('OPERATION_DEPRECATED', IN_CONTRACT, { operation: 'oldX' }, 'oldX'),
      ],
    },
    {
      id: 'b',
      ok: true,
      contracts: new Map([['', 'file:///repo/openapi.yaml']]),
      tools: [{ name: 'listX', access: 'read', operation: 'GET /x' }],
      scopes: ['x:read', 'x:write'],
      problems: [],
    },
  ],
  [],
)

describe('github', () => {
  const lines = reportGithub(REPORT, CWD).trimEnd().split('\n')

  test('marks the line in the file, relative to the working folder', () => {
    expect(lines[0]).toMatch(/^::error file=mcp\/agent-profiles\.json,line=14,title=OPERATION_NOT_FOUND \(a\)::/)
  })

  test('keeps every message on one line', () => {
    expect(lines).toHaveLength(3)
    expect(lines.every((line) => line.startsWith('::'))).toBe(true)
    expect(lines[0]).toContain('%25: ,')
  })

  test('says where a problem of a fetched document is, and which profiles are proven', () => {
    expect(lines[1]).toMatch(
      /^::warning title=OPERATION_DEPRECATED \(a\)::.*\(https:\/\/api\.example\/openapi\.json\/paths\/~1x\/get\)/,
    )
    expect(lines[2]).toBe('::notice title=bridge check::b: 1 tool: 1 read, proven')
  })
})

test('sarif has a rule for each code and a result with a place for each problem', () => {
  const { version, runs } = JSON.parse(reportSarif(REPORT, CWD))
  const [{ tool, results }] = runs
  expect(version).toBe('2.1.0')
  expect(tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(['OPERATION_DEPRECATED', 'OPERATION_NOT_FOUND'])
  expect(results).toMatchObject([
    {
      ruleId: 'OPERATION_NOT_FOUND',
      ruleIndex: 1,
      level: 'error',
      locations: [
        { physicalLocation: { artifactLocation: { uri: 'mcp/agent-profiles.json' }, region: { startLine: 14 } } },
      ],
    },
    {
      ruleId: 'OPERATION_DEPRECATED',
      level: 'warning',
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: 'https://api.example/openapi.json' } },
          logicalLocations: [{ fullyQualifiedName: '/paths/~1x/get' }],
        },
      ],
    },
  ])
})

test('junit counts failures, passes warnings, and is well-formed', () => {
  const xml = reportJunit(REPORT)
  expect(xml).toContain('<testsuite name="a" tests="2" failures="1">')
  expect(xml).toContain('<testsuite name="b" tests="1" failures="0">')
  expect(xml).toContain('<testcase classname="GET /x" name="listX"/>')
  expect(xml).toContain('&lt;&amp;&gt;&quot;')
  // what XML 1.0 can't hold, escaped or not
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/)
  const opened = [...xml.matchAll(/<([a-z-]+)(?=[\s>])[^>]*(?<!\/)>/g)].map(([, name]) => name)
  const closed = [...xml.matchAll(/<\/([a-z-]+)>/g)].map(([, name]) => name)
  expect(opened.sort()).toEqual(closed.sort())
})

test('json is the stable form', () => {
  expect(JSON.parse(reportJson(REPORT))).toMatchObject({
    version: 1,
    ok: false,
    profiles: [
      {
        id: 'a',
        ok: false,
        tools: [],
        problems: [
          { code: 'OPERATION_NOT_FOUND', severity: 'error', operation: 'getX', at: { ...IN_FILE } },
          { code: 'OPERATION_DEPRECATED', severity: 'warning', operation: 'oldX' },
        ],
      },
      { id: 'b', ok: true, contract: 'file:///repo/openapi.yaml', tools: ['listX'], problems: [] },
    ],
    problems: [],
  })
})

test('text escapes what a terminal would obey, and ends with the verdict', () => {
  const text = reportText(REPORT, createPaint(false))
  expect(text).not.toContain('\u001b')
  expect(text).toContain('a: failed')
  expect(text).toContain('b: ok — 1 tool: 1 read')
  expect(text.trimEnd()).toMatch(/Check failed: 1 of 2 profiles\. Nothing would be served\.$/)
})
