import { describe, expect, test } from 'vitest'
import { pass } from '../../src/problem/checked.ts'
import { problem } from '../../src/problem/problem.ts'
import {
  apiKey,
  BEARER,
  bodyOf,
  type ContractParts,
  codesOf,
  mediaTypeOf,
  type OperationParts,
  type ProfileParts,
  parameterOf,
  planOf,
  requirement,
} from './factory.ts'

interface Row {
  readonly given: string
  readonly operation?: OperationParts
  readonly entry?: NonNullable<ProfileParts['tools']>[number]
  readonly profile?: ProfileParts
  readonly contract?: ContractParts
  readonly want: readonly string[]
}

function codesOfRow({ operation, entry, profile, contract }: Row): readonly string[] {
  const { method = 'GET', path = '/jobs' } = operation ?? {}
  return codesOf(
    planOf({ tools: [entry ?? `${method} ${path}`], ...profile }, { operations: [operation ?? {}], ...contract }),
  )
}

const access = (
  method: string,
  declared: 'read' | 'write' | 'destructive' | 'spend',
  want: readonly string[],
): Row => ({
  given: `${declared} on ${method}`,
  operation: { method },
  entry: { operation: `${method} /jobs`, access: declared },
  want,
})

describe('access', () => {
  const bare = (method: string, want: readonly string[]): Row => ({
    given: `bare ${method}`,
    operation: { method },
    want,
  })
  const rows: readonly Row[] = [
    ...['GET', 'HEAD', 'OPTIONS', 'QUERY'].map((method) => bare(method, [])),
    ...['POST', 'PUT', 'PATCH', 'DELETE', 'PURGE'].map((method) => bare(method, ['ACCESS_UNDECLARED'])),
    access('POST', 'read', []),
    ...['PUT', 'PATCH', 'DELETE'].map((method) => access(method, 'read', ['ACCESS_CONTRADICTS_METHOD'])),
    ...(['write', 'destructive', 'spend'] as const).map((one) => access('GET', one, ['(ACCESS_CONTRADICTS_METHOD)'])),
    ...(['write', 'destructive', 'spend'] as const).map((one) => access('DELETE', one, [])),
    access('TRACE', 'write', ['METHOD_UNSUPPORTED']),
    access('CONNECT', 'write', ['METHOD_UNSUPPORTED']),
  ]
  test.each(rows)('$given', (row) => {
    expect(codesOfRow(row)).toEqual(row.want)
  })
})

describe('permissions, internal, deprecated', () => {
  const rows: readonly Row[] = [
    {
      given: 'a permission that is granted',
      entry: { operation: 'GET /jobs', requires: ['jobs:read'] },
      profile: { grants: ['jobs:read'] },
      want: [],
    },
    {
      given: 'one of two permissions',
      entry: { operation: 'GET /jobs', requires: ['jobs:read', 'jobs:write'] },
      profile: { grants: ['jobs:read'] },
      want: ['PERMISSION_NOT_GRANTED'],
    },
    { given: 'x-internal', operation: { internal: true }, want: ['OPERATION_INTERNAL'] },
    {
      given: 'x-internal, named as such',
      operation: { internal: true },
      entry: { operation: 'GET /jobs', internal: true },
      want: [],
    },
    {
      given: 'an admin scope',
      operation: { requiredScopes: ['jobs:read', 'admin:jobs'] },
      want: ['OPERATION_INTERNAL'],
    },
    { given: 'a scope that only mentions admin', operation: { requiredScopes: ['jobs:admin'] }, want: [] },
    { given: 'deprecated', operation: { deprecated: true }, want: ['(OPERATION_DEPRECATED)'] },
  ]
  test.each(rows)('$given', (row) => {
    expect(codesOfRow(row)).toEqual(row.want)
  })
})

