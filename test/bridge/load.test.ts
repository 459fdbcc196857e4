import { expect, test } from 'vitest'
import { loadProfile, loadProfiles } from '../../src/bridge/load.ts'
import { pass } from '../../src/problem/checked.ts'
import type { Problem } from '../../src/problem/problem.ts'

const PROFILES = 'file:///p/agent-profiles.json'
const CONTRACT = 'file:///p/api.json'

const API = `{
  "openapi": "3.1.0",
  "info": { "title": "Jobs", "version": "1" },
  "paths": { "/jobs": { "get": { "operationId": "listJobs", "parameters": [
    { "name": "limit", "in": "query", "schema": { "type": "integer", "maximum": 50 } },
    { "name": "code", "in": "query",
      "schema": { "type": "string", "pattern": "(?=x)y" } }
  ], "responses": { "200": { "description": "Jobs" } } } } }
}`

/** The problems of starting with these changes, and what only a check finds besides. */
async function loaded(tool: string, limits = '{}') {
  const file = `{ "version": 1, "profiles": { "p": {
    "upstream": { "kind": "openapi", "contract": "api.json", "baseUrl": "https://api.example" },
    "tools": [
      ${tool} ],
    "limits": ${limits} } } }`
  const texts = new Map([
    [PROFILES, file],
    [CONTRACT, API],
  ])
  const documents = { read: async (uri: string) => pass({ uri, bytes: Buffer.from(texts.get(uri) ?? '') }) }
  const profiles = await loadProfiles(PROFILES, documents)
  const profile = profiles.ok ? profiles.value.file.profiles.get('p') : undefined
  if (!profiles.ok || profile === undefined) throw new Error('the profiles file of this test is wrong')
  const made = await loadProfile(profile, profiles.value, { documents })
  return { problems: made.problems.map(told), found: made.ok ? (await made.value.validate()).map(told) : undefined }
}

function told({ code, severity, at: { uri, line } }: Problem): string {
  return `${severity} ${code} ${uri}:${line}`
}

test('a pattern that is not enforced is found by a check, not by starting', async () => {
  expect(await loaded('"listJobs"')).toEqual({
    problems: [],
    found: [`warning PATTERN_NOT_ENFORCED ${CONTRACT}:6`],
  })
})

test.each([
  { pin: 50, want: [] },
  { pin: 51, want: [`error ARGUMENT_PIN_INVALID ${PROFILES}:4`] },
])('limit pinned to $pin', async ({ pin, want }) => {
  const tool = `{ "operation": "listJobs", "arguments": { "pin": { "limit": ${pin} } } }`
  expect((await loaded(tool)).problems).toEqual(want)
})

test('a budget that is too small, besides', async () => {
  const tool = '{ "operation": "listJobs", "arguments": { "pin": { "limit": "x" } } }'
  expect((await loaded(tool, '{ "toolTokens": 20 }')).problems).toEqual([
    `error TOOL_BUDGET_EXCEEDED ${PROFILES}:5`,
    `error ARGUMENT_PIN_INVALID ${PROFILES}:4`,
  ])
})
