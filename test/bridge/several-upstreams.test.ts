import { describe, expect, test } from 'vitest'
import { loadProfile, loadProfiles } from '../../src/bridge/load.ts'
import type { Documents } from '../../src/bridge/ports.ts'
import { pass, refuse } from '../../src/problem/checked.ts'
import { problem } from '../../src/problem/problem.ts'
import { codesOf } from '../plan/factory.ts'

const PROFILES = 'file:///home/ada/agent-profiles.json'
const LONG = 'l'.repeat(62)

/** Each of both has these reads; `own` is there in one of them only. */
function contractOf(name: string, own: string) {
  const responses = { 200: { description: 'Fine' } }
  const at = (operationId: string, more: object = {}) => ({ get: { operationId, responses, ...more } })
  return {
    openapi: '3.1.0',
    info: { title: name, version: '1' },
    servers: [{ url: `https://${name}.example` }],
    paths: {
      '/jobs': at('jobs.list'),
      '/long': at(LONG),
      '/own': at(own),
      '/keyed': at('keyed', { security: [{ key: [] }] }),
      '/elsewhere': at('elsewhere', { servers: [{ url: 'https://two.example' }] }),
    },
    components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
  }
}

const CONTRACTS: ReadonlyMap<string, object> = new Map([
  ['https://one.example/openapi.json', contractOf('one', 'onlyOne')],
  ['https://two.example/openapi.json', contractOf('two', 'onlyTwo')],
])

async function load(tools: readonly object[], more: object = {}) {
  const at = (name: string) => ({ kind: 'openapi', contract: `https://${name}.example/openapi.json` })
  const auth = { type: 'apiKey', in: 'header', name: 'X-Key', token: { env: 'TWO' } }
  const profile = { upstreams: { one: at('one'), two: { ...at('two'), auth } }, tools, ...more }
  const documents: Documents = {
    read: async (uri, { source }) => {
      if (uri === PROFILES)
        return pass({ uri, bytes: Buffer.from(JSON.stringify({ version: 1, profiles: { p: profile } })) })
      const contract = CONTRACTS.get(uri)
      if (contract !== undefined) return pass({ uri, bytes: Buffer.from(JSON.stringify(contract)) })
      return refuse(problem('CONTRACT_UNREACHABLE', { source, uri }, { detail: 'no such document' }))
    },
  }
  const profiles = await loadProfiles(PROFILES, documents)
  const parsed = profiles.ok ? profiles.value.file.profiles.get('p') : undefined
  if (!profiles.ok || parsed === undefined) throw new Error(JSON.stringify(profiles.problems))
  return loadProfile(parsed, profiles.value, { documents })
}

const one = (operation: string, more: object = {}) => ({ operation, upstream: 'one', ...more })
const two = (operation: string, more: object = {}) => ({ operation, upstream: 'two', ...more })

describe('names', () => {
  test.each<{ says: string; tools: readonly object[]; more?: object; want: readonly string[] }>([
    {
      says: 'begin with the upstream, in the order of the allowlist',
      tools: [two('jobs.list'), one('jobs.list'), two('onlyTwo'), one('onlyOne')],
      want: ['two_jobs_list', 'one_jobs_list', 'two_onlyTwo', 'one_onlyOne'],
    },
    {
      says: 'of their own get the prefix',
      tools: [one('onlyOne', { name: 'mine' }), two('onlyTwo')],
      want: ['one_mine', 'two_onlyTwo'],
    },
    {
      says: 'of their own that have it are left',
      tools: [one('onlyOne', { name: 'one_mine' }), two('onlyTwo', { name: 'TWO_b' })],
      want: ['one_mine', 'two_TWO_b'],
    },
    {
      says: 'keep dots where they may',
      tools: [one('jobs.list'), two('GET /own')],
      more: { toolNames: 'exact' },
      want: ['one_jobs.list', 'two_onlyTwo'],
    },
  ])('$says', async ({ tools, more, want }) => {
    const loaded = await load(tools, more)
    expect(loaded.ok && [...loaded.value.tools.keys()]).toEqual(want)
  })
})

describe('each entry is proven against its own upstream', () => {
  test.each<{ says: string; tools: readonly object[]; more?: object; want: readonly string[] }>([
    {
      says: 'an operation of the other',
      tools: [one('onlyTwo'), two('onlyOne')],
      want: ['OPERATION_NOT_FOUND onlyTwo', 'OPERATION_NOT_FOUND onlyOne'],
    },
    {
      says: 'the same name in both is not twice the same',
      tools: [one('jobs.list'), two('jobs.list')],
      want: [],
    },
    {
      says: 'twice in one',
      tools: [one('jobs.list'), two('jobs.list'), one('GET /jobs')],
      want: ['OPERATION_LISTED_TWICE GET /jobs'],
    },
    {
      says: 'two names that are one',
      tools: [one('jobs.list'), one('onlyOne', { name: 'JOBS_list' }), two('onlyTwo')],
      want: ['TOOL_NAME_COLLISION onlyOne'],
    },
    {
      says: 'the prefix counts towards the length',
      tools: [one(LONG), two(LONG, { name: 'short' })],
      want: [`TOOL_NAME_DERIVED_ILLEGAL ${LONG}`],
    },
    {
      says: "the other's credential serves nothing here",
      tools: [one('keyed'), two('keyed')],
      want: ['SECURITY_UNSATISFIED keyed'],
    },
    {
      says: "the other's origin is not permitted here",
      tools: [one('elsewhere'), two('elsewhere')],
      want: ['SERVER_NOT_PERMITTED elsewhere'],
    },
    {
      says: 'all tools count towards one budget',
      tools: [one('jobs.list'), two('jobs.list')],
      more: { limits: { toolTokens: 60 } },
      want: ['TOOL_BUDGET_EXCEEDED undefined'],
    },
  ])('$says', async ({ tools, more, want }) => {
    const { problems } = await load(tools, more)
    const errors = problems.filter(({ severity }) => severity === 'error')
    expect(errors.map(({ code, operation }) => `${code} ${operation}`)).toEqual(want)
  })

  test('its problems point into the contract that they are of', async () => {
    const { problems } = await load([one('elsewhere'), two('jobs.list')])
    expect(problems.map(({ at }) => at.uri)).toEqual(['https://one.example/openapi.json'])
  })
})

test('too many tools are told once', async () => {
  const reads = ['jobs.list', 'onlyOne', 'GET /long', 'GET /keyed']
  const many = Array.from({ length: 41 }, (_, index) => one(reads[index] ?? `none${index}`))
  expect(codesOf(await load([...many, two('onlyTwo')])).filter((code) => code === '(TOOLS_TOO_MANY)')).toHaveLength(1)
})