describe('parameters', () => {
  const query = (name: string, required = false) => parameterOf({ name, in: 'query', required })
  const header = (name: string, required = false) => parameterOf({ name, in: 'header', required })
  const withParameters = (...parameters: readonly ReturnType<typeof parameterOf>[]): OperationParts => ({ parameters })
  const rows: readonly Row[] = [
    { given: 'an ordinary one', operation: withParameters(query('limit')), want: [] },
    { given: 'pagination tokens', operation: withParameters(query('page_token'), header('X-Next-Token')), want: [] },
    {
      given: 'a placeholder without parameter',
      operation: { path: '/jobs/{id}', parameters: [] },
      want: ['PATH_PARAMETER_UNDECLARED'],
    },
    { given: 'the same placeholder twice', operation: { path: '/{t}/{t}/d' }, want: [] },
    {
      given: 'a path parameter without placeholder',
      operation: withParameters(parameterOf({ name: 'id', in: 'path' })),
      want: ['(PARAMETER_UNSUPPORTED)'],
    },
    { given: 'a path parameter called token', operation: { path: '/invitations/{token}' }, want: [] },
    {
      given: 'a path parameter called access_token',
      operation: { path: '/t/{access_token}' },
      want: ['PARAMETER_CREDENTIAL'],
    },
    {
      given: 'credential names',
      operation: withParameters(
        ...['x-api-key', 'Proxy-Authorization', 'X-User-Token', 'Ocp-Apim-Subscription-Key'].map((name) =>
          header(name),
        ),
        ...['api_key', 'apikey', 'api-key', 'access_token'].map((name) => query(name)),
        parameterOf({ name: 'JSESSIONID', in: 'cookie' }),
        parameterOf({ name: 'token', in: 'cookie' }),
      ),
      want: Array.from({ length: 10 }, () => '(PARAMETER_CREDENTIAL)'),
    },
    {
      given: 'names that are credentials in some contracts only',
      operation: withParameters(query('token', true), query('key'), header('Token', true), header('sid')),
      want: Array.from({ length: 4 }, () => '(PARAMETER_MAY_BE_CREDENTIAL)'),
    },
    {
      given: "such a name that is the profile's own",
      operation: withParameters(query('token')),
      profile: { credential: apiKey('token', 'query') },
      want: [],
    },
    {
      given: 'a required credential that nothing supplies',
      operation: withParameters(query('access_token', true)),
      want: ['PARAMETER_CREDENTIAL'],
    },
    {
      given: 'a required credential that the profile supplies',
      operation: withParameters(header('x-geargenius-key', true)),
      profile: { credential: apiKey('X-GearGenius-Key') },
      want: [],
    },
    {
      given: 'a credential that the operation can do without, beside the one that is sent',
      operation: withParameters(header('X-Api-Key')),
      profile: { credential: apiKey('X-GearGenius-Key') },
      want: [],
    },
    {
      given: "a security scheme's name as a parameter",
      operation: withParameters(query('key')),
      contract: { securitySchemes: new Map([['k', { type: 'apiKey', in: 'query', name: 'key' }]]) },
      want: ['(PARAMETER_CREDENTIAL)'],
    },
    {
      given: 'headers that the bridge sets',
      operation: withParameters(header('Host', true), header('User-Agent')),
      want: [],
    },
    {
      given: 'a content type without a body',
      operation: withParameters(header('Content-Type', true), header('Accept')),
      want: [],
    },
    {
      given: 'a method in a header',
      operation: withParameters(header('X-HTTP-Method-Override')),
      want: ['(PARAMETER_UNSUPPORTED)'],
    },
    {
      given: 'a hop-by-hop header that is required',
      operation: withParameters(header('TE', true)),
      want: ['PARAMETER_UNSUPPORTED'],
    },
    {
      given: 'a required one that can not be written',
      operation: withParameters(
        parameterOf({
          name: 'f',
          in: 'query',
          required: true,
          serialization: { kind: 'content', mediaType: 'image/png' },
        }),
      ),
      want: ['PARAMETER_UNSUPPORTED'],
    },
  ]
  test.each(rows)('$given', (row) => {
    expect(codesOfRow(row)).toEqual(row.want)
  })

  test('only arguments are left in the plan', () => {
    const parameters = [query('limit'), header('X-Api-Key'), header('Host'), header('Idempotency-Key')]
    const entry = { operation: 'POST /jobs', access: 'write', idempotencyKey: true } as const
    const planned = planOf({ tools: [entry] }, { operations: [{ method: 'POST', parameters }] })
    expect(planned.ok && planned.value.tools[0]?.operation.parameters.map(({ name }) => name)).toEqual(['limit'])
  })
})

