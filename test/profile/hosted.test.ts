import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { parseProfiles } from '../../src/profile/parse.ts'
import { profilesSchema } from '../../src/profile/profile-schema.ts'

const schema = new Ajv2020({ strict: false }).compile(profilesSchema)

function judge(profile: object) {
  const file = { version: 1, profiles: { hosted: profile } }
  const parsed = parseProfiles(JSON.stringify(file), 'file:///agent-profiles.json')
  return { parser: parsed.ok, schema: schema(file) }
}

const UPSTREAM = { kind: 'mcp', url: 'https://shop.example/mcp' }

const CASES: readonly { readonly says: string; readonly given: object; readonly want: boolean }[] = [
  { says: 'a server', given: { upstream: UPSTREAM, tools: ['a.b'] }, want: true },
  { says: 'resources', given: { upstream: UPSTREAM, tools: ['a'], resources: ['shop://a'] }, want: true },
  {
    says: 'a session argument',
    given: { upstream: UPSTREAM, tools: [{ operation: 'a', session: { argument: 'id' } }] },
    want: true,
  },
  { says: 'no URL', given: { upstream: { kind: 'mcp' }, tools: ['a'] }, want: false },
  { says: 'a contract too', given: { upstream: { ...UPSTREAM, contract: 'a.json' }, tools: ['a'] }, want: false },
  {
    says: 'a query',
    given: { upstream: { ...UPSTREAM, url: 'https://shop.example/mcp?a=b' }, tools: ['a'] },
    want: false,
  },
  { says: 'no tool', given: { upstream: UPSTREAM, tools: [] }, want: false },
  { says: 'no resource', given: { upstream: UPSTREAM, tools: ['a'], resources: [] }, want: false },
  { says: 'a resource twice', given: { upstream: UPSTREAM, tools: ['a'], resources: ['s://a', 's://a'] }, want: false },
  {
    says: 'a session of nothing',
    given: { upstream: UPSTREAM, tools: [{ operation: 'a', session: {} }] },
    want: false,
  },
  {
    says: 'a session with more',
    given: { upstream: UPSTREAM, tools: [{ operation: 'a', session: { argument: 'id', pin: 1 } }] },
    want: false,
  },
]

describe('the parser and the published schema agree on', () => {
  test.each(CASES)('$says', ({ given, want }) => {
    expect(judge(given)).toEqual({ parser: want, schema: want })
  })
})

test.each(['flowpos.json', 'openshop.json'])('%s is a profiles file', (name) => {
  const text = readFileSync(new URL(`../../profiles/${name}`, import.meta.url), 'utf8')
  expect(parseProfiles(text, `file:///${name}`).problems).toEqual([])
  expect(schema(JSON.parse(text))).toBe(true)
})
