import { describe, expect, test } from 'vitest'
import { type LoadedProfiles, loadProfile, loadProfiles } from '../../src/bridge/load.ts'
import type { Documents } from '../../src/bridge/ports.ts'
import { prepareRequest } from '../../src/bridge/prepare-request.ts'
import type { JsonObject, JsonValue } from '../../src/lib/json.ts'
import { pass } from '../../src/problem/checked.ts'

const FILE = 'file:///agent-profiles.json'
const URL_OF_SERVER = 'https://shop.example/mcp'

interface Given {
  readonly lists?: readonly JsonValue[]
  readonly resources?: readonly JsonValue[]
  readonly tools?: readonly JsonValue[]
  readonly profile?: Readonly<Record<string, JsonValue>>
  readonly credentialled?: boolean
}

async function profilesOf({ tools = ['read'], profile = {} }: Given) {
  const upstream = { kind: 'mcp', url: URL_OF_SERVER }
  const text = JSON.stringify({
    version: 1,
    permissions: { 'pos:read': {} },
    profiles: { hosted: { upstream, tools, ...profile } },
  })
  const documents: Documents = { read: async (uri) => pass({ uri, bytes: Buffer.from(text) }) }
  return { documents, profiles: await loadProfiles(FILE, documents) }
}

async function check(given: Given) {
  const { documents, profiles } = await profilesOf(given)
  if (!profiles.ok) return { problems: profiles.problems }
  const { lists = [READ], resources = [], credentialled = true } = given
  const profile = (profiles.value as LoadedProfiles).file.profiles.get('hosted')
  if (profile === undefined) throw new Error('the profile of this test is missing')
  const listing = { uri: URL_OF_SERVER, title: 'shop', version: '1', tools: lists, resources, credentialled }
  const hosted = { list: async () => pass(listing) }
  const loaded = await loadProfile(profile, profiles.value, { documents, hosted })
  return { problems: loaded.problems, ...(loaded.ok ? { loaded: loaded.value } : {}) }
}

const OBJECT = { type: 'object', properties: {} }
const READ = { name: 'read', inputSchema: OBJECT, annotations: { readOnlyHint: true } }
const CHANGE = {
  name: 'shop.change',
  inputSchema: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
}

function refuses(schema: JsonValue, extra: Readonly<Record<string, JsonValue>> = {}): Given {
  return { lists: [{ ...READ, ...extra, inputSchema: schema }] }
}

