import { describe, expect, test } from 'vitest'
import { codesOf, planOf } from './factory.ts'

const OPERATIONS = [
  { operationId: 'listJobs', path: '/jobs' },
  { operationId: 'getJob', path: '/jobs/{jobId}' },
  { path: '/foo' },
  { path: '/foo/' },
  { operationId: 'café', path: '/composed' },
  { operationId: 'twice', path: '/one' },
  { operationId: 'twice', path: '/two' },
  { operationId: 'GET /foo', path: '/misleading' },
  { path: '/a/{x}' },
  { path: '/a/{y}' },
]

describe('a reference', () => {
  test.each([
    { given: 'listJobs', want: 'GET /jobs' },
    { given: 'GET /jobs', want: 'GET /jobs' },
    { given: 'GET /jobs/{jobId}', want: 'GET /jobs/{jobId}' },
    { given: 'GET /jobs/{id}', want: 'GET /jobs/{jobId}' },
    { given: 'GET /foo/', want: 'GET /foo/' },
    { given: 'GET /a/{y}', want: 'GET /a/{y}' },
    { given: 'GET /one', want: 'GET /one' },
  ])('$given means $want', ({ given, want }) => {
    const planned = planOf({ tools: [{ operation: given, name: 't' }] }, { operations: OPERATIONS })
    expect(planned.ok && planned.value.tools.map(({ operation }) => operation.key)).toEqual([want])
  })

  test.each([
    { given: 'listjobs', code: 'OPERATION_NOT_FOUND', args: { nearest: ['listJobs'] } },
    { given: 'get /jobs', code: 'OPERATION_NOT_FOUND', args: { nearest: ['GET /jobs'] } },
    { given: 'GET  /jobs', code: 'OPERATION_NOT_FOUND' },
    { given: 'cafe\u0301', code: 'OPERATION_NOT_FOUND' },
    { given: '__proto__', code: 'OPERATION_NOT_FOUND' },
    { given: 'twice', code: 'OPERATION_AMBIGUOUS', args: { places: ['GET /one', 'GET /two'] } },
    { given: 'GET /foo', code: 'OPERATION_AMBIGUOUS', args: { places: ['GET /misleading', 'GET /foo'] } },
    { given: 'GET /a/{z}', code: 'OPERATION_AMBIGUOUS', args: { places: ['GET /a/{x}', 'GET /a/{y}'] } },
  ])('$given is $code', ({ given, code, args }) => {
    const { problems } = planOf({ tools: [given] }, { operations: OPERATIONS })
    expect(problems).toMatchObject([{ code, operation: given, args: { operation: given } }])
    if (args?.nearest) expect(problems[0]?.args).toHaveProperty('nearest', expect.arrayContaining(args.nearest))
    if (args?.places) expect(problems[0]?.args).toHaveProperty('places', args.places)
  })

  test('to an operation that is listed already', () => {
    const checked = planOf({ tools: ['listJobs', 'GET /jobs', 'GET /jobs/{a}', 'getJob'] }, { operations: OPERATIONS })
    expect(checked.problems).toMatchObject([
      { code: 'OPERATION_LISTED_TWICE', args: { operation: 'GET /jobs', first: 'listJobs' } },
      { code: 'OPERATION_LISTED_TWICE', args: { operation: 'getJob', first: 'GET /jobs/{a}' } },
    ])
  })
})

describe('tool names', () => {
  const named = (operations: readonly { operationId?: string; path: string }[], toolNames: 'safe' | 'exact' = 'safe') =>
    planOf({ tools: operations.map(({ path }) => `GET ${path}`), toolNames }, { operations })

  test.each([
    { given: { operationId: 'listJobs', path: '/a' }, want: 'listJobs' },
    { given: { operationId: 'jobs.list-all', path: '/a' }, want: 'jobs_list-all' },
    { given: { operationId: 'jobs/😀list', path: '/a' }, want: 'jobs__list' },
    { given: { path: '/jobs/{jobId}' }, want: 'get_jobs_jobId' },
    { given: { path: '/v1.2/x/{id}:activate' }, want: 'get_v1_2_x_id_activate' },
    { given: { path: '/' }, want: 'get' },
  ])('$given.operationId $given.path → $want', ({ given, want }) => {
    const planned = named([given])
    expect(planned.ok && planned.value.tools[0]?.name).toBe(want)
  })

  test('keep dots where the profile says so', () => {
    const planned = named([{ operationId: 'jobs.list', path: '/a' }], 'exact')
    expect(planned.ok && planned.value.tools[0]?.name).toBe('jobs.list')
  })

  test("are the profile's where it gives one", () => {
    const planned = planOf({ tools: [{ operation: 'GET /jobs', name: 'recent' }] })
    expect(planned.ok && planned.value.tools[0]?.name).toBe('recent')
  })

  const a = (length: number) => 'a'.repeat(length)
  test.each([
    { given: [a(40)], want: [] },
    { given: [a(41)], want: ['(TOOL_NAME_LONG)'] },
    { given: [a(64)], want: ['(TOOL_NAME_LONG)'] },
    { given: [a(65)], want: ['TOOL_NAME_DERIVED_ILLEGAL'] },
    { given: ['_list'], want: ['TOOL_NAME_DERIVED_ILLEGAL'] },
    { given: ['2fa'], want: ['TOOL_NAME_DERIVED_ILLEGAL'] },
    { given: ['a.b', 'a_b'], want: ['TOOL_NAME_COLLISION'] },
    { given: ['list', 'LIST', 'List'], want: ['TOOL_NAME_COLLISION', 'TOOL_NAME_COLLISION'] },
  ])('$given: $want', ({ given, want }) => {
    expect(codesOf(named(given.map((operationId, index) => ({ operationId, path: `/${index}` }))))).toEqual(want)
  })

  test.each([
    { given: 40, want: [] },
    { given: 41, want: [{ code: 'TOOLS_TOO_MANY', severity: 'warning', args: { count: 41, limit: 40 } }] },
    { given: 129, want: [{ code: 'TOOLS_TOO_MANY', severity: 'warning', args: { count: 129, limit: 128 } }] },
  ])('$given tools', ({ given, want }) => {
    const operations = Array.from({ length: given }, (_, index) => ({ path: `/p${index}` }))
    expect(named(operations).problems).toMatchObject(want)
  })
})