describe('bodies', () => {
  const post = (requestBody: OperationParts['requestBody']): Pick<Row, 'operation' | 'entry'> => ({
    operation: { method: 'POST', ...(requestBody === undefined ? {} : { requestBody }) },
    entry: { operation: 'POST /jobs', access: 'write' },
  })
  const json = mediaTypeOf({ type: 'object' })
  const related = mediaTypeOf(true, 'multipart/related')
  const rows: readonly Row[] = [
    { given: 'JSON', ...post(bodyOf([json])), want: [] },
    { given: 'JSON among others', ...post(bodyOf([related, json])), want: [] },
    { given: 'nothing that can be written', ...post(bodyOf([related])), want: ['BODY_UNSUPPORTED'] },
    { given: 'the same, not required', ...post(bodyOf([related], false)), want: ['(BODY_UNSUPPORTED)'] },
    { given: 'no media type', ...post(bodyOf([])), want: ['BODY_UNSUPPORTED'] },
    { given: 'a GET with a body', operation: { requestBody: bodyOf([json]) }, want: ['BODY_UNSUPPORTED'] },
    {
      given: 'a GET with a body, not required',
      operation: { requestBody: bodyOf([json], false) },
      want: ['(BODY_UNSUPPORTED)'],
    },
  ]
  test.each(rows)('$given', (row) => {
    expect(codesOfRow(row)).toEqual(row.want)
  })

  test('JSON is preferred', () => {
    const requestBody = bodyOf([mediaTypeOf({ type: 'object' }, 'application/x-www-form-urlencoded'), json])
    const planned = planOf(
      { tools: [{ operation: 'POST /jobs', access: 'write' }] },
      { operations: [{ method: 'POST', requestBody }] },
    )
    expect(planned.ok && planned.value.tools[0]?.content).toBe(json)
  })
})

describe('the whole check', () => {
  const broken = problem('REFERENCE_EXTERNAL', { source: 'contract' }, { reference: 'x', uri: 'x' })

  test('collects every problem of every entry, each with its reference', () => {
    const checked = planOf(
      { tools: ['gone', { operation: 'POST /jobs', requires: ['a:b'] }, 'GET /broken'], credential: BEARER },
      {
        operations: [
          { method: 'POST', internal: true },
          { path: '/broken', deprecated: true, unreadable: [broken] },
        ],
        unreadable: [broken],
      },
    )
    expect(checked.problems.map(({ code, operation }) => [code, operation])).toEqual([
      ['REFERENCE_EXTERNAL', undefined],
      ['OPERATION_NOT_FOUND', 'gone'],
      ['PERMISSION_NOT_GRANTED', 'POST /jobs'],
      ['ACCESS_UNDECLARED', 'POST /jobs'],
      ['OPERATION_INTERNAL', 'POST /jobs'],
      ['OPERATION_DEPRECATED', 'GET /broken'],
      ['REFERENCE_EXTERNAL', 'GET /broken'],
    ])
  })

  test('reads only what is allowed', () => {
    const checked = planOf({}, { operations: [{}, { path: '/broken', unreadable: [broken] }] })
    expect(codesOf(checked)).toEqual([])
  })

  test('points into the profiles file', () => {
    expect(planOf({ tools: ['GET /jobs', 'gone'] }).problems).toEqual([
      {
        code: 'OPERATION_NOT_FOUND',
        severity: 'error',
        operation: 'gone',
        at: { source: 'profile', uri: 'file:///agent-profiles.json', pointer: '/profiles/test/tools/1' },
        args: { operation: 'gone', nearest: [] },
      },
    ])
  })

  test('gives the plan', () => {
    const scheme = { type: 'http', scheme: 'bearer' } as const
    const checked = planOf(
      { tools: [{ operation: 'createJob', access: 'write' }], credential: BEARER, baseUrl: 'https://api.example/v1/' },
      { operations: [{ operationId: 'createJob', method: 'POST', security: [[requirement('b', scheme)]] }] },
    )
    expect(checked).toMatchObject(
      pass({
        contract: 'https://api.example/openapi.json',
        tools: [
          {
            name: 'createJob',
            access: 'write',
            base: { origin: 'https://api.example', path: '/v1' },
            credentials: [{ credential: BEARER, in: 'header', name: 'Authorization' }],
          },
        ],
      }),
    )
  })
})
