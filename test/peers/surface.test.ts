/** Which tools there are: exactly the allowlisted ones, under the contract's names, or none at all. */
import { describe, expect, test } from 'vitest'
import { type Api, type Call, codes, jsonBody, load, query, sent, surface, toolOf, toolsOf } from './pipeline.ts'

const get = (operationId?: string, more: object = {}) => ({
  get: { ...(operationId === undefined ? {} : { operationId }), ...more },
})

describe('an allowlist that can not be kept serves nothing', () => {
  const paths = { '/a': get('listA'), '/b': get('listB'), '/w': { post: { operationId: 'write' } } }
  test.each<[name: string, given: Api, want: string]>([
    ['an operation that vanished', { paths, tools: ['listA', 'gone'] }, 'OPERATION_NOT_FOUND'],
    ['one in another case', { paths, tools: ['lista'] }, 'OPERATION_NOT_FOUND'],
    ['one by its beginning', { paths, tools: ['list'] }, 'OPERATION_NOT_FOUND'],
    ['a wildcard', { paths, tools: ['*'] }, 'PROFILES_WILDCARD'],
    ['a pattern', { paths, tools: ['list*'] }, 'PROFILES_WILDCARD'],
    ['nothing', { paths, tools: [] }, 'PROFILES_EMPTY_ALLOWLIST'],
    ['one operation twice', { paths, tools: ['listA', 'GET /a'] }, 'OPERATION_LISTED_TWICE'],
    [
      'an id that two operations have',
      { paths: { '/a': get('x'), '/b': get('x') }, tools: ['x'] },
      'OPERATION_AMBIGUOUS',
    ],
    ['names that become one', { paths: { '/a': get('a.b'), '/b': get('a_b') } }, 'TOOL_NAME_COLLISION'],
    ['names that differ in case only', { paths: { '/a': get('getx'), '/b': get('getX') } }, 'TOOL_NAME_COLLISION'],
    ['a write without its permission', { paths, tools: ['write'] }, 'ACCESS_UNDECLARED'],
    [
      'a delete that is said to read',
      { paths: { '/d': { delete: {} } }, tools: [{ operation: 'DELETE /d', access: 'read' }] },
      'ACCESS_CONTRADICTS_METHOD',
    ],
    [
      'an internal operation',
      { paths: { '/i': get('i', { 'x-internal': true }) }, tools: ['i'] },
      'OPERATION_INTERNAL',
    ],
    [
      'a body that can not be written',
      { paths: { '/m': { post: { requestBody: { required: true, content: { 'multipart/mixed': {} } } } } } },
      'BODY_UNSUPPORTED',
    ],
    [
      'a policy for an argument that there is not',
      { paths, tools: [{ operation: 'listA', arguments: { forbid: ['force'] } }] },
      'ARGUMENT_UNKNOWN',
    ],
    ['a contract of another kind', { paths, document: { openapi: undefined } }, 'CONTRACT_NOT_OPENAPI'],
    ['a version that nobody knows', { paths, document: { openapi: '4.0.0' } }, 'CONTRACT_VERSION_UNSUPPORTED'],
  ])('%s', async (_, given, want) => {
    expect(await surface(given)).toBe(`check: ${want}`)
  })

  test('every problem is told, not only the first', async () => {
    expect(codes((await load({ paths, tools: ['gone', 'listA', 'write'] })).problems)).toBe(
      'OPERATION_NOT_FOUND,ACCESS_UNDECLARED',
    )
  })
})