const CASES: readonly { readonly says: string; readonly given: Given; readonly want: readonly string[] }[] = [
  { says: 'a bare name with readOnlyHint', given: {}, want: [] },
  {
    says: 'a bare name without it',
    given: { lists: [CHANGE], tools: ['shop.change'] },
    want: ['ACCESS_UNDECLARED'],
  },
  {
    says: 'a bare name with destructiveHint only',
    given: { lists: [{ ...READ, annotations: { destructiveHint: false } }] },
    want: ['ACCESS_UNDECLARED'],
  },
  {
    says: 'a declared access',
    given: { lists: [CHANGE], tools: [{ operation: 'shop.change', access: 'write' }] },
    want: [],
  },
  {
    says: 'a read of what says that it is none',
    given: {
      lists: [{ ...READ, annotations: { readOnlyHint: false } }],
      tools: [{ operation: 'read', access: 'read' }],
    },
    want: ['warning ACCESS_CONTRADICTS_METHOD'],
  },
  { says: 'a tool that is not listed', given: { tools: ['reed'] }, want: ['OPERATION_NOT_FOUND'] },
  { says: 'a tool in another case', given: { tools: ['Read'] }, want: ['OPERATION_NOT_FOUND'] },
  { says: 'a tool listed twice by the server', given: { lists: [READ, READ] }, want: ['OPERATION_AMBIGUOUS'] },
  { says: 'a tool listed twice by the profile', given: { tools: ['read', 'read'] }, want: ['OPERATION_LISTED_TWICE'] },
  {
    says: 'a permission not granted',
    given: { tools: [{ operation: 'read', requires: ['pos:read'] }] },
    want: ['PERMISSION_NOT_GRANTED'],
  },
  {
    says: 'names that collide',
    given: { lists: [READ, { ...READ, name: 'a.b' }, { ...READ, name: 'a_b' }], tools: ['a.b', 'a_b'] },
    want: ['TOOL_NAME_COLLISION'],
  },
  { says: 'no schema', given: { lists: [{ ...READ, inputSchema: null }] }, want: ['OPERATION_INVALID'] },
  { says: 'a schema of a string', given: refuses({ type: 'string' }), want: ['OPERATION_INVALID'] },
  { says: 'a schema of nothing in particular', given: refuses({ properties: {} }), want: ['OPERATION_INVALID'] },
  { says: 'a task', given: refuses(OBJECT, { execution: { taskSupport: 'required' } }), want: ['OPERATION_INVALID'] },
  {
    says: 'a reference inside',
    given: refuses({ type: 'object', properties: { a: { $ref: '#/$defs/A' } }, $defs: { A: { type: 'string' } } }),
    want: [],
  },
  {
    says: 'a reference to nothing',
    given: refuses({ type: 'object', properties: { a: { $ref: '#/$defs/B' } }, $defs: {} }),
    want: ['REFERENCE_UNRESOLVED'],
  },
  {
    says: 'a reference outside',
    given: refuses({ type: 'object', properties: { a: { $ref: 'https://other.example/a.json' } } }),
    want: ['REFERENCE_EXTERNAL'],
  },
  { says: 'a tool without a name beside it', given: { lists: [{}, READ] }, want: [] },
  {
    says: 'a resource',
    given: { resources: [{ uri: 'shop://a', name: 'A' }], profile: { resources: ['shop://a'] } },
    want: [],
  },
  { says: 'a resource not listed', given: { profile: { resources: ['shop://a'] } }, want: ['RESOURCE_NOT_FOUND'] },
  { says: 'a template of resources', given: { profile: { resources: ['shop://{id}'] } }, want: ['PROFILES_WILDCARD'] },
  { says: 'a resource twice', given: { profile: { resources: ['shop://a', 'shop://a'] } }, want: ['PROFILES_INVALID'] },
  { says: 'no resource', given: { profile: { resources: [] } }, want: ['PROFILES_INVALID'] },
  {
    says: 'a session argument',
    given: { lists: [CHANGE], tools: [{ operation: 'shop.change', access: 'write', session: { argument: 'id' } }] },
    want: [],
  },
  {
    says: 'a session argument that there is not',
    given: { lists: [CHANGE], tools: [{ operation: 'shop.change', access: 'write', session: { argument: 'ib' } }] },
    want: ['ARGUMENT_UNKNOWN'],
  },
  {
    says: 'a key of HTTP APIs',
    given: { tools: [{ operation: 'read', idempotencyKey: true }] },
    want: ['PROFILES_INVALID'],
  },
  {
    says: 'a server over plain http',
    given: { profile: { upstream: { kind: 'mcp', url: 'http://shop.example/mcp' } } },
    want: ['URL_INSECURE'],
  },
  {
    says: 'user info in the URL',
    given: { profile: { upstream: { kind: 'mcp', url: 'https://a:b@shop.example/mcp' } } },
    want: ['URL_USER_INFO'],
  },
  {
    says: 'another kind',
    given: { profile: { upstream: { kind: 'grpc', url: URL_OF_SERVER } } },
    want: ['PROFILES_INVALID'],
  },
  {
    says: 'resources of an HTTP API',
    given: {
      profile: { upstream: { kind: 'openapi', contract: 'https://a.example/x.json' }, resources: ['shop://a'] },
    },
    want: ['PROFILES_INVALID'],
  },
]

describe('the check of a hosted MCP server', () => {
  test.each(CASES)('$says', async ({ given, want }) => {
    const { problems } = await check(given)
    expect(problems.map(({ code, severity }) => (severity === 'error' ? code : `${severity} ${code}`))).toEqual(want)
  })
})

test('what is missing says whether a token was there', async () => {
  const args = async (credentialled: boolean) => (await check({ tools: ['reed'], credentialled })).problems[0]?.args
  expect(await args(true)).toEqual({ operation: 'reed', nearest: ['read'], credentialled: true })
  expect(await args(false)).toEqual({ operation: 'reed', nearest: ['read'], credentialled: false })
})