describe('what is not allowlisted has no part in it', () => {
  const Broken = { $ref: '#/components/schemas/Gone' }
  test.each<[string, object]>([
    ['a dangling reference', { parameters: [query('q', Broken)] }],
    ['a reference to elsewhere', { parameters: [{ $ref: 'https://other.example/x' }] }],
    ['parameters that are no list', { parameters: 'none' }],
    ['a broken body', { requestBody: { $ref: '#/nowhere' } }],
    ['security that nobody satisfies', { security: [{ gone: [] }] }],
    ['an answer that can not be read', { responses: { '200': { $ref: '#/nowhere' } } }],
  ])('%s elsewhere stops nothing', async (_, broken) => {
    const api = { paths: { '/good': get('good', { security: [] }), '/bad': get('bad', broken) }, tools: ['good'] }
    expect(await surface(api)).toBe('good')
  })

  test('an answer that can not be read never stops its own operation', async () => {
    expect(await surface({ paths: { '/a': get('a', { responses: { '200': { $ref: '#/nowhere' } } }) } })).toBe('a')
  })
})

describe('names', () => {
  const name = async (operationId: string | undefined, given: Partial<Api> = {}, path = '/jobs/{id}/tasks') =>
    surface({
      paths: { [path]: get(operationId, path.includes('{') ? { parameters: [{ name: 'id', in: 'path' }] } : {}) },
      ...given,
    })

  test.each([
    ['requestListOfConfigurations', 'requestListOfConfigurations'],
    ['fleet__list__v2', 'fleet__list__v2'],
    ['getX', 'getX'],
    ['jobs.list', 'jobs_list'],
    ['hosting_restartNode.jsApplicationV1', 'hosting_restartNode_jsApplicationV1'],
    ['list jobs/all', 'list_jobs_all'],
    ['constructor', 'constructor'],
    [undefined, 'get_jobs_id_tasks'],
    ['x'.repeat(64), 'x'.repeat(64)],
    ['x'.repeat(65), 'check: TOOL_NAME_DERIVED_ILLEGAL'],
    ['1st', 'check: TOOL_NAME_DERIVED_ILLEGAL'],
  ])('%s', async (operationId, want) => {
    expect(await name(operationId)).toBe(want)
  })

  test('a long one gets another by the profile, and is called where it was', async () => {
    const paths = { '/long': get('x'.repeat(80)) }
    const api = { paths, tools: [{ operation: 'x'.repeat(80), name: 'short' }] }
    expect([await surface(api), await sent(api, {}, 'short')]).toEqual(['short', 'GET /long'])
  })

  test('every one that is listed can be called', async () => {
    const ids = [60, 61, 62, 63, 64].map((length) => 'n'.repeat(length))
    const api = { paths: Object.fromEntries(ids.map((id) => [`/${id}`, get(id)])) }
    for (const id of (await toolsOf(api)).keys()) expect(await sent(api, {}, id)).toBe(`GET /${id}`)
  })
})

describe('what clients cut off is said', () => {
  test.each([
    ['more tools than some take', Array.from({ length: 129 }, (_, at) => `tool${at}`), 'TOOLS_TOO_MANY'],
    ['a name that leaves no room for a prefix', ['n'.repeat(41)], 'TOOL_NAME_LONG'],
  ])('%s', async (_, ids, want) => {
    const loaded = await load({ paths: Object.fromEntries(ids.map((id) => [`/${id}`, get(id)])) })
    expect([loaded.ok, loaded.problems.map(({ code }) => code)]).toEqual([true, [want]])
  })
})

describe('what a tool says of itself', () => {
  test.each<[on: string, entry: object, want: object]>([
    ['GET /t', {}, { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true }],
    ['POST /t', {}, { readOnlyHint: false, destructiveHint: false, idempotentHint: false }],
    ['POST /t', { access: 'read' }, { readOnlyHint: true, destructiveHint: false }],
    ['DELETE /t', { access: 'destructive' }, { readOnlyHint: false, destructiveHint: true }],
    ['POST /t', { access: 'destructive' }, { readOnlyHint: false, destructiveHint: true }],
  ])('%s %j: all four hints, always', async (on, entry, want) => {
    const { annotations } = await toolOf({ on, entry })
    expect(annotations).toMatchObject(want)
    expect(Object.keys(annotations).sort()).toEqual([
      'destructiveHint',
      'idempotentHint',
      'openWorldHint',
      'readOnlyHint',
    ])
  })

  test('deprecated operations stay, and are said to be so', async () => {
    const loaded = await load({ paths: { '/d': get('old', { deprecated: true }) } })
    expect([loaded.ok, loaded.problems.map(({ code }) => code)]).toEqual([true, ['OPERATION_DEPRECATED']])
    expect((await toolOf({ on: 'GET /d', operation: { deprecated: true } })).description).toMatch(/^Deprecated\./)
  })

  test('the description has no invisible orders', async () => {
    const { description } = await toolOf({ on: 'GET /t', operation: { description: 'Fine.\u200b\u202e\u{e0041}' } })
    expect(description).toBe('Fine.\n\nGET /t')
  })
})