const SCHEMAS: readonly { readonly given: JsonValue; readonly want: JsonValue }[] = [
  { given: OBJECT, want: { type: 'object', properties: {}, additionalProperties: false } },
  {
    given: { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: true },
    want: { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false },
  },
  {
    given: { type: 'object', additionalProperties: { type: 'string' } },
    want: {
      type: 'object',
      properties: { body: { type: 'object', additionalProperties: { type: 'string' } } },
      required: ['body'],
      additionalProperties: false,
    },
  },
  {
    given: {
      type: 'object',
      properties: { a: { $ref: '#/definitions/A' } },
      definitions: { A: { type: 'integer', maximum: 5 } },
    },
    want: {
      type: 'object',
      properties: { a: { type: 'integer', maximum: 5 } },
      additionalProperties: false,
    },
  },
  // which of its arguments belong together is checked when they are all there
  {
    given: {
      type: 'object',
      properties: { id: { type: 'integer' }, name: { type: 'string' } },
      anyOf: [{ required: ['id'] }, { required: ['name'] }],
    },
    want: {
      type: 'object',
      properties: { id: { type: 'integer' }, name: { type: 'string' } },
      additionalProperties: false,
    },
  },
  // arguments of several forms stand whole under one name: clients take no alternatives at the root
  {
    given: {
      type: 'object',
      oneOf: [
        { properties: { kind: { const: 'day' }, day: { type: 'string' } }, required: ['kind', 'day'] },
        { properties: { kind: { const: 'week' }, week: { type: 'integer' } }, required: ['kind', 'week'] },
      ],
    },
    want: expect.objectContaining({
      properties: { body: expect.objectContaining({ oneOf: [expect.anything(), expect.anything()] }) },
      required: ['body'],
    }),
  },
]

test.each(SCHEMAS)('the schema $given', async ({ given, want }) => {
  const { loaded } = await check(refuses(given))
  expect(loaded?.tools.get('read')?.inputSchema).toEqual(want)
})

describe('what a tool answers', () => {
  const ANSWER = { type: 'object', properties: { total: { type: 'integer' } }, required: ['total'] }

  test.each<{ says: string; tool: Readonly<Record<string, JsonValue>>; profile: object; want: unknown }>([
    { says: 'nothing unless the profile asks', tool: { outputSchema: ANSWER }, profile: {}, want: undefined },
    {
      says: 'what the server says, and a way to say something else',
      tool: { outputSchema: ANSWER },
      profile: { outputSchema: true },
      want: {
        type: 'object',
        properties: { total: { type: 'integer' }, answerText: expect.objectContaining({ type: 'string' }) },
      },
    },
    { says: 'nothing where the server does not', tool: {}, profile: { outputSchema: true }, want: undefined },
  ])('$says', async ({ tool, profile, want }) => {
    const { loaded, problems } = await check({ lists: [{ ...READ, ...tool }], profile: { ...profile } })
    expect(loaded?.tools.get('read')?.output?.schema).toEqual(want)
    const isLacking = 'outputSchema' in profile && !('outputSchema' in tool)
    expect(problems.map(({ code }) => code)).toEqual(isLacking ? ['OUTPUT_SCHEMA_LEFT_OUT'] : [])
  })
})

test('which arguments belong together is said when they are not', async () => {
  const properties = { id: { type: 'integer' }, name: { type: 'string' } }
  const anyOf = [{ required: ['id'] }, { required: ['name'] }]
  const { loaded } = await check(refuses({ type: 'object', properties, anyOf }))
  const tool = loaded?.tools.get('read')
  if (tool === undefined) throw new Error('the tool of this test is missing')
  const faults = async (args: JsonObject) => {
    const prepared = await prepareRequest(tool, args, undefined)
    return prepared.ok ? [] : prepared.problems.flatMap(({ args: facts }) => Object(facts).faults)
  }
  expect(await faults({})).toEqual([
    'in the body: fits none of the alternatives (id: is required but missing; name: is required but missing)',
  ])
  expect(await faults({ name: 'a' })).toEqual([])
})