describe('one operation does not hide the others', () => {
  const Node = { type: 'object', properties: { kid: { $ref: '#/components/schemas/Node' } } }
  const odd: Readonly<Record<string, object>> = {
    alternatives: { requestBody: jsonBody({ oneOf: [{ type: 'object' }, { type: 'array', items: {} }] }) },
    recursive: { requestBody: jsonBody({ $ref: '#/components/schemas/Node' }) },
    brackets: { parameters: [query('filter[id]'), query('StartTime<')] },
    nothing: {},
  }
  test.each(Object.keys(odd))('%s', async (name) => {
    const paths = { '/odd': { post: { operationId: 'odd', ...odd[name] } }, '/fine': get('fine') }
    const tools = await toolsOf({ paths, components: { schemas: { Node } } })
    expect([...tools.keys()]).toEqual(['odd', 'fine'])
    for (const { inputSchema } of tools.values()) expect(inputSchema).toMatchObject({ type: 'object', properties: {} })
  })
})

describe('methods and versions', () => {
  const queried: Call = {
    on: 'QUERY /q',
    document: { openapi: '3.2.0' },
    body: { type: 'object', properties: { q: {} } },
  }
  test('QUERY of 3.2 reads, with its body', async () => {
    const tool = await toolOf(queried)
    expect([tool.name, tool.annotations.readOnlyHint]).toEqual(['query_q', true])
  })

  test('TRACE is refused', async () => {
    expect(await surface({ paths: { '/t': { trace: {} } }, tools: [{ operation: 'TRACE /t', access: 'read' }] })).toBe(
      'check: METHOD_UNSUPPORTED',
    )
  })
})

/*
 * What other bridges get wrong and this one can't, or proves elsewhere:
 *
 * | there                                                     | here                                                |
 * |-----------------------------------------------------------|-----------------------------------------------------|
 * | contract text injected into generated code, `eval`, stale | no code is generated                                |
 * |   generated servers                                       |                                                     |
 * | a mode with meta-tools or a raw `request` that passes by  | there is no such mode                               |
 * |   the allowlist                                           |                                                     |
 * | filters by tag, method or function that fail open         | operations are named one by one                     |
 * | a failing overlay or further contract that is left out    | one contract for each profile, or none is served    |
 * | headers of the MCP request forwarded upstream             | stdio has none                                      |
 * | `name:password` without a colon, an empty password        | two variables; an empty one counts as unset         |
 * | server URLs given by the caller, another host's token     | the base is the profile's; one token for one origin |
 * | entity bombs in XML answers                               | XML is passed on as text and never parsed           |
 * | schema validators that a sandbox forbids                  | it runs in Node only                                |
 * | response caches and their ETags                           | answers are not cached                              |
 * | reload by version number alone                            | a contract is read once, at the start               |
 * | container images                                          | none is published                                   |
 * | redirects to other schemes, hosts, ports, with user info  | test/node/http-upstream.redirect.test.ts            |
 * | proxies, certificates, verification switched off          | test/node/tls-and-proxy.test.ts                     |
 * | contracts that are too large, YAML by its suffix          | test/node/documents, test/contract/document         |
 * | an operation that changes behind its name                 | test/e2e/lock.test.ts                               |
 * | large real contracts                                      | test/contract/corpus.test.ts                        |
 * | every style in every place                                | test/request/style.test.ts                          |
 */
